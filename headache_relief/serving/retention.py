"""Erases conversations that are older than the site keeps them."""

from __future__ import annotations

import asyncio
import logging
from typing import Awaitable, Callable

from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

SECONDS_A_DAY = 24 * 60 * 60
SECONDS_A_MINUTE = 60


async def keep_erasing(store: SqlTrackerStore, days: int) -> None:
    """Erases now, and once a day, what has had no message for `days` days; runs until cancelled.

    Every minute it forgets conversations that were an hour in memory without a consent.
    """
    await asyncio.gather(
        _keep_doing(lambda: store.delete_older_than(days), SECONDS_A_DAY),
        _keep_doing(store.forget_old, SECONDS_A_MINUTE),
    )


async def _keep_doing(work: Callable[[], Awaitable[object]], seconds: float) -> None:
    while True:
        try:
            await work()
        except StoreError as error:
            logger.error("Old conversations were not erased, which is tried again later: %s", error)
        await asyncio.sleep(seconds)
