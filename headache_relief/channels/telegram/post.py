"""Sends what goes out: in order within a chat, at Telegram's pace, tried again until it arrives."""

from __future__ import annotations

import asyncio
import logging
import time
from datetime import timedelta
from typing import Any, Awaitable, Callable, Coroutine
from weakref import WeakValueDictionary

from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from headache_relief.channels.telegram.address import NAME
from headache_relief.channels.telegram.pace import Pace
from headache_relief.metrics.channels import delivered, given_up, retried

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between tries
GIVES_UP_AFTER = 3600.0  # seconds: what is older would only confuse

KNOWN_REASONS = frozenset(
    {
        "button_data_invalid",
        "can't parse entities",
        "chat not found",
        "group chat was upgraded to a supergroup chat",
        "message can't be edited",
        "message is not modified",
        "message is too long",
        "message text is empty",
        "message to edit not found",
        "photo_invalid_dimensions",
        "query is too old and response timeout expired or query id is invalid",
        "reply markup is too long",
        "user is deactivated",
    }
)

Call = Callable[[], Awaitable[Any]]


class Post:
    """The way out to Telegram."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._errands: set[asyncio.Task[Any]] = set()

    async def send(self, chat: int, call: Call, message: bool = True) -> bool:
        """Makes the call after those before it in the chat; True once Telegram took it.

        False when it never will: the person blocked the bot, or the call is refused. `message` is
        False for what counts towards no limit.
        """
        lock = self._chats.setdefault(chat, asyncio.Lock())
        async with lock:
            return await self._sent(chat, call, message)

    def later(self, errand: Coroutine[Any, Any, Any]) -> None:
        """Does something beside the intake of messages; errands of a chat keep their order."""
        task = asyncio.create_task(errand)
        self._errands.add(task)
        task.add_done_callback(self._done)

    async def idle(self) -> None:
        """Returns once no errand is left."""
        while self._errands:
            await asyncio.wait(self._errands)

    async def close(self, seconds: float) -> None:
        """Lets errands end, at most so many seconds."""
        if self._errands:
            await asyncio.wait(self._errands, timeout=seconds)
        for errand in list(self._errands):
            errand.cancel()

    def _done(self, task: asyncio.Task[Any]) -> None:
        self._errands.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("An errand failed: %s.", type(task.exception()).__name__)

    async def _sent(self, chat: int, call: Call, message: bool) -> bool:
        pause, last = FIRST_PAUSE, time.monotonic() + GIVES_UP_AFTER
        while time.monotonic() < last:
            if message:
                await self._pace.wait(chat)
            try:
                await call()
                delivered(NAME)
                return True
            except RetryAfter as error:
                retried(NAME)
                await asyncio.sleep(seconds_of(error))
            except Forbidden:  # blocked, or the account is gone: there is nobody to tell
                break
            except BadRequest as error:
                logger.warning("Telegram refuses a message: %s.", reason_of(error))
                break
            except (NetworkError, TelegramError) as error:
                logger.warning("Telegram can't be reached (%s).", type(error).__name__)
                retried(NAME)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        given_up(NAME)
        return False


def seconds_of(error: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def reason_of(error: BadRequest) -> str:
    """What is wrong, in Telegram's words where these are known to repeat nothing."""
    words = error.message.split(":")[0].lower()
    return words if words in KNOWN_REASONS else "for a reason that is not repeated here"
