"""Strings that stand nowhere else, planted wherever people and strangers put something in."""

from __future__ import annotations

import random
import string
from dataclasses import dataclass, field

LETTERS_OF_A_WORD = 12
LETTERS_OF_AN_ID = 12


@dataclass
class Planted:
    """What was planted, and where; the same at every run."""

    where: dict[str, str] = field(default_factory=dict)
    _random: random.Random = field(default_factory=lambda: random.Random(20))

    def word(self, where: str) -> str:
        """A word of small letters."""
        return self._kept(self._letters(string.ascii_lowercase, LETTERS_OF_A_WORD), where)

    def code(self, where: str) -> str:
        """Capital letters, as in the ids of platforms."""
        return self._kept(self._letters(string.ascii_uppercase, LETTERS_OF_AN_ID), where)

    def number(self, where: str) -> int:
        """A number of twelve figures, as in the ids of platforms."""
        return int(self._kept(str(self._random.randrange(10**11, 10**12)), where))

    def address(self, where: str) -> str:
        """An address of the internet."""
        parts = (self._random.randrange(100, 255) for _ in range(3))
        return self._kept(f"10.{'.'.join(map(str, parts))}", where)

    def _letters(self, letters: str, count: int) -> str:
        return "".join(self._random.choice(letters) for _ in range(count))

    def _kept(self, value: str, where: str) -> str:
        assert value not in self.where
        self.where[value] = where
        return value

    def found_in(self, text: str) -> list[str]:
        """What of it the text holds, each with where it was planted."""
        low = text.lower()
        return [f"{value} ({where})" for value, where in self.where.items() if value.lower() in low]
