"""Work that only one of all workers does, such as asking Telegram for messages."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Awaitable, Callable, Protocol

from headache_relief.records.advisory_locks import AdvisoryLocks, Held
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_TRIES = 1.0
SECONDS_BETWEEN_LOOKS = 0.25

Work = Callable[[], Awaitable[None]]


class Leadership(Protocol):
    """Decides which worker does such work."""

    async def lead(self, name: str, work: Work) -> None:
        """Does the work whenever this worker is the one with the lead; runs until cancelled.

        The work is cancelled when the lead is lost.
        """


class OnlyWorker:
    """The lead of whoever has no others beside it."""

    async def lead(self, name: str, work: Work) -> None:
        """Does the work; runs until that ends."""
        await work()


class SharedLead:
    """The lead goes to whoever holds a lock in the database that all workers share.

    While that database is away nobody else can take it, and who has it goes on: people must be
    heard. It is given up only to somebody who has it now.
    """

    def __init__(self, locks: AdvisoryLocks) -> None:
        self._locks = locks

    async def lead(self, name: str, work: Work) -> None:
        """See Leadership."""
        lock = f"lead {name}"
        while True:
            try:
                held = await self._locks.take_if_free(lock)
            except StoreError:
                held = None
            if held is not None:
                await self._lead(lock, held, work)
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)

    async def _lead(self, lock: str, held: Held, work: Work) -> None:
        working = asyncio.ensure_future(work())
        try:
            while True:
                await asyncio.wait({working}, timeout=SECONDS_BETWEEN_LOOKS)
                if working.done():
                    fault = type(working.exception()).__name__
                    logger.error("The work of the %s ended (%s); it begins anew.", lock, fault)
                    return
                if not held.connection.closed:
                    continue
                with suppress(StoreError):
                    again = await self._locks.take_if_free(lock)
                    if again is None:
                        logger.error("The %s was lost; whoever has it now goes on.", lock)
                        return
                    held = again
        finally:
            working.cancel()
            await asyncio.wait({working})
            await self._locks.free(held)
