"""Rasa's input channel for Telegram."""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
import os
from contextlib import suppress
from typing import Any, Awaitable, Callable, Optional, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from headache_relief.channels.telegram.address import NAME
from headache_relief.channels.telegram.office import Office, open_office
from headache_relief.channels.telegram.pace import Pace
from headache_relief.channels.telegram.reception import Reception
from headache_relief.channels.telegram.running import Runner, take
from headache_relief.channels.telegram.updates import update_in
from headache_relief.settings import load_settings

logger = logging.getLogger(__name__)

TOKEN = "HEADACHE_RELIEF_TELEGRAM_TOKEN"
SECRET = "X-Telegram-Bot-Api-Secret-Token"
PATH = "/update"
LARGEST_UPDATE = 256 * 1024  # bytes: Telegram writes every letter beyond ASCII as six
SECONDS_FOR_LAST_ANSWERS = 5.0


class TelegramChannel(InputChannel):
    """The channel `telegram`, closed unless the environment holds a bot's token.

    The server that it runs in puts a House into `app.ctx`.
    """

    def __init__(self) -> None:
        self._secret = ""
        self._office: Optional[Office] = None
        self._reception: Optional[Reception] = None
        self._work: Optional[asyncio.Task[None]] = None
        self._delivered = False

    @classmethod
    def name(cls) -> Text:
        return NAME

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The page that Telegram delivers to, where that is set; messages go to the House."""
        blueprint = Blueprint("telegram_channel")

        async def receive(request: Request) -> HTTPResponse:
            return await self._receive(request)

        # A stream has no limit but ours.
        blueprint.post(PATH, stream=True)(receive)
        blueprint.listener("after_server_start")(self._open)
        blueprint.listener("before_server_stop")(self._close)
        return blueprint

    async def _open(self, app: Sanic, _: Any) -> None:
        token, house = os.environ.get(TOKEN, "").strip(), getattr(app.ctx, "house", None)
        if not token:
            return
        if house is None:
            logger.warning("The Telegram channel is closed: start it with `headache-relief serve`.")
            return
        settings = load_settings()
        webhook = settings.telegram_webhook.rstrip("/")
        self._delivered = bool(webhook)
        self._secret = secret_of(token)
        self._office = open_office(token, settings.telegram_server, house, Pace())
        self._reception = Reception(self._office)
        address = f"{webhook}/webhooks/{NAME}{PATH}" if webhook else ""
        runner = Runner(self._office, self._reception, address, self._secret)
        # Only one worker asks Telegram; what it delivers by itself reaches whom the proxy chooses.
        working = runner.run() if webhook else house.leadership.lead(NAME, runner.run)
        self._work = asyncio.create_task(working)

    async def _close(self, app: Sanic, _: Any) -> None:
        if self._office is None or self._work is None:
            return
        self._work.cancel()
        with suppress(asyncio.CancelledError, Exception):
            await self._work
        await self._office.talks.close(SECONDS_FOR_LAST_ANSWERS)
        await self._office.post.close(SECONDS_FOR_LAST_ANSWERS)
        with suppress(Exception):
            await self._office.bot.shutdown()

    async def _receive(self, request: Request) -> HTTPResponse:
        """Takes in what Telegram delivers; without its secret nothing is even read."""
        shown = request.headers.get(SECRET, "")
        ours = hmac.compare_digest(shown.encode("utf-8", "replace"), self._secret.encode())
        known = bool(self._secret) and ours
        if self._office is None or self._reception is None or not self._delivered or not known:
            return empty(status=403)
        body = await body_of(request)
        if body is None:
            return empty(status=413)
        update = update_in(json_in(body), self._office.bot)
        if update is None:
            return empty(status=400)
        await take(self._reception, update)
        return empty(status=200)


def secret_of(token: str) -> str:
    """What Telegram shows with each delivery: the same in all workers, and told to nobody else."""
    return hmac.new(token.encode(), b"webhook", "sha256").hexdigest()


async def body_of(request: Request) -> Optional[bytes]:
    """What the request carries; None when that is more than any update."""
    body = bytearray()
    while (part := await request.stream.read()) is not None:
        body += part
        if len(body) > LARGEST_UPDATE:
            return None
    return bytes(body)


def json_in(body: bytes) -> Any:
    """What the bytes say in JSON; None when they say nothing."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None
