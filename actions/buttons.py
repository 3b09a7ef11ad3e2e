"""Buttons whose payload is their own title: pressing one is the same as typing it."""

from __future__ import annotations

from typing import Sequence


def buttons(titles: Sequence[str]) -> list[dict[str, str]]:
    """One button a title, in order."""
    return [{"title": title, "payload": title} for title in titles]
