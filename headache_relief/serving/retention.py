"""Erases conversations that are older than the site keeps them."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Awaitable, Callable

from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

SECONDS_A_DAY = 24 * 60 * 60
SECONDS_AN_HOUR = 60 * 60
SECONDS_A_MINUTE = 60


class Days:
    """Tells whether the machine's clock goes on as time does."""

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        passing: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clock, self._passing = clock, passing
        self._last = (clock(), passing())

    def jumped_ahead(self) -> float:
        """By how many seconds the clock went ahead of time since the last call."""
        before, now = self._last, (self._clock(), self._passing())
        self._last = now
        return (now[0] - before[0]) - (now[1] - before[1])


async def keep_erasing(store: SqlTrackerStore, days: int) -> None:
    """Erases now, and once a day, what has had no message for `days` days; runs until cancelled.

    Every minute it forgets conversations that were an hour in memory without a consent.
    """
    clock = Days()
    await asyncio.gather(
        _keep_doing(lambda: _erase_old(store, days, clock), SECONDS_A_DAY),
        _keep_doing(store.forget_old, SECONDS_A_MINUTE),
    )


async def _erase_old(store: SqlTrackerStore, days: int, clock: Days) -> None:
    """A clock that jumped makes everything look old: that leaves a day to set it right."""
    ahead = clock.jumped_ahead()
    if ahead > SECONDS_A_DAY:
        logger.error(
            "The machine's clock jumped ahead by %d days: nothing is erased until tomorrow; "
            "check the clock.",
            ahead // SECONDS_A_DAY,
        )
        return
    await store.delete_older_than(days)


async def _keep_doing(work: Callable[[], Awaitable[object]], seconds: float) -> None:
    while True:
        pause = seconds
        try:
            await work()
        except StoreError as error:
            logger.error("Old conversations were not erased, which is tried again later: %s", error)
            pause = min(seconds, SECONDS_AN_HOUR)
        await asyncio.sleep(pause)
