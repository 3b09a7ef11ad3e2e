"""Mends typing mistakes in the words that matter, and leaves every real English word alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import AbstractSet, Iterable, Optional, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

RUN = re.compile(r"(.)\1{2,}")
SHORTEST_MENDED = 4
LENGTH_FOR_TWO_EDITS = 7
SHORTEST_HALF = 3
LONGEST_WORD = 30


class Speller:
    """Mends words towards `targets` (the lexicon's words); words in `known` are never changed."""

    def __init__(self, targets: Iterable[str], known: AbstractSet[str]) -> None:
        self._targets = frozenset(word for word in targets if word.isalpha())
        self._known = known
        by_length: dict[int, list[str]] = {}
        for word in sorted(self._targets):
            if len(word) >= SHORTEST_MENDED:
                by_length.setdefault(len(word), []).append(word)
        self._by_length = by_length
        self.mend = lru_cache(maxsize=4096)(self._mend)

    def is_word(self, form: str) -> bool:
        """True when the form is an English word or one of the lexicon."""
        return form in self._targets or form in self._known

    def _mend(self, form: str) -> tuple[str, ...]:
        if self.is_word(form) or len(form) > LONGEST_WORD:
            return (form,)
        if form.endswith("s") and form[:-1] in self._known:
            return (form,)  # "wife's" without its apostrophe
        if form.endswith("in") and self.is_word(f"{form}g"):
            return (f"{form}g",)
        shortened = self._without_runs(form)
        if shortened is not None:
            return (shortened,)
        nearest = self._nearest(form, allowed=1)
        if nearest is not None:
            return (nearest,)
        return self._halves(form) or (self._nearest(form, allowed=2) or form,)

    def _without_runs(self, form: str) -> Optional[str]:
        """The word meant by one with letters held down: "soooo" is "so", "heeelp" is "help"."""
        if not RUN.search(form):
            return None
        doubled, single = RUN.sub(r"\1\1", form), RUN.sub(r"\1", form)
        for candidate in (single, doubled):
            if self.is_word(candidate):
                return candidate
        return self._nearest(single, allowed=1)

    def _halves(self, form: str) -> Optional[tuple[str, str]]:
        for cut in range(SHORTEST_HALF, len(form) - SHORTEST_HALF + 1):
            left, right = form[:cut], form[cut:]
            if left in self._targets and right in self._targets:
                return left, right
        return None

    def _nearest(self, form: str, allowed: int) -> Optional[str]:
        shortest = SHORTEST_MENDED if allowed == 1 else LENGTH_FOR_TWO_EDITS
        if len(form) < shortest:
            return None
        candidates = self._of_similar_length(len(form), allowed)
        near = process.extract(
            form, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=20
        )
        mended = [(distance, word) for word, distance, _ in near if _plausible(form, word)]
        if not mended:
            return None
        return min(mended, key=lambda pair: (pair[0], pair[1][0] != form[0], pair[1]))[1]

    def _of_similar_length(self, length: int, difference: int) -> Sequence[str]:
        lengths = range(length - difference, length + difference + 1)
        return [word for size in lengths for word in self._by_length.get(size, ())]


def _plausible(form: str, word: str) -> bool:
    """People rarely mistype the first letter of a short word, other than by swapping two."""
    if form[0] == word[0] or len(form) >= LENGTH_FOR_TWO_EDITS:
        return True
    return form[:2] == word[1::-1]
