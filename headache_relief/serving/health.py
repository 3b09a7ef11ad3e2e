"""Whether the assistant can take messages (ready), and whether it answers them at all (live)."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import Any, Awaitable, Callable, Mapping, Optional, Sequence

from headache_relief.metrics import instruments
from headache_relief.rasa_parts.failed_turn import FAILURE_RESPONSE
from headache_relief.rasa_parts.rehearsal import rehearse
from headache_relief.records.database import StoreError
from headache_relief.serving.assistant import Assistant

logger = logging.getLogger(__name__)

# How long an answer of a check holds: so many may ask, and nobody makes work by asking.
SECONDS_READY = 2.0
SECONDS_LIVE = 10.0
SECONDS_FOR_THE_DATABASE = 1.0  # less than those who ask wait for an answer
SECONDS_FOR_A_TURN = 6.0
# What is said, and the kind of view that the answer must have, if any.
SAID = {"hello": "", "sudden worst headache of my life": "danger"}

Reason = Optional[str]  # why a check fails, in one word; None when it does not


class Held:
    """A check's last answer, which holds for some seconds; one check runs at a time."""

    def __init__(self, check: Callable[[], Awaitable[Reason]], seconds: float) -> None:
        self._check = check
        self._seconds = seconds
        self._answer: Reason = None
        self._until = float("-inf")
        self._running: Optional[asyncio.Task[Reason]] = None

    async def answer(self) -> Reason:
        """What the check says now, or said a moment ago."""
        if self._running is None and time.monotonic() >= self._until:
            self._running = asyncio.create_task(self._run())
        return await asyncio.shield(self._running) if self._running else self._answer

    async def _run(self) -> Reason:
        try:
            self._answer = await self._check()
        finally:
            self._until = time.monotonic() + self._seconds
            self._running = None
        return self._answer


class Health:
    """The two checks of a running assistant."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._draining = False
        self._database = Held(self._check_database, SECONDS_READY)
        self._turn = Held(self._check_turn, SECONDS_LIVE)
        self._writing: Optional[asyncio.Future[None]] = None

    def drain(self) -> None:
        """From now on the assistant is not ready: no new talks should come."""
        self._draining = True
        instruments.draining.set(1)

    async def ready(self) -> Reason:
        """Why no messages should come: `draining`, `model` or `database`; None when they may."""
        if self._draining:
            return "draining"
        if not self._assistant.agent.is_ready():
            return "model"
        return await self._database.answer()

    async def live(self) -> Reason:
        """`turn` when a message, danger among them, gets no proper answer; None when it does.

        It is asked without the database: starting anew would not bring that back, and would
        forget the talks that are only in memory.
        """
        return await self._turn.answer()

    async def _check_database(self) -> Reason:
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._assistant.store.prove_writable())
            self._writing.add_done_callback(_seen)
        # A check that hangs goes on hanging: the next one waits for the same.
        done, _ = await asyncio.wait({self._writing}, timeout=SECONDS_FOR_THE_DATABASE)
        if not done or self._writing.exception() is not None:
            return "database"
        return None

    async def _check_turn(self) -> Reason:
        try:
            return await asyncio.wait_for(self._rehearsed(), SECONDS_FOR_A_TURN)
        except Exception as error:  # whatever part of a turn fails
            logger.error("The check of a whole turn failed: %s.", type(error).__name__)
            return "turn"

    async def _rehearsed(self) -> Reason:
        for text, view in SAID.items():
            answers = await rehearse(self._assistant.agent.processor, text)
            if not is_answered(answers, view):
                logger.error("The check of a whole turn found no proper answer.")
                return "turn"
            await asyncio.sleep(0)  # a turn holds everybody up: who waits comes between two
        return None


def is_answered(answers: Sequence[Mapping[str, Any]], view: str = "") -> bool:
    """Whether something was said, with a view of that kind, and not that something went wrong."""
    said = [answer for answer in answers if answer.get("text")]
    if any(answer.get("utter_action") == FAILURE_RESPONSE for answer in said):
        return False
    return any((answer.get("view") or {}).get("kind", "") == view for answer in said)


def _seen(writing: asyncio.Future[None]) -> None:
    """Takes note of the fault, which the check has told or will tell; anything else is a bug."""
    error = None if writing.cancelled() else writing.exception()
    if error is not None and not isinstance(error, StoreError):
        logger.error("The check of the database failed: %s.", type(error).__name__)
