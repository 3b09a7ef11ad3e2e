"""Rough versions of a message, as people type them; what is meant stays the same."""

from __future__ import annotations

import re
from random import Random
from typing import Callable, Mapping

# Letters that lie beside each other on a phone's keyboard.
NEIGHBOURS = {
    "a": "sqz", "b": "vgn", "c": "xdv", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht",
    "h": "gjy", "i": "uok", "j": "hku", "k": "jli", "l": "ko", "m": "nj", "n": "bmh",
    "o": "ipl", "p": "ol", "q": "wa", "r": "etf", "s": "adw", "t": "ryg", "u": "yij",
    "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xa",
}  # fmt: skip
SHORTEST_MISTYPED = 5  # letters: a shorter word with a letter wrong is often another word
MISTYPED = 0.2  # share of the words that are long enough
FILLERS = ("um", "so", "like", "well", "ok so", "you know", "i mean", "honestly")
BEFORE = (
    "Hello, thank you for reading this. ",
    "Hi there, first time writing here. ",
    "Sorry to bother you with this. ",
)
AFTER = (
    " Thanks for any help.",
    " I work at a desk most days.",
    " What would you suggest?",
)

Noise = Callable[[str, Random], str]


def mistyped(text: str, random: Random) -> str:
    """About a fifth of the longer words, one at least, with one letter swapped, lost or missed."""
    words = re.split(r"(\s+)", text)
    long = [i for i, word in enumerate(words) if len(word) >= SHORTEST_MISTYPED and word.isalpha()]
    chosen = random.sample(long, max(1, round(len(long) * MISTYPED))) if long else []
    for i in chosen:
        words[i] = _one_mistake(words[i], random)
    return "".join(words)


def shouted(text: str, random: Random) -> str:
    """All in capitals."""
    return text.upper()


def lower_case(text: str, random: Random) -> str:
    """All in small letters."""
    return text.lower()


def without_apostrophes(text: str, random: Random) -> str:
    """Such as "cant" for "can't"."""
    return re.sub(r"(?<=\w)['’](?=\w)", "", text)


def without_spaces_after_commas(text: str, random: Random) -> str:
    """Such as "sick,dizzy"."""
    return text.replace(", ", ",")


def with_fillers(text: str, random: Random) -> str:
    """A word that says nothing at the beginning, and another somewhere."""
    words = text.split(" ")
    words.insert(random.randint(0, len(words)), random.choice(FILLERS))
    return " ".join([random.choice(FILLERS), *words])


def drawn_out(text: str, random: Random) -> str:
    """One word with its last letter repeated, such as "paiiin" or "soooo"."""
    words = re.split(r"(\s+)", text)
    spoken = [i for i, word in enumerate(words) if len(word) > 1 and word.isalpha()]
    if spoken:
        i = random.choice(spoken)
        at = random.randrange(1, len(words[i]))
        words[i] = words[i][:at] + words[i][at] * 3 + words[i][at + 1 :]
    return "".join(words)


def after_another(text: str, random: Random) -> str:
    """A harmless message before it."""
    return random.choice(BEFORE) + text


def before_another(text: str, random: Random) -> str:
    """A harmless message after it."""
    return text.rstrip(" .") + "." + random.choice(AFTER)


NOISES: Mapping[str, Noise] = {
    "typos": mistyped,
    "capitals": shouted,
    "small letters": lower_case,
    "no apostrophes": without_apostrophes,
    "no spaces after commas": without_spaces_after_commas,
    "filler words": with_fillers,
    "letters drawn out": drawn_out,
    "a message before": after_another,
    "a message after": before_another,
}


def _one_mistake(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    kind = random.choice(("swapped", "lost", "doubled", "missed"))
    if kind == "swapped":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == "lost":
        return word[:at] + word[at + 1 :]
    if kind == "doubled":
        return word[:at] + word[at] + word[at:]
    letter = random.choice(NEIGHBOURS.get(word[at].lower(), "e"))
    return word[:at] + letter + word[at + 1 :]
