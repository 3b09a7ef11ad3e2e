"""Tells when a message, as a whole or at its beginning, is an answer such as "nope, none of these"."""

from __future__ import annotations

from typing import AbstractSet, Sequence

from headache_relief.language.matcher import Match, PhraseMatcher
from headache_relief.language.words import Word

# An answer may stand at the head of a longer message; the others must be all of it.
LEADING = frozenset({"yes", "no", "dont_know", "none_of_these", "skip"})
AFTER_LEADING = frozenset(
    "just only i it but the my not that there thanks thank please mate sorry because apart".split()
)
LONGEST_ANSWER = 40  # words
POLITE = frozenset(
    "please thanks thank you ok okay well um umm er erm uh oh ah hi hello hey so i think guess "
    "it is be that this feel get a bit little much now really lol haha mate just about more or "
    "less then too also all for no to me today actually slightly still think want need can we "
    "let go do would like am have lot way much".split()
)


class AnswerReader:
    """Finds the answers of a message by the phrases of kind "answer"."""

    def __init__(self, matcher: PhraseMatcher) -> None:
        self._matcher = matcher

    def read(self, words: Sequence[Word]) -> tuple[str, ...]:
        """The answer concepts that the message is, or begins with."""
        spoken = [place for place, word in enumerate(words) if word.is_word]
        if not spoken:
            return ()
        matches = _longest(self._matcher.find(words[:LONGEST_ANSWER]))
        answers = [m.label for m in matches if _is_answer(words, spoken, m)]
        return tuple(dict.fromkeys(answers))


def _longest(matches: Sequence[Match]) -> list[Match]:
    """The matches that don't lie inside a longer one, in order."""
    kept = [
        match
        for match in matches
        if not any(set(other.tokens) > set(match.tokens) for other in matches)
    ]
    return sorted(kept, key=lambda match: match.first)


def _is_answer(words: Sequence[Word], spoken: Sequence[int], match: Match) -> bool:
    others = [place for place in spoken if not match.first <= place <= match.last]
    if all(_is_polite(words[place], POLITE) for place in others):
        return True
    if match.label not in LEADING:
        return False
    before = [place for place in others if place < match.first]
    if not all(_is_polite(words[place], POLITE) for place in before):
        return False
    following = match.last + 1
    return not words[following].is_word or words[following].form in AFTER_LEADING


def _is_polite(word: Word, polite: AbstractSet[str]) -> bool:
    return word.form in polite or word.lemma in polite
