"""Reads numbers in digits and in words."""

from __future__ import annotations

from typing import Optional, Sequence

from headache_relief.language.words import Word

UNITS = {
    word: float(value)
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
TENS = {
    word: float(10 * value)
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
NUMBER_WORDS = frozenset([*UNITS, *TENS, "hundred", "fourty", "couple", "few", "several", "dozen"])
# What may stand around a number that is the whole answer.
AROUND_A_NUMBER = frozenset(
    "about around roughly nearly almost over like maybe probably perhaps say a an or to the my it i "
    "be of out day days time month months week years year old per each every think guess would so "
    "just only now at up think degrees ish approx please sorry um er oh hmm well ok".split()
)
AMOUNTS = {"couple": 2.0, "few": 3.0, "several": 4.0, "dozen": 12.0}


def digits(form: str) -> Optional[float]:
    """The value of a number in ASCII digits, with a point or a comma; None for anything else."""
    if not form[0].isdigit() or not form.isascii() or len(form) > 9:
        return None
    try:
        return float(form.replace(",", "."))
    except ValueError:
        return None


def read_numbers(words: Sequence[Word]) -> list[Word]:
    """The words with their numbers set; "seventy four" and "two hundred and ten" become one word."""
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


def lone_number(words: Sequence[Word]) -> Optional[float]:
    """The number that a message is little more than; the middle of a range; else None."""
    values: list[float] = []
    for word in words:
        if word.number is not None:
            values.append(word.number)
        elif word.is_word and word.lemma not in AROUND_A_NUMBER:
            return None
    if len(values) == 2 and values[1] == 10 and any(w.form in {"/", "of"} for w in words):
        return values[0]
    if len(values) == 2 and values[0] < values[1]:
        return sum(values) / 2
    return values[0] if len(values) == 1 else None
