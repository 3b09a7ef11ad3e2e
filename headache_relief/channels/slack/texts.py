"""Slack's way of writing: out of it what a person said, into it what the assistant says."""

from __future__ import annotations

import html
import re
from typing import Iterator

MARKS = re.compile(r"<([^<>]*)>")
NAMED = ("@", "!subteam", "!date")
LONGEST_SECTION = 3_000
MOST_CHARACTERS = 4_000  # of a message of a person: what Slack itself advises as the most


def plain(text: str) -> str:
    """What a person wrote, without mentions and with links as they read."""
    return html.unescape(re.sub(r"[ \t]+", " ", MARKS.sub(_read, text))).strip()


def escaped(text: str) -> str:
    """The text with the three characters escaped that Slack reads as marks."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def shortened(text: str, most: int) -> str:
    """The text in at most so many characters, its end marked when something is missing."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def pieces(text: str, most: int = LONGEST_SECTION) -> Iterator[str]:
    """The text in pieces of at most so many characters, parted at lines, else at words."""
    rest = text.strip()
    while len(rest) > most:
        end = max(rest.rfind("\n", 1, most), 0) or max(rest.rfind(" ", 1, most), 0) or most
        yield rest[:end].rstrip()
        rest = rest[end:].lstrip()
    if rest:
        yield rest


def _read(mark: re.Match[str]) -> str:
    target, _, label = mark.group(1).partition("|")
    if target.startswith(NAMED):
        return " "
    if label:
        return f"#{label}" if target.startswith("#") else label
    return target.lstrip("!#").removeprefix("mailto:").removeprefix("tel:")
