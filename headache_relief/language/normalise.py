"""Cleans a message character by character and keeps where every character came from."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Mapping

APOSTROPHES = frozenset("’‘`´ʼ＇′")
DOUBLE_QUOTES = frozenset("“”„«»＂″")
DASHES = frozenset("‐‑‒–—―−")
DENIED_PICTURE = re.compile(r"\b(?:no|not|without|zero)\s*$", re.IGNORECASE)
IGNORED_CATEGORIES = frozenset({"Cf", "Cs", "Co", "Cn", "Mn", "Me"})


@dataclass(frozen=True)
class CleanText:
    """A message in lower case without oddities; `origins[i]` is where character i was sent."""

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the message as sent of the clean characters from `start` to `end`."""
        return self.origins[start], self.origins[end - 1] + 1


def clean(text: str, pictures: Mapping[str, str]) -> CleanText:
    """The message in NFKC and lower case, without control characters and surrogates.

    `pictures` says what an emoji stands for; its words are set off by commas, since a picture is
    never part of the sentence beside it, but for a denial right before it.
    """
    characters: list[str] = []
    origins: list[int] = []
    for position, character in enumerate(text):
        plain = _plain(character, pictures)
        if character in pictures and DENIED_PICTURE.search(text[max(0, position - 9) : position]):
            plain = plain.removeprefix(" ,")
        characters.append(plain)
        origins.extend([position] * len(plain))
    return CleanText("".join(characters), tuple(origins))


def _plain(character: str, pictures: Mapping[str, str]) -> str:
    if character.isascii():
        if character.isprintable() or character == "\n":
            return character.lower()
        return "\n" if character == "\r" else " "
    if character in pictures:
        return f" , {pictures[character]} , "
    if character in APOSTROPHES:
        return "'"
    if character in DOUBLE_QUOTES:
        return '"'
    if character in DASHES:
        return "-"
    category = unicodedata.category(character)
    if category in IGNORED_CATEGORIES:
        return ""
    if category[0] == "Z":
        return "\n" if category in ("Zl", "Zp") else " "
    if category == "Cc":
        return " "
    return unicodedata.normalize("NFKC", character).lower()
