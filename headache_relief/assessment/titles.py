"""Recognises the titles of buttons and places in what was typed or sent."""

from __future__ import annotations

import re
from typing import Mapping, Optional, Sequence

from rapidfuzz.distance import OSA

LETTERS_TO_A_SLIP = 8  # of a title that is typed instead of tapped
MOST_SLIPS = 2
DIGITS = re.compile(r"\d+")


def plain(text: str) -> str:
    """The text without case, punctuation and extra spaces, for comparing titles."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.replace("'", "").replace("’", "")).lower().split())


def titled(text: str, titles: Sequence[str]) -> tuple[int, ...]:
    """The positions of the titles that the text consists of (several are separated by commas)."""
    wanted = {plain(title): position for position, title in enumerate(titles)}
    whole = _position(plain(text), wanted)
    if whole is not None:
        return (whole,)
    parts = [plain(part) for part in re.split(r"[,;\n]", text) if plain(part)]
    positions = [_position(part, wanted) for part in parts]
    named = tuple(dict.fromkeys(position for position in positions if position is not None))
    return named if None not in positions else ()


def _position(text: str, wanted: Mapping[str, int]) -> Optional[int]:
    """The title that the text is, or is with a slip of the finger or two in a long one.

    The first letter and all digits must be right: "one of these" is not "none of these".
    """
    if text in wanted:
        return wanted[text]
    for title, position in wanted.items():
        slips = min(len(title) // LETTERS_TO_A_SLIP, MOST_SLIPS)
        alike = text[:1] == title[:1] and DIGITS.findall(text) == DIGITS.findall(title)
        if slips and alike and OSA.distance(text, title) <= slips:
            return position
    return None
