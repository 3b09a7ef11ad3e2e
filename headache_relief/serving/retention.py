"""Erases conversations that are older than the site keeps them."""

from __future__ import annotations

import asyncio
import logging

from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

SECONDS_A_DAY = 24 * 60 * 60


async def keep_erasing(store: SqlTrackerStore, days: int) -> None:
    """Erases now, and once a day, what has had no message for `days` days; runs until cancelled."""
    while True:
        try:
            await store.delete_older_than(days)
        except StoreError as error:
            logger.error(
                "Old conversations were not erased, which is tried again tomorrow: %s", error
            )
        await asyncio.sleep(SECONDS_A_DAY)
