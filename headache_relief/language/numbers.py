"""Reads numbers in digits and in words."""

from __future__ import annotations

import re
from typing import AbstractSet, Optional, Sequence

from headache_relief.language.words import Word

UNITS = {
    "zero": 0.0,
    "one": 1.0,
    "two": 2.0,
    "three": 3.0,
    "four": 4.0,
    "five": 5.0,
    "six": 6.0,
    "seven": 7.0,
    "eight": 8.0,
    "nine": 9.0,
    "ten": 10.0,
    "eleven": 11.0,
    "twelve": 12.0,
    "thirteen": 13.0,
    "fourteen": 14.0,
    "fifteen": 15.0,
    "sixteen": 16.0,
    "seventeen": 17.0,
    "eighteen": 18.0,
    "nineteen": 19.0,
}
TENS = {
    "twenty": 20.0,
    "thirty": 30.0,
    "forty": 40.0,
    "fourty": 40.0,
    "fifty": 50.0,
    "sixty": 60.0,
    "seventy": 70.0,
    "eighty": 80.0,
    "ninety": 90.0,
}
ROUGH = "ish"
AMOUNTS = {"couple": 2.0, "few": 3.0, "several": 4.0, "dozen": 12.0}
THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:,\d{3})+")
NUMBER_WORDS = frozenset([*UNITS, *TENS, *AMOUNTS, "hundred"])


def digits(form: str) -> Optional[float]:
    """The value of a number in ASCII digits, with a point or a comma; None for anything else.

    "20ish" is 20; a comma before three digits parts thousands ("14,000").
    """
    form = form.removesuffix(ROUGH) or form
    if not form[0].isdigit() or not form.isascii() or len(form) > 9:
        return None
    if THOUSANDS.fullmatch(form):
        return float(form.replace(",", ""))
    try:
        return float(form.replace(",", "."))
    except ValueError:
        return None


def read_numbers(words: Sequence[Word]) -> list[Word]:
    """The words with their numbers set; "seventy four" becomes one word."""
    result: list[Word] = []
    position = 0
    while position < len(words):
        word = words[position]
        value, length = _spoken(words, position)
        if value is None:
            word.number = digits(word.form)
            result.append(word)
            position += 1
            continue
        last = words[position + length - 1]
        result.append(Word(word.form, word.start, last.end, number=value))
        position += length
    return result


def _spoken(words: Sequence[Word], position: int) -> tuple[Optional[float], int]:
    form = words[position].form
    plain = form.removesuffix(ROUGH)
    form = plain if plain in UNITS or plain in TENS else form
    following = words[position + 1].form if position + 1 < len(words) else ""
    if form in TENS:
        if following == "-" and position + 2 < len(words):
            unit = UNITS.get(words[position + 2].form, 0.0)
            if 1 <= unit <= 9:
                return TENS[form] + unit, 3
        unit = UNITS.get(following, 0.0)
        return (TENS[form] + unit, 2) if 1 <= unit <= 9 else (TENS[form], 1)
    if form in UNITS:
        if following == "hundred":
            return _hundreds(words, position, UNITS[form])
        return UNITS[form], 1
    if form == "hundred":
        return 100.0, 1
    if form in AMOUNTS:
        return AMOUNTS[form], 1
    return None, 0


def _hundreds(words: Sequence[Word], position: int, hundreds: float) -> tuple[float, int]:
    value, length = hundreds * 100, 2
    rest = position + 2
    if rest < len(words) and words[rest].form == "and":
        rest += 1
    if rest < len(words):
        form = words[rest].form
        if form in TENS or form in UNITS:
            more, used = _spoken(words, rest)
            return value + (more or 0.0), rest - position + used
    return value, length


def lone_number(words: Sequence[Word], around: AbstractSet[str]) -> Optional[float]:
    """The number that a message is little more than; the middle of a range; else None.

    `around` are the words that may stand beside it.
    """
    values: list[float] = []
    for word in words:
        if word.number is not None:
            values.append(word.number)
        elif word.is_word and word.lemma not in around:
            return None
    if len(values) == 2 and values[1] == 10 and any(w.form in {"/", "of"} for w in words):
        return values[0]
    if len(values) == 2 and values[0] < values[1]:
        return sum(values) / 2
    return values[0] if len(values) == 1 else None
