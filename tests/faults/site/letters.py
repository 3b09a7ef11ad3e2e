"""Texts as they can be compared between platforms."""

from __future__ import annotations

import re

LETTERS = re.compile(r"\w+")


def letters(text: str) -> str:
    """The text without what platforms write differently."""
    return "".join(LETTERS.findall(text)).lower()
