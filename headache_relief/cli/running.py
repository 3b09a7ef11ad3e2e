"""An assistant that runs as a server, spoken to over its web channel as the widget does."""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import urllib.error
import urllib.request
import uuid
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator, Mapping, Optional, Sequence
from urllib.parse import urlsplit

import socketio

from headache_relief.serving.errors import ServingError

SESSION = "/webhooks/web/session"
SOCKET = "/webhooks/web/socket.io"
SECONDS_TO_CONNECT = 1.0
SECONDS_TO_ANSWER = 60.0
QUIET = logging.getLogger("headache_relief.cli.libraries")
QUIET.setLevel(logging.CRITICAL)

REFUSALS = {
    "forbidden_origin": "it lets in only the pages of its setting allowed_origins",
    "expired_token": "the talk has ended after an hour without a word; start a new one",
    "too_long": "that is longer than it reads at once; say it in two messages",
    "too_many_messages": "that was a lot at once; wait a minute",
}

Messages = Sequence[Mapping[str, Any]]


class RunningAssistant:
    """One talk with the server at `url`.

    A connection lasts for one message: while a person types at the prompt nothing else can run.
    """

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._token: Optional[str] = None

    def answers(self) -> bool:
        """True when something accepts connections there."""
        address = urlsplit(self._url)
        default_port = 443 if address.scheme == "https" else 80
        try:
            where = (address.hostname or "", address.port or default_port)
            socket.create_connection(where, SECONDS_TO_CONNECT).close()
        except (OSError, ValueError):
            return False
        return True

    async def say(self, text: str) -> Messages:
        """Says something and returns the messages answered; ServingError when none can come.

        The first thing said only opens the talk, which the assistant then begins.
        """
        try:
            return await asyncio.wait_for(self._said(text), SECONDS_TO_ANSWER)
        except (
            urllib.error.URLError,
            socketio.exceptions.SocketIOError,
            asyncio.TimeoutError,
            ValueError,
            KeyError,
            TypeError,
            OSError,
        ) as error:
            raise self._refusal(type(error).__name__) from error

    async def _said(self, text: str) -> Messages:
        begins = self._token is None
        if begins:
            self._token = await asyncio.to_thread(self._new_session)
        heard: list[Mapping[str, Any]] = []
        async with self._connected(heard) as (client, answered):
            if not begins:
                sent = {"id": uuid.uuid4().hex, "text": text}
                taken = await client.call("say", sent, timeout=SECONDS_TO_ANSWER)
                if not taken["ok"]:
                    raise self._refusal(taken["error"])
            await answered.wait()
        return heard

    @asynccontextmanager
    async def _connected(
        self, heard: list[Mapping[str, Any]]
    ) -> AsyncIterator[tuple[socketio.AsyncClient, asyncio.Event]]:
        """A connection that collects what is said, and an event for the end of the turn."""
        client = socketio.AsyncClient(reconnection=False, logger=QUIET, engineio_logger=QUIET)
        answered = asyncio.Event()
        client.on("message", lambda message: heard.append(_with_buttons(message)))
        client.on("state", lambda _: answered.set())
        client.on("token", lambda told: setattr(self, "_token", told["token"]))
        await client.connect(
            self._url,
            headers={"Origin": self._url},
            auth={"token": self._token},
            transports=["polling"],
            socketio_path=SOCKET,
        )
        try:
            yield client, answered
        finally:
            await client.disconnect()

    def _new_session(self) -> str:
        headers = {"Content-Type": "application/json", "Origin": self._url}
        request = urllib.request.Request(self._url + SESSION, b"{}", headers)
        try:
            with urllib.request.urlopen(request, timeout=SECONDS_TO_ANSWER) as response:
                return str(json.load(response)["token"])
        except urllib.error.HTTPError as error:
            raise self._refusal(_code(error)) from error

    def _refusal(self, why: str) -> ServingError:
        known = REFUSALS.get(why)
        if known:
            return ServingError(f"The assistant at {self._url} said no: {known}.")
        return ServingError(
            f"What runs at {self._url} gave no answer ({why}): "
            "is it the assistant, and is it still running?"
        )


def _with_buttons(message: Mapping[str, Any]) -> Mapping[str, Any]:
    titles = [choice["title"] for choice in message["choices"]]
    return {**message, "buttons": [{"title": title, "payload": title} for title in titles]}


def _code(error: urllib.error.HTTPError) -> str:
    try:
        return str(json.load(error)["error"])
    except (ValueError, KeyError, TypeError):
        return f"status {error.code}"
