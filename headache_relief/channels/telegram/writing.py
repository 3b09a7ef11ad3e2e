"""Text as Telegram takes it: HTML with everything escaped, in parts that are short enough."""

from __future__ import annotations

import re
from html import escape

MOST_CHARACTERS = 4096  # as Telegram counts them, in UTF-16
MOST_OF_A_CAPTION = 1024
BORDERS = (r"\n\n", r"\n", r"(?<=[.!?])\s+", r"\s+", "")  # where a text may be parted, best first


def html_of(text: str) -> str:
    """The text with nothing in it that Telegram reads as a sign of its own."""
    return escape(text, quote=False)


def length_of(text: str) -> int:
    """The text's length as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parts_of(text: str, most: int = MOST_CHARACTERS) -> list[str]:
    """The text in parts of at most `most` characters, parted at paragraphs if that can be."""
    return _parts(text, most, BORDERS) if text.strip() else []


def _parts(text: str, most: int, borders: tuple[str, ...]) -> list[str]:
    if length_of(text) <= most:
        return [text]
    border, *worse = borders
    pieces = [text[start : start + most // 2] for start in range(0, len(text), most // 2)]
    if border:
        pieces = _with_borders(text, border)
    parts: list[str] = []
    for piece in pieces:
        if parts and length_of(parts[-1] + piece.rstrip()) <= most:
            parts[-1] += piece
        elif length_of(piece.rstrip()) <= most:
            parts.append(piece)
        else:
            parts += _parts(piece, most, tuple(worse))
    return [part.strip() for part in parts if part.strip()]


def _with_borders(text: str, border: str) -> list[str]:
    """The pieces between borders, each with the border that follows it."""
    ends = [found.end() for found in re.finditer(border, text)] + [len(text)]
    starts = [0, *ends]
    return [text[start:end] for start, end in zip(starts, ends)]
