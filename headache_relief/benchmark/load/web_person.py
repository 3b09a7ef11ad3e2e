"""A person at the web chat: a session, a WebSocket, buttons by their tokens, as the widget has."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from typing import Any, Mapping, Optional

import aiohttp
import socketio

from headache_relief.benchmark.load.people import Heard, Unheard
from headache_relief.benchmark.load.scripts import Step, Tap

SESSION = "/webhooks/web/session"
SOCKET = "/webhooks/web/socket.io"
SECONDS = 30.0
QUIET = logging.getLogger("headache_relief.benchmark.libraries")
QUIET.setLevel(logging.CRITICAL)


def address_of(number: int) -> str:
    """An address of their own for each person, in a private network of 16 million."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


class WebPerson:
    """Talks with the assistant at `url`, from an `address` that the proxy before it has seen."""

    def __init__(self, url: str, address: str, http: aiohttp.ClientSession) -> None:
        self._url = url
        self._headers = {"Origin": url, "X-Forwarded-For": address}
        self._http = http
        self.token = ""  # of the session, once it is open
        self._client = socketio.AsyncClient(
            reconnection=False, logger=QUIET, engineio_logger=QUIET, handle_sigint=False
        )
        self._client.on("message", self._message)
        self._client.on("state", self._state)
        self._client.on("refused", self._refused)
        self._client.on("disconnect", self._ended)
        self._first: Optional[float] = None
        self._turn: Optional[asyncio.Future[float]] = None
        self._last_answer: Mapping[str, Any] = {}
        self._tokens: dict[str, str] = {}

    async def open(self) -> Heard:
        session = await self._session()
        self.token = str(session["token"])
        ended = self._begin()
        try:
            await self._client.connect(
                f"{self._url}/?route={session['route']}",
                headers=self._headers,
                auth={"token": self.token},
                transports=["websocket"],
                socketio_path=SOCKET,
                wait_timeout=round(SECONDS),
            )
        except (socketio.exceptions.SocketIOError, aiohttp.ClientError, OSError) as error:
            raise Unheard("no_connection") from error
        return await self._heard(ended)

    async def turn(self, step: Step) -> Heard:
        tokens = self._tokens_of(step)
        told = {"choices": tokens} if tokens else {"text": step.text}
        ended = self._begin()
        await self._call("say", {"id": uuid.uuid4().hex, **told})
        return await self._heard(ended)

    async def shout(self, text: str, identity: str) -> None:
        """Says something without waiting whether it is taken."""
        try:
            await self._client.emit("say", {"id": identity, "text": text})
        except socketio.exceptions.SocketIOError as error:
            raise Unheard("disconnected") from error

    async def judge(self) -> None:
        if self._last_answer:
            await self._call("thumb", {"message": self._last_answer["id"], "helpful": True})

    async def leave(self) -> None:
        await self._client.disconnect()
        http = self._client.eio.http
        if http is not None:  # left open when the connection was refused
            await http.close()

    async def _session(self) -> Mapping[str, Any]:
        timeout = aiohttp.ClientTimeout(SECONDS)
        asked = self._http.post(
            self._url + SESSION, json={}, headers=self._headers, timeout=timeout
        )
        try:
            async with asked as answer:
                told: Mapping[str, Any] = await answer.json(content_type=None)
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise Unheard("no_session") from error
        if "token" not in told:
            raise Unheard(str(told.get("error", "no_session")))
        return told

    def _begin(self) -> asyncio.Future[float]:
        self._first = None
        self._turn = asyncio.get_running_loop().create_future()
        return self._turn

    async def _call(self, event: str, data: Mapping[str, Any]) -> None:
        try:
            taken = await self._client.call(event, data, timeout=SECONDS)
        except socketio.exceptions.SocketIOError as error:
            raise Unheard("not_acknowledged") from error
        if not taken["ok"]:
            raise Unheard(taken["error"])

    async def _heard(self, ended: asyncio.Future[float]) -> Heard:
        try:
            end = await asyncio.wait_for(ended, SECONDS)
        except asyncio.TimeoutError as error:
            raise Unheard("no_end") from error
        if self._first is None:
            raise Unheard("silent")
        return Heard(self._first, end)

    def _tokens_of(self, step: Step) -> list[str]:
        """The tokens of the titles, when all of them are offered now."""
        if not isinstance(step, Tap) or not all(title in self._tokens for title in step.titles):
            return []
        return [self._tokens[title] for title in step.titles]

    async def _message(self, message: Mapping[str, Any]) -> None:
        if message["from"] != "assistant":
            return
        self._first = self._first or time.perf_counter()
        self._last_answer = message
        if message["choices"]:
            self._tokens = {choice["title"]: choice["token"] for choice in message["choices"]}

    async def _state(self, _state: Mapping[str, Any]) -> None:
        if self._turn is not None and not self._turn.done():
            self._turn.set_result(time.perf_counter())

    async def _refused(self, refusal: Mapping[str, Any]) -> None:
        self._fail(str(refusal["error"]))

    async def _ended(self, *_reason: Any) -> None:
        self._fail("disconnected")

    def _fail(self, code: str) -> None:
        if self._turn is not None and not self._turn.done():
            self._turn.set_exception(Unheard(code))
            self._turn.exception()  # who shouts waits for nothing
