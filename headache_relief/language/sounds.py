"""A rough key of how an English word sounds, so that words spelled by ear meet: "stroak"."""

from __future__ import annotations

import re

# Two spellings of one sound, the more particular first.
SPELLINGS = (
    ("ph", "f"),
    ("ght", "t"),
    ("ck", "k"),
    ("ch", "k"),
    ("sch", "sk"),
    ("x", "ks"),
    ("q", "k"),
    ("z", "s"),
    ("ce", "se"),
    ("ci", "si"),
    ("cy", "sy"),
    ("c", "k"),
)
REPEATED = re.compile(r"(.)\1+")
UNHEARD = re.compile(r"[aeiouywh]")


def sound(word: str) -> str:
    """The consonants of a word in lower case as they sound; a vowel counts only at its start."""
    for spelling, heard in SPELLINGS:
        word = word.replace(spelling, heard)
    first = "a" if word[:1] in "aeiou" else ""
    return first + REPEATED.sub(r"\1", UNHEARD.sub("", word))
