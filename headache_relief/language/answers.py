"""Tells when a message is an answer, as a whole or at its beginning: "nope, none of these"."""

from __future__ import annotations

from typing import Mapping, Sequence

from headache_relief.language.matcher import Match, PhraseMatcher
from headache_relief.language.vocabulary import Vocabulary
from headache_relief.language.words import Word

# An answer may stand at the head of a longer message; the others must be all of it.
LEADING = frozenset({"yes", "no", "dont_know", "none_of_these", "skip"})
# These may also be a sentence of their own after others: "Only the usual. None."
CLOSING = LEADING - {"yes"}
YES_OR_NO = frozenset({"yes", "no"})
PRONOUNS = frozenset({"i", "it", "they", "we", "that"})
LONGEST_ANSWER = 40  # words


class AnswerReader:
    """Finds the answers of a message by the phrases of kind "answer"."""

    def __init__(
        self,
        matcher: PhraseMatcher,
        vocabulary: Vocabulary,
        parents: Mapping[str, Sequence[str]],
    ) -> None:
        """`parents` tells which answers count as others too: a clear yes is a yes."""
        self._matcher = matcher
        self._parents = parents
        self._polite = vocabulary.polite
        self._after_answer = vocabulary.after_answer

    def read(self, words: Sequence[Word]) -> tuple[str, ...]:
        """The answer concepts that the message is, or begins with."""
        spoken = [place for place, word in enumerate(words) if word.is_word]
        if not spoken:
            return ()
        matches = _longest(self._matcher.find(words[:LONGEST_ANSWER]))
        asks = len(spoken) > 1 and any(word.form == "?" for word in words)
        answers: list[str] = []
        answered: set[int] = set()
        for match in matches:
            alike = {p for other in matches if other.label == match.label for p in other.tokens}
            rest = [p for p in spoken if p in match.tokens or p not in alike | answered]
            if self._is_answer(words, rest, match):
                answered.update(match.tokens)
                labels = self._labels(match)
                if not (asks and YES_OR_NO.intersection(labels)):
                    answers += labels
        return tuple(dict.fromkeys(answers))

    def _labels(self, match: Match) -> tuple[str, ...]:
        """What the match says, and what that counts as too."""
        return (match.label, *self._parents.get(match.label, ()))

    def _is_answer(self, words: Sequence[Word], spoken: Sequence[int], match: Match) -> bool:
        before = [place for place in spoken if place < match.first]
        if match.label in CLOSING:
            before = [p for p in before if words[p].sentence == words[match.first].sentence]
        after = [place for place in spoken if place > match.last]
        if not all(self._is_polite(words[place]) for place in before):
            return False
        if all(self._is_polite(words[place]) for place in after):
            return True
        following = words[match.last + 1]
        if LEADING.isdisjoint(self._labels(match)):
            return False
        if not following.is_word:
            return True
        # "i have my period" is no "i have".
        return following.form in self._after_answer and words[match.first].form not in PRONOUNS

    def _is_polite(self, word: Word) -> bool:
        return word.form in self._polite or word.lemma in self._polite


def _longest(matches: Sequence[Match]) -> list[Match]:
    """The matches that don't lie inside a longer one, in order."""
    kept = [
        match
        for match in matches
        if not any(set(other.tokens) > set(match.tokens) for other in matches)
    ]
    return sorted(kept, key=lambda match: match.first)
