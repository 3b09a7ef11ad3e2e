"""Mends typing mistakes in the words that matter, and leaves every real English word alone."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import AbstractSet, Iterable, Mapping, Optional, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

from headache_relief.language.sounds import sound

RUN = re.compile(r"(.)\1{2,}")
SHORTEST_MENDED = 4
SHORTEST_MENDED_BY_SOUND = 5
LENGTH_FOR_TWO_EDITS = 7
LENGTH_FOR_THREE_EDITS_BY_SOUND = 6
SHORTEST_HALF = 3
LONGEST_WORD = 30
NEVER_SEEN = 1_000_000  # the rank of a word that is not in the list of frequencies


class Speller:
    """Mends words towards `targets` (the lexicon's words); words in `known` are never changed.

    Of words equally near, the more telling (`telling`: the names of complaints, not everyday words)
    and then the more frequent (`ranks`: 0 is the commonest) is meant. `small` are the words that
    people run into the next one: "myhead".
    """

    def __init__(
        self,
        targets: Iterable[str],
        known: AbstractSet[str],
        telling: AbstractSet[str] = frozenset(),
        ranks: Optional[Mapping[str, int]] = None,
        small: AbstractSet[str] = frozenset(),
    ) -> None:
        self._targets = frozenset(word for word in targets if word.isalpha())
        self._known = known
        self._telling = telling & self._targets
        self._ranks = ranks or {}
        self._small = small
        by_length: dict[int, list[str]] = {}
        for word in sorted(self._targets):
            if len(word) >= SHORTEST_MENDED:
                by_length.setdefault(len(word), []).append(word)
        self._by_length = by_length
        self._by_sound: dict[str, list[str]] = {}
        for word in sorted(self._telling):
            if len(word) >= SHORTEST_MENDED_BY_SOUND:
                self._by_sound.setdefault(sound(word), []).append(word)
        self.mend = lru_cache(maxsize=4096)(self._mend)

    def is_word(self, form: str) -> bool:
        """True when the form is an English word or one of the lexicon."""
        return form in self._targets or form in self._known

    def mend_name(self, form: str) -> tuple[str, ...]:
        """A word that is written like a name, mended only to what tells of a complaint."""
        mended = self.mend(form)
        return mended if self._telling >= set(mended) else (form,)

    def _mend(self, form: str) -> tuple[str, ...]:
        if self.is_word(form) or len(form) > LONGEST_WORD:
            return (form,)
        if form.endswith("in") and self.is_word(f"{form}g"):
            return (f"{form}g",)
        shortened = self._without_runs(form)
        if shortened is not None:
            return (shortened,)
        if form.endswith("s") and not form.endswith("ss") and form[:-1] in self._known:
            return (form,)  # "wife's" without its apostrophe
        nearest = self._nearest(form, allowed=1)
        if nearest is not None:
            return (nearest,)
        return self._halves(form) or (
            self._nearest(form, allowed=2) or self._sounding_alike(form) or form,
        )

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
        for cut in range(1, len(form)):
            left, right = form[:cut], form[cut:]
            if left in self._small and (right in self._telling or right in self._small):
                return left, right
            if right in self._small and left in self._telling:
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
        return self._likeliest(
            form, [(distance, word) for word, distance, _ in near if _plausible(form, word)]
        )

    def _sounding_alike(self, form: str) -> Optional[str]:
        """A telling word that sounds the same and is written nearly so: "stroak", "hedake"."""
        if len(form) < SHORTEST_MENDED_BY_SOUND:
            return None
        allowed = 3 if len(form) >= LENGTH_FOR_THREE_EDITS_BY_SOUND else 2
        measured = (
            (OSA.distance(form, word), word)
            for word in self._by_sound.get(sound(form), ())
            if word[0] == form[0]
        )
        return self._likeliest(form, [pair for pair in measured if pair[0] <= allowed])

    def _likeliest(self, form: str, near: Sequence[tuple[float, str]]) -> Optional[str]:
        if not near:
            return None

        def unlikeliness(pair: tuple[float, str]) -> tuple[object, ...]:
            distance, word = pair
            rank = self._ranks.get(word, NEVER_SEEN)
            return distance, word not in self._telling, word[0] != form[0], rank, word

        return min(near, key=unlikeliness)[1]

    def _of_similar_length(self, length: int, difference: int) -> Sequence[str]:
        lengths = range(length - difference, length + difference + 1)
        return [word for size in lengths for word in self._by_length.get(size, ())]


def _plausible(form: str, word: str) -> bool:
    """People rarely mistype the first letter of a short word, other than by swapping two."""
    if form[0] == word[0] or len(form) >= LENGTH_FOR_TWO_EDITS:
        return True
    return form[:2] == word[1::-1]
