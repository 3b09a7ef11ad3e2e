"""Reads numbers that mean something: ages, temperatures, lengths of time, scores, frequencies.

The words are joined into one plain line ("i be 66 , temp be 38.5"), on which the patterns of
`measure_patterns` work; every position of the line leads back to its word.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import AbstractSet, Mapping, Optional, Sequence

from headache_relief.language.measure_patterns import FIGURES, Pattern
from headache_relief.language.time_patterns import OF_TIME
from headache_relief.language.words import Word

MILD_BELOW, SEVERE_FROM = 4.0, 7.0
SUDDEN_WITHIN_HOURS, GRADUAL_FROM_HOURS = 5 / 60, 10 / 60
SHORT_BELOW, MIDDLE_BELOW, LONG_UP_TO = 0.25, 4.0, 72.0
WEEKS_FROM_HOURS = 2 * 168.0
LONGSTANDING_FROM_HOURS = 3 * 730.5
SHORT_CLAUSE = 6
NOT_THE_HEADACHES = frozenset(
    {"event", "medicine", "circumstance", "condition", "trigger", "symptom"}
)
HEADACHE = frozenset({"headache", "head_hurts"})
HEADACHE_WORDS = frozenset({"it", "them", "these", "they"})
SEVERAL_HEADACHES = frozenset({"headaches", "migraines", "attacks", "them", "these"})


@dataclass(frozen=True)
class Reading:
    """A measure or a concept that follows from one, at the words `tokens`."""

    concept: str
    kind: str
    tokens: tuple[int, ...]
    value: Optional[float] = None


class MeasureReader:
    """Reads the numbers of messages.

    `parents` tells which concepts are painkillers, `occupations` are what people do for hours
    without its being the length of a headache.
    """

    def __init__(self, parents: Mapping[str, Sequence[str]], occupations: AbstractSet[str]) -> None:
        self._parents = parents
        self._occupations = occupations

    def read(self, words: Sequence[Word], found: Sequence[Reading]) -> list[Reading]:
        """The readings of a message; each number is used once, by the first pattern that fits.

        `found` are the concepts of the message: a medicine tells what "every day" is about.
        """
        if not words:
            return []
        line = _Line(words)
        taken: set[int] = set()
        readings: list[Reading] = []
        for pattern in (*FIGURES, *OF_TIME):
            for match in pattern.regex.finditer(line.text):
                tokens = line.tokens(*match.span())
                values = pattern.read(match)
                if values is None or taken.intersection(tokens):
                    continue
                clause = _Clause(words, tokens, found, pattern.is_time)
                if not self._is_fitting(pattern, clause):
                    continue
                taken.update(tokens)
                for concept, value in values.items():
                    readings += self._readings(concept, value, tokens, clause)
        return readings

    def _is_fitting(self, pattern: Pattern, clause: "_Clause") -> bool:
        """False for a time or frequency of something other than headache or painkillers."""
        if pattern.is_frequency:
            if clause.is_about_headache or clause.medicines or clause.has_form(HEADACHE_WORDS):
                return True
            return len(clause.words) <= SHORT_CLAUSE and not clause.kinds & NOT_THE_HEADACHES
        if not pattern.is_time:
            return True
        if clause.before & self._occupations:
            return False
        return clause.is_about_headache or not clause.kinds & NOT_THE_HEADACHES

    def _readings(
        self, concept: str, value: float, tokens: tuple[int, ...], clause: "_Clause"
    ) -> list[Reading]:
        if concept == "headache_days":
            concept = self._days_of(clause)
        if (
            concept == "duration_hours"
            and clause.has_form(SEVERAL_HEADACHES)
            and value > LONG_UP_TO
        ):
            concept = "hours_since_onset"
        derived = [Reading(name, kind, tokens) for name, kind in _following(concept, value)]
        if concept == "hours_to_peak":
            return derived
        return [Reading(concept, "measure", tokens, value), *derived]

    def _days_of(self, clause: "_Clause") -> str:
        """What the days a month are days of: headache, or the painkillers that the clause names."""
        if any(self._is_a(name, "strong_painkiller") for name in clause.medicines):
            return "strong_painkiller_days"
        if any(self._is_a(name, "painkiller") for name in clause.medicines):
            return "painkiller_days"
        return "headache_days"

    def _is_a(self, concept: str, wanted: str) -> bool:
        if concept == wanted:
            return True
        return any(self._is_a(parent, wanted) for parent in self._parents.get(concept, ()))


class _Line:
    """The words of a message as one plain line: base forms and numbers, a space between."""

    def __init__(self, words: Sequence[Word]) -> None:
        parts = [_plain(word) for word in words]
        self._is_word = [word.is_word for word in words]
        self._starts: list[int] = []
        length = 0
        for part in parts:
            self._starts.append(length)
            length += len(part) + 1
        self.text = " ".join(parts)

    def tokens(self, start: int, end: int) -> tuple[int, ...]:
        """The words from character `start` to `end` of the line, without marks at either end."""
        first = bisect_right(self._starts, start) - 1
        last = bisect_right(self._starts, max(start, end - 1)) - 1
        while first < last and not self._is_word[first]:
            first += 1
        while first < last and not self._is_word[last]:
            last -= 1
        return tuple(range(first, last + 1))


def _plain(word: Word) -> str:
    if word.number is not None:
        return f"{word.number:g}"
    return "." if word.form == "\n" else word.lemma


class _Clause:
    """The clause that a number stands in, or the part of it between commas."""

    def __init__(
        self,
        words: Sequence[Word],
        tokens: Sequence[int],
        found: Sequence[Reading],
        between_commas: bool,
    ) -> None:
        def is_here(word: Word) -> bool:
            number = words[tokens[-1]]
            if between_commas:
                return word.segment == number.segment
            return word.clause == number.clause

        self.words = [word for word in words if is_here(word) and word.is_word]
        here = [reading for reading in found if is_here(words[reading.tokens[0]])]
        self.concepts = {reading.concept for reading in here}
        self.kinds = {reading.kind for reading in here}
        self.medicines = {reading.concept for reading in here if reading.kind == "medicine"}
        self.before = {
            word.lemma
            for word in words[max(0, tokens[0] - 5) : tokens[0]]
            if word.segment == words[tokens[0]].segment
        }
        self.before |= {words[token].lemma for token in tokens}

    @property
    def is_about_headache(self) -> bool:
        """True when the clause names the headache or how it feels."""
        return not HEADACHE.isdisjoint(self.concepts) or "quality" in self.kinds

    def has_form(self, forms: frozenset[str]) -> bool:
        """True when one of the words is in the clause as it stands."""
        return any(word.form in forms for word in self.words)


def _following(concept: str, value: float) -> list[tuple[str, str]]:
    """The concepts, with their kinds, that follow from a measure."""
    if concept == "pain_score":
        return [(_severity(value), "severity")]
    if concept == "duration_hours":
        weeks = [("for_weeks", "duration")] if value >= WEEKS_FROM_HOURS else []
        return [(_duration(value), "duration"), *weeks]
    if concept == "hours_to_peak":
        if value <= SUDDEN_WITHIN_HOURS:
            return [("onset_sudden", "onset")]
        return [("onset_gradual", "onset")] if value >= GRADUAL_FROM_HOURS else []
    if concept == "hours_since_onset" and value >= LONGSTANDING_FROM_HOURS:
        return [("longstanding", "course")]
    return []


def _severity(score: float) -> str:
    if score < MILD_BELOW:
        return "mild"
    return "severe" if score >= SEVERE_FROM else "moderate"


def _duration(hours: float) -> str:
    if hours < SHORT_BELOW:
        return "under_15_min"
    if hours < MIDDLE_BELOW:
        return "from_15_min_to_4_h"
    return "from_4_to_72_h" if hours <= LONG_UP_TO else "over_72_h"
