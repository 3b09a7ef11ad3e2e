"""Loads `data/knowledge` as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Mapping, Sequence, Type, TypeVar

from pydantic import BaseModel

from headache_relief.knowledge.base import Entry
from headache_relief.knowledge.clinical import (
    ArticleClaim,
    Choice,
    EmergencyNumbers,
    Hint,
    Overlay,
    Pattern,
    Precaution,
    Question,
    RedFlag,
    Referral,
    Source,
    Technique,
)
from headache_relief.knowledge.consent import Consent
from headache_relief.knowledge.lexicon import Concept
from headache_relief.knowledge.lexicon_files import load_lexicon
from headache_relief.knowledge.pictures import MapRegion, TechniqueDrawing
from headache_relief.knowledge.yaml_files import (
    KNOWLEDGE,
    LEXICON,
    KnowledgeError,
    read_entries,
    read_entry,
    read_section,
)

EntryType = TypeVar("EntryType", bound=BaseModel)

# Every file of entries, its section of the same name, and the shape of an entry.
ENTRY_FILES: Mapping[str, Type[Entry]] = MappingProxyType(
    {
        "sources": Source,
        "red_flags": RedFlag,
        "patterns": Pattern,
        "overlays": Overlay,
        "techniques": Technique,
        "precautions": Precaution,
        "questions": Question,
        "referrals": Referral,
        "emergency_numbers": EmergencyNumbers,
        "article": ArticleClaim,
        "hints": Hint,
        "head_map": MapRegion,
        "technique_drawings": TechniqueDrawing,
    }
)


@dataclass(frozen=True)
class Knowledge:
    """Everything that `data/knowledge` and `data/lexicon` state, by id."""

    sources: Mapping[str, Source]
    red_flags: Mapping[str, RedFlag]
    patterns: Mapping[str, Pattern]
    overlays: Mapping[str, Overlay]
    techniques: Mapping[str, Technique]
    precautions: Mapping[str, Precaution]
    questions: Mapping[str, Question]
    referrals: Mapping[str, Referral]
    emergency_numbers: Mapping[str, EmergencyNumbers]
    article: Mapping[str, ArticleClaim]
    hints: Mapping[str, Hint]
    head_map: Mapping[str, MapRegion]
    technique_drawings: Mapping[str, TechniqueDrawing]
    choices: Mapping[str, Sequence[Choice]]
    wording: Mapping[str, str]
    consent: Consent
    concepts: Mapping[str, Concept]
    parents: Mapping[str, Sequence[str]]


@lru_cache(maxsize=4)
def load_knowledge(directory: Path = KNOWLEDGE, lexicon: Path = LEXICON) -> Knowledge:
    """The knowledge, read once; KnowledgeError names file, entry and key of a mistake."""
    words = load_lexicon(lexicon)
    return Knowledge(
        sources=_entries(directory, "sources", Source),
        red_flags=_entries(directory, "red_flags", RedFlag),
        patterns=_entries(directory, "patterns", Pattern),
        overlays=_entries(directory, "overlays", Overlay),
        techniques=_entries(directory, "techniques", Technique),
        precautions=_entries(directory, "precautions", Precaution),
        questions=_entries(directory, "questions", Question),
        referrals=_entries(directory, "referrals", Referral),
        emergency_numbers=_entries(directory, "emergency_numbers", EmergencyNumbers),
        article=_entries(directory, "article", ArticleClaim),
        hints=_entries(directory, "hints", Hint),
        head_map=_entries(directory, "head_map", MapRegion),
        technique_drawings=_entries(directory, "technique_drawings", TechniqueDrawing),
        choices=_choices(directory / "choices.yml"),
        wording=_wording(directory / "wording.yml"),
        consent=_consent(directory / "consent.yml"),
        concepts=MappingProxyType(dict(words.concepts)),
        parents=MappingProxyType(words.parents),
    )


def _entries(directory: Path, section: str, model: Type[EntryType]) -> Mapping[str, EntryType]:
    return MappingProxyType(read_entries(directory / f"{section}.yml", section, model))


def _choices(path: Path) -> Mapping[str, Sequence[Choice]]:
    found: dict[str, Sequence[Choice]] = {}
    for question, items in read_section(path, "choices").items():
        if not isinstance(items, list):
            raise KnowledgeError(f"{path.name}: {question}: it must be a list of answers.")
        found[question] = tuple(
            read_entry(path.name, f"{question}, answer {number}", item, Choice)
            for number, item in enumerate(items, 1)
        )
    return MappingProxyType(found)


def _wording(path: Path) -> Mapping[str, str]:
    pieces = read_section(path, "wording")
    for name, text in pieces.items():
        if not isinstance(text, str):
            raise KnowledgeError(f"{path.name}: {name}: it must be text; put it in quotes.")
    return MappingProxyType(pieces)


def _consent(path: Path) -> Consent:
    return read_entry(path.name, "consent", read_section(path, "consent"), Consent)
