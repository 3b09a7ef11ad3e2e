"""A widget as a test drives it: HTTP, and socket.io spoken by hand, so that it can misbehave."""

from __future__ import annotations

import asyncio
import json
import re
import urllib.error
import urllib.request
import uuid
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, AsyncIterator, Mapping, Optional

import websockets
from websockets.client import WebSocketClientProtocol

SECONDS = 20.0
WEB = "/webhooks/web"
AGREED = "yes"


@dataclass(frozen=True)
class Answer:
    """What an address answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> Optional[str]:
        return self.json.get("error")


def request(
    url: str, method: str = "GET", body: Optional[bytes] = None, **headers: Optional[str]
) -> Answer:
    """Asks an address; underscores in names of headers stand for hyphens."""
    named = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    asked = urllib.request.Request(url, body, named, method=method)
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
            return Answer(answer.status, lower(answer.headers), answer.read())
    except urllib.error.HTTPError as error:
        return Answer(error.code, lower(error.headers), error.read())


def lower(headers: Any) -> dict[str, str]:
    """The headers with small names."""
    return {name.lower(): value for name, value in headers.items()}


@dataclass(frozen=True)
class Assistant:
    """A running assistant as one page sees it."""

    url: str
    origin: str
    address: str  # as the proxy before the assistant saw it
    route: str = ""  # what the session was told to come with

    def session(self, body: bytes = b"{}", **headers: Optional[str]) -> Answer:
        """Asks for a session, as the widget does unless `headers` say otherwise."""
        told = {"content_type": "application/json", "origin": self.origin, **headers}
        return self.ask("/session", "POST", body, **told)

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: Optional[bytes] = None,
        **headers: Optional[str],
    ) -> Answer:
        """Asks an address of the channel from this page's address."""
        told = {"x_forwarded_for": self.address, **headers}
        routed = f"{path}{'&' if '?' in path else '?'}route={self.route}" if self.route else path
        return request(f"{self.url}{WEB}{routed}", method, body, **told)

    def token(self) -> str:
        """The token of a new session."""
        token: str = self.session().json["token"]
        return token

    def get(self, what: str, token: Optional[str], **headers: Optional[str]) -> Answer:
        return self.ask(f"/{what}", authorization=bearer(token), **headers)

    def erase(self, token: Optional[str], **headers: Optional[str]) -> Answer:
        return self.ask("/erase", "POST", b"", authorization=bearer(token), **headers)

    def line(self, **headers: str) -> Any:
        """A WebSocket to the channel, nothing said on it yet."""
        address = f"{self.url.replace('http', 'ws', 1)}{WEB}/socket.io/?EIO=4&transport=websocket"
        address += f"&route={self.route}" if self.route else ""
        told = {"origin": self.origin, "x-forwarded-for": self.address, **headers}
        return websockets.connect(address, extra_headers=told, max_size=None)

    @asynccontextmanager
    async def connected(self, token: object, **headers: str) -> AsyncIterator["Tab"]:
        """An open tab of the session; its first event tells whether it was let in."""
        async with self.line(**headers) as line:
            tab = Tab(line)
            assert (await tab.raw()).startswith("0{")
            await line.send("40" + json.dumps({"token": token}))
            reader = asyncio.create_task(tab.read())
            try:
                yield tab
            finally:
                reader.cancel()

    @asynccontextmanager
    async def talking(self, token: Optional[str] = None) -> AsyncIterator["Tab"]:
        """An open tab of a session (a new one without a token), greeted and agreed."""
        async with self.connected(token or self.token()) as tab:
            await tab.until("state")
            await tab.turn(AGREED)
            yield tab


def bearer(token: Optional[str]) -> Optional[str]:
    return None if token is None else f"Bearer {token}"


@dataclass
class Tab:
    """One connection: what it heard so far, and what it says."""

    line: WebSocketClientProtocol
    heard: list[tuple[str, Any]] = field(default_factory=list)
    acknowledged: dict[int, Any] = field(default_factory=dict)
    ended: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _numbers: int = 0
    _read: int = 0

    async def raw(self) -> str:
        return str(await asyncio.wait_for(self.line.recv(), SECONDS))

    async def read(self) -> None:
        """Sorts what comes in until the connection ends."""
        try:
            async for frame in self.line:
                await self._sort(str(frame))
        except websockets.ConnectionClosed:
            pass
        self.ended = True
        self._news.set()

    async def _sort(self, frame: str) -> None:
        if re.match(r"4\d/", frame):  # of another namespace
            return
        if frame == "2":
            await self.line.send("3")
            return
        if frame.startswith("42"):
            event, *data = json.loads(frame[2:])
            self.heard.append((event, data[0] if data else None))
        elif frame.startswith("43"):
            number, _, data_text = frame[2:].partition("[")
            self.acknowledged[int(number)] = json.loads(f"[{data_text}")[0]
        elif frame.startswith("44"):
            self.heard.append(("connect_error", json.loads(frame[2:])))
        elif frame.startswith("41"):
            self.heard.append(("disconnected", None))
        elif frame.startswith("40"):
            self.heard.append(("connected", None))
        self._news.set()

    async def until(self, event: str) -> Any:
        """The next such event's data, from behind the last one that was waited for."""

        def found() -> Optional[int]:
            for place in range(self._read, len(self.heard)):
                if self.heard[place][0] == event:
                    return place
            return None

        place = await self._when(found, event)
        self._read = place + 1
        return self.heard[place][1]

    async def emit(self, event: str, *data: Any) -> Any:
        """Sends an event and returns its acknowledgement."""
        self._numbers += 1
        number = self._numbers
        await self.line.send(f"42{number}" + json.dumps([event, *data]))

        def found() -> Optional[dict[str, Any]]:
            return self.acknowledged.get(number)

        return await self._when(found, f"acknowledgement of {event}")

    async def say(self, text: str, identity: Optional[str] = None) -> Any:
        return await self.emit("say", {"id": identity or new_id(), "text": text})

    async def choose(self, *tokens: str, identity: Optional[str] = None) -> Any:
        return await self.emit("say", {"id": identity or new_id(), "choices": list(tokens)})

    async def turn(self, text: str, identity: Optional[str] = None) -> Any:
        """Says something that is taken, and returns the state after the answer."""
        assert await self.say(text, identity) == {"ok": True}
        return await self.until("state")

    def messages(self, by: str = "assistant") -> list[dict[str, Any]]:
        return [data for event, data in self.heard if event == "message" and data["from"] == by]

    def choices(self) -> dict[str, str]:
        """The tokens of the newest message that has choices, by title."""
        newest = next(m for m in reversed(self.messages()) if m["choices"])
        return {choice["title"]: choice["token"] for choice in newest["choices"]}

    def events(self, event: str) -> list[Any]:
        return [data for name, data in self.heard if name == event]

    async def _when(self, found: Any, what: str) -> Any:
        async def wait() -> Any:
            while (value := found()) is None:
                assert not self.ended, f"the connection ended before {what}: {self.heard[-3:]}"
                self._news.clear()
                await self._news.wait()
            return value

        try:
            return await asyncio.wait_for(wait(), SECONDS)
        except asyncio.TimeoutError:
            raise AssertionError(f"no {what}: {self.heard[-5:]}") from None

    async def until_it_ends(self) -> None:
        async def wait() -> None:
            while not self.ended:
                self._news.clear()
                await self._news.wait()

        await asyncio.wait_for(wait(), SECONDS)


def new_id() -> str:
    return uuid.uuid4().hex
