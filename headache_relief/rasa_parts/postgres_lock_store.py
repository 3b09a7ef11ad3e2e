"""A lock store for Rasa whose locks all workers on one PostgreSQL share.

It takes the place of the lock store of endpoints.yml whenever conversations are kept in PostgreSQL.
"""

from __future__ import annotations

import logging
import time
from contextlib import asynccontextmanager
from typing import AsyncIterator, Optional

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError
from rasa.utils.endpoints import EndpointConfig

from headache_relief.rasa_parts.held_lock import held_lock
from headache_relief.rasa_parts.lock_store import TAKES_TOO_LONG, EventLockStore
from headache_relief.records.advisory_locks import AdvisoryLocks, Held, WaitedTooLong
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)


class PostgresLockStore(EventLockStore):
    """Lets one message of a conversation in at a time, over all workers.

    Messages of one worker wait for one another in the order of arrival; the first of each worker
    then waits for the other workers'. While the database is away a worker goes on by itself:
    nothing can be written then, and a turn that is overtaken is not written later either.
    """

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None) -> None:
        """The endpoint's `url` is the address of the database."""
        if endpoint_config is None or not endpoint_config.url:
            raise StoreError("The lock store needs the database's address as `url`.")
        super().__init__(endpoint_config)
        self.shared = AdvisoryLocks(endpoint_config.url)

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncIterator[TicketLock]:
        """Waits for the conversation's turn, at most `lock_lifetime` seconds; LockError."""
        until = time.monotonic() + lock_lifetime
        async with super().lock(conversation_id, lock_lifetime) as ticket:
            held = await self._take(conversation_id, until - time.monotonic())
            before = held_lock.set(held)
            try:
                yield ticket
            finally:
                held_lock.reset(before)
                if held is not None:
                    self.shared.free_soon(held)

    async def is_busy(self, conversation_id: str) -> bool:
        """Whether a message of this conversation is in work in any worker. StoreError."""
        if self.is_someone_waiting(conversation_id):
            return True
        return await self.shared.is_held(_name(conversation_id))

    def close(self) -> None:
        self.shared.close()

    async def _take(self, conversation: str, seconds: float) -> Optional[Held]:
        try:
            return await self.shared.take(_name(conversation), seconds)
        except WaitedTooLong:
            raise LockError(TAKES_TOO_LONG) from None
        except StoreError as error:
            logger.error("A conversation is locked in this worker only: %s", error)
            return None


def _name(conversation: str) -> str:
    return f"conversation {conversation}"
