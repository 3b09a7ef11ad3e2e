"""Reads numbers that mean something: ages, temperatures, lengths of time, scores, frequencies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

from headache_relief.language.words import Word


@dataclass(frozen=True)
class Reading:
    """A measure or a concept that follows from one, at the words `tokens`."""

    concept: str
    kind: str
    tokens: tuple[int, ...]
    value: Optional[float] = None


def read_measures(words: Sequence[Word], found: Sequence[Reading]) -> list[Reading]:
    """The readings of a message, in order."""
    return []
