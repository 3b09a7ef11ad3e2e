"""What every channel does to a text before the assistant sees it."""

from __future__ import annotations

MOST_CHARACTERS = 20_000  # about 3,500 words, which take some two seconds to read
KEPT_OF_THE_END = 5_000


def clean(text: str) -> str:
    """The text without a leading slash (a typed `/intent` is only text) and within the limit.

    Of a longer one the beginning and the end are kept: what is worst is often told last. Lone
    surrogates and NUL characters are dropped: a database can't store them.
    """
    storable = text.encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")
    whole = storable.lstrip().lstrip("/")
    if len(whole) <= MOST_CHARACTERS:
        return whole
    return f"{whole[: MOST_CHARACTERS - KEPT_OF_THE_END - 1]}\n{whole[-KEPT_OF_THE_END:]}"
