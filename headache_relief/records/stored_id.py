"""How a conversation's id is written in a database."""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes


def stored_id(conversation: str) -> str:
    """The id as plain ASCII, different for every id; `original_id` reads it back.

    Databases refuse a NUL, and a lone surrogate can't be written as UTF-8.
    """
    return quote(conversation.encode("utf-8", "surrogatepass"), safe=" !#$&'()*+,/:;=?@[]|")


def original_id(stored: str) -> str:
    """The id that `stored_id` wrote."""
    return unquote_to_bytes(stored).decode("utf-8", "surrogatepass")
