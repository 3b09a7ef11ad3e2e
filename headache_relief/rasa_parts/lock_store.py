"""A lock store for Rasa that wakes the next message at once, in the order of arrival.

In endpoints.yml: `lock_store: {type: headache_relief.rasa_parts.lock_store.EventLockStore}`.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager
from typing import AsyncIterator, Optional

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LOCK_LIFETIME, LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

TAKES_TOO_LONG = "The message before this one takes too long; please try again."


class EventLockStore(LockStore):
    """Lets one message of a conversation in at a time, first come first served.

    It works within one process and one event loop.
    """

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None) -> None:
        """Rasa hands over the endpoint's configuration; nothing in it is needed."""
        # The turn at the head of a conversation's queue is done: it holds the lock.
        self._queues: dict[str, deque[asyncio.Future[None]]] = {}

    @asynccontextmanager
    async def lock(
        self,
        conversation_id: str,
        lock_lifetime: float = LOCK_LIFETIME,
        wait_time_in_seconds: float = 1,
    ) -> AsyncIterator[TicketLock]:
        """Waits for the conversation's turn, at most `lock_lifetime` seconds.

        Raises LockError when the messages before it take longer. `wait_time_in_seconds` is of the
        interface; nothing is polled here.
        """
        queue = self._queues.setdefault(conversation_id, deque())
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.append(turn)
        _wake_head(queue)
        try:
            # Unlike wait_for, wait can't lose a turn that comes just as the time is up.
            await asyncio.wait({turn}, timeout=lock_lifetime)
            if not turn.done():
                raise LockError(TAKES_TOO_LONG)
            yield TicketLock(conversation_id)
        finally:
            queue.remove(turn)
            _wake_head(queue)
            if not queue:
                del self._queues[conversation_id]

    def is_someone_waiting(self, conversation_id: str) -> bool:
        """Whether a message of this conversation holds the lock or waits for it."""
        return conversation_id in self._queues

    async def is_busy(self, conversation_id: str) -> bool:
        """Whether a message of this conversation is in work anywhere."""
        return self.is_someone_waiting(conversation_id)

    def conversations(self) -> int:
        """How many conversations have a message in work."""
        return len(self._queues)

    def close(self) -> None:
        """Nothing of it outlives the process."""


def _wake_head(queue: deque[asyncio.Future[None]]) -> None:
    if queue and not queue[0].done():
        queue[0].set_result(None)
