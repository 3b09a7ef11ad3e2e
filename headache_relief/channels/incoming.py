"""What every channel does to a text before the assistant sees it."""

from __future__ import annotations

MOST_CHARACTERS = 10_000


def clean(text: str) -> str:
    """The text without a leading slash (a typed `/intent` is only text) and within the limit.

    Lone surrogates and NUL characters are dropped: a database can't store them.
    """
    storable = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")
    return storable.lstrip().lstrip("/")[:MOST_CHARACTERS]
