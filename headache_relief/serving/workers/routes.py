"""Which worker a request goes to."""

from __future__ import annotations

import hashlib
import secrets
from typing import Mapping, Sequence

ROUTE = "route"
WEBHOOKS, WEB = "webhooks", "web"


def route_of(path: str, query: Mapping[str, str]) -> str:
    """What a request is led by: its talk's route; for Telegram and Slack their name; else chance.

    What people say before they agree is in one worker's memory only, so all that Telegram
    delivers must reach the same one.
    """
    if query.get(ROUTE):
        return query[ROUTE]
    first, _, rest = path.strip("/").partition("/")
    channel = rest.partition("/")[0]
    if first == WEBHOOKS and channel and channel != WEB:
        return channel
    return secrets.token_hex(8)


def by_preference(route: str, places: Sequence[int]) -> list[int]:
    """The places of workers in the order in which they would take a route.

    When one goes, only its own routes move, and they move evenly to all the others.
    """
    return sorted(places, key=lambda place: hashlib.blake2b(f"{place} {route}".encode()).digest())
