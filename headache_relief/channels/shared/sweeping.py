"""Takes up what nobody works on: after a crash, or when another worker died."""

from __future__ import annotations

import asyncio
import logging
import time
from math import inf
from typing import Awaitable, Callable

from headache_relief.channels.shared.answering import SECONDS_UNTIL_LEFT_ALONE, Answering
from headache_relief.channels.shared.turns import Received
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.database import StoreError
from headache_relief.records.outbox import READ_AS_A_WHOLE

logger = logging.getLogger(__name__)

SECONDS_BETWEEN = 2.0


class Sweeper:
    """Looks through the inbox and the outbox of one channel.

    `is_ours` tells of a conversation and a message whether this process works on it; `take` gets
    what is taken up. While another worker is `busy` with a conversation none of its messages is.
    """

    def __init__(
        self,
        channel: str,
        records: ChannelRecords,
        answering: Answering,
        is_ours: Callable[[str, str], bool],
        take: Callable[[Received], None],
        busy: Callable[[str], Awaitable[bool]],
    ) -> None:
        self._channel = channel
        self._records = records
        self._answering = answering
        self._is_ours = is_ours
        self._take = take
        self._busy = busy
        self._fails = False

    async def at_start(self) -> None:
        """Takes up what an earlier run left, answers before messages. StoreError.

        Where other workers share the database, only what they left alone for some seconds.
        """
        await self._sweep(self._long_ago() if self._records.shared else inf)

    async def run(self) -> None:
        """Looks every two seconds until cancelled."""
        while True:
            await asyncio.sleep(SECONDS_BETWEEN)
            try:
                await self._answering.note_unkept()
                for key in list(self._answering.delivering):
                    await self._records.claim(self._channel, *key, before=time.time() - 1)
                await self._records.ask_due(self._channel, time.time())
                await self._sweep(self._long_ago())
                self._fails = False
            except StoreError as error:
                if not self._fails:  # once until it is back
                    logger.error("What others left can't be looked for: %s", error)
                self._fails = True

    async def _sweep(self, before: float) -> None:
        left_alone: set[str] = set()  # what comes later there must not come first
        taken_up: set[str] = set()
        for left in await self._records.undelivered(self._channel, before):
            key = (left.conversation, left.message_id)
            if self._is_ours(*key):
                continue
            if left.conversation in left_alone or not await self._claim(key, before):
                left_alone.add(left.conversation)
            else:
                self._take(Received(*key, "", delivered=left.delivered))
        for waiting in await self._records.unanswered(self._channel, before):
            key = (waiting.conversation, waiting.message_id)
            if self._is_ours(*key) or waiting.conversation in left_alone:
                continue
            # Decided once: what is taken up makes the conversation busy for what comes behind it.
            if waiting.conversation not in taken_up and await self._others_work_in(key[0]):
                left_alone.add(waiting.conversation)
                continue
            taken_up.add(waiting.conversation)
            self._take(Received(*key, waiting.content, again=True))

    async def _claim(self, key: tuple[str, str], before: float) -> bool:
        return await self._records.claim(self._channel, *key, before=before)

    async def _others_work_in(self, conversation: str) -> bool:
        return await self._busy(conversation) or await self._others_deliver_in(conversation)

    async def _others_deliver_in(self, conversation: str) -> bool:
        """Whether answers of the conversation are left that this process does not deliver."""
        if self._channel in READ_AS_A_WHOLE:
            return False
        left = await self._records.undelivered_in(self._channel, conversation)
        return not all(self._is_ours(conversation, each.message_id) for each in left)

    @staticmethod
    def _long_ago() -> float:
        return time.time() - SECONDS_UNTIL_LEFT_ALONE
