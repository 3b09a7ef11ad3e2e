"""Finds phrases in words: an index by the rarest word of each phrase, then a check of its places.

spaCy's Matcher tries every pattern at every word: with the lexicon's 4,400 phrases it took 50 ms
for 15 words and 14 s to build. The index tries only phrases whose word is there: 0.6 ms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import AbstractSet, Iterable, Optional, Sequence

from headache_relief.language.patterns import Element, Phrase
from headache_relief.language.words import Word

LONGEST_GAP = 3
MOST_FILLERS = 3


@dataclass(frozen=True)
class Match:
    """A phrase of `label` at the words `tokens` (their positions, in order, gaps left out)."""

    label: str
    tokens: tuple[int, ...]

    @property
    def first(self) -> int:
        return self.tokens[0]

    @property
    def last(self) -> int:
        return self.tokens[-1]


@dataclass(frozen=True)
class _Indexed:
    label: str
    phrase: Phrase
    anchor: int  # which element of the phrase it is looked up by


class PhraseMatcher:
    """Matches labelled phrases against the words of a message."""

    def __init__(self, phrases: Iterable[tuple[str, Phrase]], fillers: AbstractSet[str]) -> None:
        self._fillers = fillers
        labelled = list(dict.fromkeys(phrases))
        counts = Counter(
            word for _, phrase in labelled for element in phrase for word in _words(element)
        )
        self._index: dict[str, list[_Indexed]] = defaultdict(list)
        for label, phrase in labelled:
            anchor = _rarest(phrase, counts)
            for word in _words(phrase[anchor]):
                self._index[word].append(_Indexed(label, phrase, anchor))

    def vocabulary(self) -> frozenset[str]:
        """Every word that some phrase looks for."""
        phrases = {entry.phrase for entries in self._index.values() for entry in entries}
        return frozenset(
            word for phrase in phrases for element in phrase for word in _words(element)
        )

    def find(self, words: Sequence[Word]) -> list[Match]:
        """Every match, at most one for a phrase and the word it is looked up by."""
        found: dict[Match, None] = {}
        for position, word in enumerate(words):
            entries = self._index.get(word.lemma, ())
            if word.form != word.lemma:
                entries = [*entries, *self._index.get(word.form, ())]
            for entry in entries:
                match = self._match(words, position, entry)
                if match is not None:
                    found[match] = None
        return list(found)

    def _match(self, words: Sequence[Word], position: int, entry: _Indexed) -> Optional[Match]:
        if not _fits(entry.phrase[entry.anchor], words[position]):
            return None
        after = self._walk(words, position, entry.phrase[entry.anchor + 1 :], 1)
        if after is None:
            return None
        before = self._walk(words, position, entry.phrase[: entry.anchor][::-1], -1)
        if before is None:
            return None
        return Match(entry.label, (*before[::-1], position, *after))

    def _walk(
        self, words: Sequence[Word], position: int, elements: Phrase, step: int
    ) -> Optional[tuple[int, ...]]:
        """The positions of the elements, going on from `position` in the direction of `step`."""
        if not elements:
            return ()
        gap = elements[0].is_gap
        rest = elements[1:] if gap else elements
        for place in self._places(words, position, step, gap):
            if _fits(rest[0], words[place]):
                further = self._walk(words, place, rest[1:], step)
                if further is not None:
                    return (place, *further)
        return None

    def _places(self, words: Sequence[Word], position: int, step: int, gap: bool) -> Iterable[int]:
        """Where the next element may stand: next, after fillers, after a gap of other words.

        A gap stays in its clause, and crosses a comma only when a single word is skipped.
        """
        skipped = fillers = 0
        crossed = False
        place = position + step
        while 0 <= place < len(words) and words[place].clause == words[position].clause:
            word = words[place]
            if not word.is_word:
                if word.form in {",", "/", ":"}:
                    crossed = True
                place += step
                continue
            if not crossed or (gap and skipped <= 1):
                yield place
            if fillers < MOST_FILLERS and word.form in self._fillers:
                fillers += 1
            else:
                skipped += 1
            if skipped > (LONGEST_GAP if gap else 0):
                return
            place += step


def _words(element: Element) -> Iterable[str]:
    return element.lemmas | element.forms


def _rarest(phrase: Phrase, counts: Counter[str]) -> int:
    anchors = [place for place, element in enumerate(phrase) if element.is_anchor]
    return min(anchors, key=lambda place: max(counts[word] for word in _words(phrase[place])))


def _fits(element: Element, word: Word) -> bool:
    if element.between is not None:
        low, high = element.between
        return word.number is not None and low <= word.number <= high
    return word.lemma in element.lemmas or word.form in element.forms
