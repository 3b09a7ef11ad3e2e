"""Deliveries that Slack waits for to be acknowledged; they go before the answers."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager
from typing import Iterator

LONGEST_REST = 5.0  # seconds that an answer waits for them at most


class Intake:
    """Knows when no delivery is under way."""

    def __init__(self) -> None:
        self._under_way = 0
        self._quiet = asyncio.Event()
        self._quiet.set()

    @contextmanager
    def delivery(self) -> Iterator[None]:
        """One delivery, from its arrival to its acknowledgement."""
        self._under_way += 1
        self._quiet.clear()
        try:
            yield
        finally:
            self._under_way -= 1
            if self._under_way == 0:
                self._quiet.set()

    async def rest(self) -> None:
        """Returns once no delivery is under way, or after five seconds."""
        if self._quiet.is_set():
            return
        try:
            await asyncio.wait_for(self._quiet.wait(), LONGEST_REST)
        except asyncio.TimeoutError:
            return
