"""Answers each conversation's messages one after the other, and conversations beside each other."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from dataclasses import dataclass, field
from typing import Awaitable, Callable, Optional

from headache_relief.channels.shared.refusals import Refusal

logger = logging.getLogger(__name__)

SECONDS_UNTIL_LESS_BUSY = 10.0
SECONDS_OF_A_TURN = 10.0  # longer than any


@dataclass
class Received:
    """A message that waits for its turn; `wanted` turns False once nobody may hear the answer.

    `delivered` says that its answers are written and how many of them have arrived; `again` that
    somebody else may have answered it, or may still deliver the answers. `address` is where it came
    from, when that has a limit of its own; it is not `kept` when the inbox could not take it.
    """

    conversation: str
    id: str
    text: str
    wanted: bool = True
    again: bool = False
    delivered: Optional[int] = None
    address: str = ""
    kept: bool = True


@dataclass
class _Line:
    waiting: deque[Received] = field(default_factory=deque)
    in_work: Optional[Received] = None
    worker: Optional[asyncio.Task[None]] = None


class Turns:
    """The lines of messages that wait for their turn, one a conversation."""

    def __init__(self, answer: Callable[[Received], Awaitable[None]], most_waiting: int) -> None:
        self._answer = answer
        self._most_waiting = most_waiting
        self._lines: dict[str, _Line] = {}
        self._left: set[str] = set()  # conversations that this worker no longer goes on with

    def check_room(self) -> None:
        """Refusal `busy` when more wait, or are in work, than can be answered soon."""
        if self.waiting() + len(self._lines) >= self._most_waiting:
            raise Refusal("busy", SECONDS_UNTIL_LESS_BUSY)

    def waiting(self) -> int:
        """How many messages wait for their turn."""
        return sum(len(line.waiting) for line in self._lines.values())

    def add(self, message: Received) -> None:
        """Answers the message once those before it in its conversation are answered.

        When some of those were left at the end, it is left as well: the inbox keeps the order.
        """
        if message.conversation in self._left:
            return
        line = self._lines.setdefault(message.conversation, _Line())
        line.waiting.append(message)
        if line.worker is None:
            line.worker = asyncio.create_task(self._work(message.conversation, line))

    def take_out(self, conversation: str) -> list[Received]:
        """Takes out what waits in the conversation and is kept, and returns it."""
        line = self._lines[conversation]
        taken = [message for message in line.waiting if message.kept]
        line.waiting = deque(message for message in line.waiting if not message.kept)
        return taken

    def busy(self, conversation: str) -> bool:
        """Whether a message of the conversation is in work or waits."""
        return conversation in self._lines

    async def drop(self, conversation: str) -> None:
        """Forgets what waits and returns once what is in work has ended, unheard.

        A place that is out of reach may take an answer only in an hour: then it is not waited for.
        """
        line = self._lines.get(conversation)
        if line is None:
            return
        line.waiting.clear()
        if line.in_work is not None:
            line.in_work.wanted = False
        if line.worker is not None:
            _, late = await asyncio.wait({line.worker}, timeout=SECONDS_OF_A_TURN)
            if late:
                line.worker.cancel()
                await asyncio.wait(late)

    async def finish(self, seconds: float) -> None:
        """Answers what waits, at most so many seconds; the rest is left to whoever comes next."""
        workers = {line.worker for line in self._lines.values() if line.worker is not None}
        if workers:
            await asyncio.wait(workers, timeout=seconds)
        for conversation, line in self._lines.items():
            line.waiting.clear()
            self._left.add(conversation)

    async def _work(self, conversation: str, line: _Line) -> None:
        try:
            while line.waiting:
                line.in_work = line.waiting.popleft()
                await self._answer_one(line.in_work)
                line.in_work = None
        finally:
            del self._lines[conversation]

    async def _answer_one(self, message: Received) -> None:
        try:
            await self._answer(message)
        except Exception as error:  # one turn that fails must not end the line
            logger.error("A turn failed: %s.", type(error).__name__)
