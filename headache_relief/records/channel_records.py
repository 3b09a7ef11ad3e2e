"""What channels keep beside the talk: choices, inbox and thumbs; nothing blocks the event loop."""

from __future__ import annotations

import asyncio
from concurrent.futures import Executor
from functools import partial
from math import inf
from typing import Callable, Mapping, Optional, Sequence, TypeVar

from headache_relief.records import arrivals, follow_ups, inbox, offered_choices, outbox, thumbs
from headache_relief.records.archive import Archive
from headache_relief.records.arrivals import Arrival
from headache_relief.records.inbox import Receipt, Waiting
from headache_relief.records.offered_choices import Choice
from headache_relief.records.outbox import Undelivered
from headache_relief.records.stored_id import stored_id

Result = TypeVar("Result")


class ChannelRecords:
    """The records of every channel's conversations; the archive decides where they are kept.

    Every method raises StoreError when the database fails. `threads` do the work that blocks; the
    event loop's own without them.
    """

    def __init__(self, archive: Archive, threads: Optional[Executor] = None) -> None:
        self._archive = archive
        self._threads = threads

    @property
    def shared(self) -> bool:
        """Whether other workers may use the same database."""
        return self._archive.shared

    async def offer(
        self, conversation: str, message: str, choices: Sequence[tuple[str, str]]
    ) -> list[str]:
        """A token for each title and payload, in order; the same again in the same message."""
        return await self._write(conversation, offered_choices.offer, message, choices)

    async def look_up(self, conversation: str, token: str) -> Optional[Choice]:
        """What a token stands for in this conversation; None when nothing."""
        [choice] = await self._read(conversation, offered_choices.look_up, [token])
        return choice

    async def arrival(
        self,
        channel: str,
        conversation: str,
        message: str,
        tokens: Sequence[str] = (),
        with_rest: bool = False,
    ) -> Arrival:
        """What is known of a message that comes in; see `records/arrivals.py`."""
        return await self._read(
            conversation, arrivals.arrival, channel, message, list(tokens), with_rest
        )

    async def receive(self, channel: str, conversation: str, message: str, content: str) -> Receipt:
        """Takes a message in, unless it was taken in before."""
        return await self._write(conversation, inbox.receive, channel, message, content)

    async def known(self, channel: str, conversation: str, message: str) -> Optional[Receipt]:
        """What became of a message; None when it was never taken in."""
        return await self._read(conversation, inbox.known, channel, message)

    async def answered(self, channel: str, conversation: str, message: str) -> None:
        """The message was answered: its content is dropped, its id known for a week."""
        await self._write(conversation, inbox.answered, channel, message)

    async def unanswered(self, channel: str, before: float = inf) -> list[Waiting]:
        """What was taken in before a moment and never answered, in order of arrival."""
        return await self._in_thread(partial(self._unanswered, channel, before))

    async def ask_due(self, channel: str, now: float) -> None:
        """Takes in, as messages that nobody said, the questions that are to be asked by now."""
        for each in await self._in_thread(partial(self._due, channel, now)):
            await self._write(each.conversation, follow_ups.ask, each.id)

    async def undelivered(self, channel: str, before: float = inf) -> list[Undelivered]:
        """Messages whose answers nobody delivers since a moment (seconds since 1970)."""
        return await self._in_thread(partial(self._undelivered, channel, before))

    async def undelivered_in(self, channel: str, conversation: str) -> list[Undelivered]:
        """The same of one conversation, also what somebody delivers now."""
        return await self._read(conversation, outbox.undelivered_in, channel)

    async def claim(self, channel: str, conversation: str, message: str, before: float) -> bool:
        """True when the message's answers are the caller's to deliver: none claimed them since."""
        return await self._change(conversation, outbox.claim, channel, message, before)

    async def delivered(self, channel: str, conversation: str, message: str, number: int) -> None:
        """The message's answer with this number has arrived, and those before it."""
        await self._change(conversation, outbox.delivered, channel, message, number)

    async def settle(self, channel: str, conversation: str, message: str) -> None:
        """Nothing of the message's answers has to arrive any more."""
        await self._change(conversation, outbox.settle, channel, message)

    async def set_thumb(self, conversation: str, message: str, helpful: Optional[bool]) -> None:
        """Keeps whether a message helped; None takes it back."""
        await self._write(conversation, thumbs.set_thumb, message, helpful)

    async def thumbs(self, conversation: str) -> Mapping[str, bool]:
        """The messages that have a thumb, and whether each helped."""
        return await self._read(conversation, thumbs.thumbs_of)

    async def is_revoked(self, conversation: str) -> bool:
        """Whether the conversation was erased while a session of it may still last."""
        return await self._in_thread(partial(self._archive.is_revoked, conversation))

    def _unanswered(self, channel: str, before: float) -> list[Waiting]:
        waiting: list[Waiting] = []
        for connection in self._archive.everywhere():
            waiting += inbox.unanswered(connection, channel, before)
        return waiting

    def _due(self, channel: str, now: float) -> list[follow_ups.Due]:
        return [
            each
            for connection in self._archive.everywhere()
            for each in follow_ups.due(connection, channel, now)
        ]

    def _undelivered(self, channel: str, before: float) -> list[Undelivered]:
        found: list[Undelivered] = []
        for connection in self._archive.everywhere():
            found += outbox.undelivered(connection, channel, before)
        return found

    async def _write(
        self, conversation: str, work: Callable[..., Result], *arguments: object
    ) -> Result:
        def worked() -> Result:
            with self._archive.writing(conversation) as connection:
                return work(connection, stored_id(conversation), *arguments)

        return await self._in_thread(worked)

    async def _change(
        self, conversation: str, work: Callable[..., Result], *arguments: object
    ) -> Result:
        def worked() -> Result:
            with self._archive.changing(conversation) as connection:
                return work(connection, stored_id(conversation), *arguments)

        return await self._in_thread(worked)

    async def _read(
        self, conversation: str, work: Callable[..., Result], *arguments: object
    ) -> Result:
        def worked() -> Result:
            with self._archive.reading(conversation) as connection:
                return work(connection, stored_id(conversation), *arguments)

        return await self._in_thread(worked)

    async def _in_thread(self, work: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)
