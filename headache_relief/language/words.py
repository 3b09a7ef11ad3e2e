"""Cuts a cleaned message into words, each with its place in the message as sent."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Iterable, Mapping, Optional, Sequence

from headache_relief.language.normalise import CleanText

PIECE = re.compile(
    # words of text speak, such as 2day
    r"(?<![^\W_])(?:2(?:day|nite|night|moro|morrow)|b4|str8|4got|4get|m8|gr8|l8)(?![^\W_])"
    r"|\d+(?:[.,]\d+)?(?:ish(?![^\W_]))?"  # 39.5 and 39,5 and 20ish
    r"|[^\W\d_]+(?:'[^\W\d_]+)*"  # words, also with an apostrophe
    r"|\n|\.{2,}|[^\w\s]|_"
)
CLOCK_TIMES = frozenset({"am", "pm"})
OCLOCK = "oclock"
APOSTROPHE_ENDINGS = {"ll": "will", "re": "are", "ve": "have", "m": "am"}
LONGEST_REPLACED = 3


@dataclass
class Word:
    """One word: its repaired form, its base form, its offsets as sent, and its place.

    `number` is its value when it is a number. Places count from 0: a segment is what stands between
    commas, an item what stands between commas, "and", "or"; `joined_by` is what its item follows.
    """

    form: str
    start: int
    end: int
    lemma: str = ""
    number: Optional[float] = None
    sentence: int = 0
    clause: int = 0
    segment: int = 0
    item: int = 0
    joined_by: str = ""
    is_word: bool = True


def split_words(clean: CleanText) -> list[Word]:
    """The words and punctuation marks of a message, apostrophes dropped, not yet repaired."""
    words: list[Word] = []
    for match in PIECE.finditer(clean.text):
        start, end = clean.span(match.start(), match.end())
        for form in split_apostrophe(match.group()):
            if form in CLOCK_TIMES and words and words[-1].form[0].isdigit():
                form = OCLOCK  # "3am" is no "3 am"
            words.append(Word(form, start, end, is_word=form[0].isalnum()))
    return words


def split_apostrophe(piece: str) -> list[str]:
    """A word without its apostrophe: "can't" is "cant", "i'll" is "i will", "mum's" is "mums"."""
    if "'" not in piece or len(piece) == 1:
        return [piece]
    base, _, ending = piece.rpartition("'")
    base = base.replace("'", "")
    if ending in APOSTROPHE_ENDINGS and base:
        return [base, APOSTROPHE_ENDINGS[ending]]
    return [base + ending]


def replace_words(
    words: Sequence[Word], replace: Mapping[tuple[str, ...], tuple[str, ...]]
) -> list[Word]:
    """The words with abbreviations written out and split negations joined.

    Each new word has the offsets of all that it replaces.
    """
    result: list[Word] = []
    position = 0
    while position < len(words):
        for length in range(min(LONGEST_REPLACED, len(words) - position), 0, -1):
            source = words[position : position + length]
            target = replace.get(tuple(word.form for word in source))
            if target is not None:
                result += [Word(form, source[0].start, source[-1].end) for form in target]
                position += length
                break
        else:
            result.append(words[position])
            position += 1
    return result


def repair_words(words: Iterable[Word], repair: Callable[[Word], Sequence[str]]) -> list[Word]:
    """The words with typing mistakes mended; a word may become two ("stiffneck")."""
    result: list[Word] = []
    for word in words:
        if not word.form.isalpha():
            result.append(word)
            continue
        result += [Word(form, word.start, word.end) for form in repair(word)]
    return result


def is_like_a_name(text: str, word: Word) -> bool:
    """True for a word that is sent with a capital although no sentence begins with it."""
    if not text[word.start].isupper() or not text[word.start + 1 : word.end].islower():
        return False
    before = text[: word.start].rstrip()
    return bool(before) and before[-1] not in ".!?:\n" and text[word.start - 1] != "\n"
