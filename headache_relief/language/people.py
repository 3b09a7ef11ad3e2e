"""Whom a message speaks of at each word, and whether what it says of others is over."""

from __future__ import annotations

from typing import Sequence

from headache_relief.language.cues import ENDS_REACH, Cue, Cues
from headache_relief.language.words import Word


class People:
    """Follows the person spoken of through the words.

    A mention of someone ("my wife", "she") holds until a first person ("I", "my head"); it goes on
    into the next sentence, since what is said of others counts as much when it is so now.
    """

    def __init__(self, words: Sequence[Word], cues: Cues) -> None:
        self._words = words
        self._cues = cues
        others = {place for cue in cues.of("other") for place in self._places(cue)}
        selves = {place for cue in cues.of("self") for place in cue.tokens} - others
        self._is_other: list[bool] = []
        self._is_own: list[bool] = []
        other = own = False
        for place in range(len(words)):
            other = (other or place in others) and place not in selves
            own = (own or place in selves) and place not in others
            self._is_other.append(other)
            self._is_own.append(own)

    def _places(self, cue: Cue) -> Sequence[int]:
        """Where a mention of someone begins: "runs in the family" speaks of what is before it."""
        if cue.direction != "backward":
            return cue.tokens
        start = cue.first
        while start and self._words[start - 1].clause == self._words[cue.first].clause:
            start -= 1
        return (start,)

    def is_other(self, place: int) -> bool:
        """True when the word at `place` is about someone else."""
        return self._is_other[place]

    def is_own(self, place: int) -> bool:
        """True when the word at `place` is said by the writer of himself: after "I", "my"."""
        return self._is_own[place]

    def is_past(self, place: int, kind: str) -> bool:
        """True when what stands at `place` of another person is told as over.

        The simple past without any sign of the present in the sentence: "my gran had a stroke". A
        symptom that somebody "was" showing is news all the same: "his mouth was droopy".
        """
        sentence = self._words[place].sentence
        if any(self._in(cue, sentence) and self._counts(cue) for cue in self._cues.of("now")):
            return False
        clause = self._words[place].clause
        return any(
            self._words[cue.first].clause == clause and self._is_other[cue.first]
            for cue in self._cues.of("simple_past", *(() if kind == "symptom" else ("past_state",)))
        )

    def _in(self, cue: Cue, sentence: int) -> bool:
        return self._words[cue.first].sentence == sentence and self._is_other[cue.first]

    def _counts(self, cue: Cue) -> bool:
        """A denial in the present ("she's not pregnant now") does not make the rest present."""
        clause = self._words[cue.first].clause
        return not any(
            self._words[denial.first].clause == clause and denial.first <= cue.last + 1
            for denial in self._cues.of("negated")
            if denial.direction not in ENDS_REACH
        )
