"""Divides words into sentences, clauses and the items of a list.

The blank spaCy model has no parser, and people in pain write few full stops: commas and small
words have to tell where a new statement begins.
"""

from __future__ import annotations

from typing import AbstractSet, Optional, Sequence

from headache_relief.language.words import Word

SENTENCE_ENDS = frozenset(".!?\n")
CLAUSE_MARKS = frozenset({";", "(", ")", "[", "]", '"', "=", "+", "*", "•"})
DASH = "-"
ITEM_MARKS = frozenset({",", "/", ":"})
SENTENCE_JOINT = "."
CLAUSE_JOINT = ";"
JOINING_WORDS = frozenset({"and", "or", "nor", "plus", "&"})


class ClauseMarker:
    """Numbers sentences, clauses and items; the small words that decide come from `words.yml`."""

    def __init__(self, clause_words: AbstractSet[str], clause_starts: AbstractSet[str]) -> None:
        self._clause_words = clause_words
        self._clause_starts = clause_starts

    def mark(self, words: Sequence[Word]) -> None:
        """Sets the place of every word."""
        sentence = clause = segment = item = 0
        joined_by = ""
        for position, word in enumerate(words):
            joint = self._joint(words, position)
            if joint:
                joined_by = joint
                sentence += joint == SENTENCE_JOINT
                clause += joint in (SENTENCE_JOINT, CLAUSE_JOINT)
                segment += joint in (SENTENCE_JOINT, CLAUSE_JOINT, ",")
                item += 1
            word.sentence, word.clause, word.segment = sentence, clause, segment
            word.item, word.joined_by = item, joined_by

    def _joint(self, words: Sequence[Word], position: int) -> str:
        """What joins a word to the one before, when something new begins with it; else ""."""
        if position == 0:
            return ""
        before = words[position - 1].form
        if before in SENTENCE_ENDS:
            return SENTENCE_JOINT
        if self._begins_clause(words, position):
            return CLAUSE_JOINT
        return before if before in ITEM_MARKS or before in JOINING_WORDS else ""

    def _begins_clause(self, words: Sequence[Word], position: int) -> bool:
        word, before = words[position], words[position - 1]
        if before.form in CLAUSE_MARKS or _is_ellipsis(before) or _is_dash(words, position - 1):
            return word.is_word
        if word.form in self._clause_starts:
            return before.is_word or before.form in ITEM_MARKS
        if before.form in JOINING_WORDS:
            return before.form in {"and", "plus", "&"} and self._starts_statement(words, position)
        if before.form == ",":
            return self._is_statement(words, position)
        return False

    def _starts_statement(self, words: Sequence[Word], position: int) -> bool:
        """True for "and my neck", "and is", "and now": the words after it stand alone."""
        return self._tells(words[position]) or self._has_subject_and_verb(words, position)

    def _is_statement(self, words: Sequence[Word], position: int) -> bool:
        """True when what follows a comma has a subject or a verb of its own."""
        if words[position].form in JOINING_WORDS:
            return False
        return any(self._tells(word) for word in _up_to_mark(words, position))

    def _has_subject_and_verb(self, words: Sequence[Word], position: int) -> bool:
        segment = list(_up_to_mark(words, position))[:3]
        return any(word.lemma in {"be", "have"} or word.form == "cant" for word in segment[1:])

    def _tells(self, word: Word) -> bool:
        return word.form in self._clause_words or word.lemma in self._clause_words


def _up_to_mark(words: Sequence[Word], position: int) -> Sequence[Word]:
    segment: list[Word] = []
    for word in words[position:]:
        if not word.is_word or word.form in JOINING_WORDS:
            break
        segment.append(word)
    return segment


def _is_ellipsis(word: Word) -> bool:
    return word.form.startswith("..") or word.form == "…"


def _is_dash(words: Sequence[Word], position: int) -> bool:
    """True for a dash between spaces; a hyphen inside a word joins."""
    if words[position].form != DASH or position == 0:
        return False
    return words[position - 1].end < words[position].start


def first_of_clause(words: Sequence[Word], place: int) -> Word:
    """The first word of the clause that the word at `place` stands in."""
    while place and words[place - 1].clause == words[place].clause:
        place -= 1
    return words[place]


def quoted(words: Sequence[Word], shortest: int = 3) -> list[range]:
    """The ranges of words between quotation marks, when there are at least `shortest` of them."""
    ranges: list[range] = []
    opened: Optional[int] = None
    for position, word in enumerate(words):
        if word.form not in {'"', "'"}:
            continue
        if opened is None:
            opened = position
        elif word.form == words[opened].form:
            if position - opened > shortest:
                ranges.append(range(opened + 1, position))
            opened = None
    return ranges
