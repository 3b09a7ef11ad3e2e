"""Loads `data/lexicon`: what lay people call things, and the cues that change a finding's meaning.

Every file holds `concepts:`, but `context.yml` (`cues:`), `words.yml` and `emoji.yml`, which the
language pipeline reads.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Mapping

from headache_relief.knowledge.lexicon import Concept, ContextRule
from headache_relief.knowledge.yaml_files import LEXICON, KnowledgeError, read_entries

CONTEXT_FILE = "context.yml"
UNQUOTED_PHRASE_WITH_SIGN = re.compile(r"\s*- [^\"'].* #")
OTHER_FILES = frozenset({CONTEXT_FILE, "words.yml", "emoji.yml"})


@dataclass(frozen=True)
class Lexicon:
    """Concepts and context rules by id; `parents` is the `is_a` relation."""

    concepts: Mapping[str, Concept]
    context_rules: Mapping[str, ContextRule]

    @property
    def parents(self) -> dict[str, tuple[str, ...]]:
        """The ids that each concept is a kind of."""
        return {name: tuple(concept.is_a) for name, concept in self.concepts.items()}


@lru_cache(maxsize=4)
def load_lexicon(directory: Path = LEXICON) -> Lexicon:
    """The whole lexicon; KnowledgeError names the file and entry of a mistake."""
    concepts: dict[str, Concept] = {}
    homes: dict[str, str] = {}
    for path in sorted(directory.glob("*.yml")):
        if path.name in OTHER_FILES:
            continue
        _check_number_signs(path)
        for name, concept in read_entries(path, "concepts", Concept).items():
            if name in homes:
                raise KnowledgeError(
                    f"{path.name}: {name}: it is defined in {homes[name]} too; keep one of them."
                )
            concepts[name] = concept
            homes[name] = path.name
    _check_parents(concepts, homes)
    rules = read_entries(directory / CONTEXT_FILE, "cues", ContextRule)
    return Lexicon(concepts=concepts, context_rules=rules)


def _check_number_signs(path: Path) -> None:
    """YAML begins a comment at " #", which would silently cut a phrase such as `took # tablet`."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if UNQUOTED_PHRASE_WITH_SIGN.match(line):
            raise KnowledgeError(
                f"{path.name}, line {number}: put quotes around the phrase, because YAML takes "
                "what follows ' #' for a comment."
            )


def _check_parents(concepts: Mapping[str, Concept], homes: Mapping[str, str]) -> None:
    for name, concept in concepts.items():
        for parent in concept.is_a:
            if parent not in concepts:
                raise KnowledgeError(
                    f"{homes[name]}: {name}: is_a names '{parent}', which no lexicon file defines."
                )
        for stronger in concept.yields_to:
            if stronger not in concepts:
                raise KnowledgeError(
                    f"{homes[name]}: {name}: yields_to names '{stronger}', which no lexicon file "
                    "defines."
                )
        _check_no_circle(name, concepts, homes)


def _check_no_circle(name: str, concepts: Mapping[str, Concept], homes: Mapping[str, str]) -> None:
    above: set[str] = set()
    waiting = list(concepts[name].is_a)
    while waiting:
        parent = waiting.pop()
        if parent == name:
            raise KnowledgeError(f"{homes[name]}: {name}: is_a leads back to itself; break it.")
        if parent in concepts and parent not in above:
            above.add(parent)
            waiting += concepts[parent].is_a
