"""Finds the lexicon's concepts in the words of a message."""

from __future__ import annotations

from typing import Mapping, Sequence

from headache_relief.knowledge.lexicon import Concept, Kind
from headache_relief.language.matcher import Match, PhraseMatcher
from headache_relief.language.words import Word


class ConceptFinder:
    """Matches every concept but the answers.

    Idioms hide what stands inside them, a concept gives way to those that it `yields_to`.
    """

    def __init__(self, concepts: Mapping[str, Concept], matcher: PhraseMatcher) -> None:
        self._matcher = matcher
        self._stronger = {
            name: frozenset(concept.yields_to)
            for name, concept in concepts.items()
            if concept.yields_to
        }
        self._kinds = {name: concept.kind for name, concept in concepts.items()}
        self._idioms = {
            name: frozenset(concept.hides)
            for name, concept in concepts.items()
            if concept.kind is Kind.idiom
        }

    def find(self, words: Sequence[Word]) -> list[Match]:
        """The matches in order; concepts may overlap, of one concept the longest stays."""
        matches = self._matcher.find(words)
        idioms = [match for match in matches if match.label in self._idioms]
        by_concept: dict[str, list[Match]] = {}
        for match in matches:
            if match.label in self._idioms or any(self._hides(idiom, match) for idiom in idioms):
                continue
            by_concept.setdefault(match.label, []).append(match)
        kept = [match for found in by_concept.values() for match in _without_overlap(found)]
        return sorted(
            self._told_best(kept), key=lambda match: (match.first, match.last, match.label)
        )

    def _hides(self, idiom: Match, match: Match) -> bool:
        """True when the match lies in the saying but for one word: "had a | stroke of luck"."""
        kinds = self._idioms[idiom.label]
        if kinds and self._kinds[match.label] not in kinds:
            return False
        inside = sum(idiom.first <= token <= idiom.last for token in match.tokens)
        return inside > 0 and len(match.tokens) - inside <= 1

    def _told_best(self, matches: Sequence[Match]) -> list[Match]:
        """The matches without those that stand within a stronger one: "a vomiting feeling"."""
        kept: list[Match] = []
        for match in sorted(matches, key=lambda m: m.first - m.last):
            stronger = self._stronger.get(match.label, frozenset())
            if not any(
                other.label in stronger and other.first <= match.first and match.last <= other.last
                for other in kept
            ):
                kept.append(match)
        return kept


def _without_overlap(matches: Sequence[Match]) -> list[Match]:
    """The longest matches first (most words, then narrowest), leaving out what overlaps them."""
    kept: list[Match] = []
    ordered = sorted(matches, key=lambda m: (-len(m.tokens), m.last - m.first, m.first))
    for match in ordered:
        if all(match.last < other.first or other.last < match.first for other in kept):
            kept.append(match)
    return kept
