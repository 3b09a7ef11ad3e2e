"""A cheap guess of the language a message is written in."""

from __future__ import annotations

import unicodedata
from typing import Callable, Mapping, Sequence

from headache_relief.language.words import Word

SCRIPTS = {
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "HANGUL": "ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "THAI": "th",
    "DEVANAGARI": "hi",
    "BENGALI": "bn",
    "TAMIL": "ta",
}
FEWEST_WORDS = 3
ENGLISH_SHARE = 0.7
FOREIGN_SHARE = 0.34


def guess_language(
    words: Sequence[Word],
    is_english: Callable[[str], bool],
    small_words: Mapping[str, frozenset[str]],
) -> str:
    """An ISO 639-1 code, or "other"; "en" when the message is too short to tell.

    `small_words` holds the commonest words of some languages.
    """
    forms = [word.form for word in words if word.form.isalpha()]
    if not forms:
        return "en"
    foreign_script = _script("".join(forms))
    if foreign_script:
        return foreign_script
    if len(forms) < FEWEST_WORDS:
        return "en"
    english = sum(is_english(form) for form in forms) / len(forms)
    shares = {
        code: sum(form in known for form in forms) / len(forms)
        for code, known in small_words.items()
    }
    best = max(shares, key=lambda code: shares[code], default="")
    if best and shares[best] >= FOREIGN_SHARE and english < ENGLISH_SHARE:
        return best
    return "other" if english < 1 - ENGLISH_SHARE and len(forms) > FEWEST_WORDS else "en"


def _script(letters: str) -> str:
    """The language of a script other than Latin that most letters are in, or ""."""
    latin = sum(letter.isascii() or "LATIN" in unicodedata.name(letter, "") for letter in letters)
    if latin * 2 >= len(letters):
        return ""
    names = " ".join(unicodedata.name(letter, "") for letter in letters[:200])
    for script, code in SCRIPTS.items():
        if script in names:
            return code
    return "other"
