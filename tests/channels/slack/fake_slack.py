"""Slack on loopback: its Web API, Socket Mode and HTTP deliveries, with its limits."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import threading
import time
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Callable, Optional, TypeVar
from urllib.parse import parse_qs

from aiohttp import WSMsgType, web

from tests.channels.slack.web_api import ACKNOWLEDGED_WITHIN, BOT_USER, TEAM, Json, WebApi

BOT_TOKEN, APP_TOKEN, SECRET = "xoxb-fake-token", "xapp-fake-token", "a-signing-secret"
APP = "A0APP"
RETRIES = 3
SECONDS = 20.0

Found = TypeVar("Found")


@dataclass
class Call:
    """One call of the Web API that was taken, and its answer."""

    method: str
    said: Json
    answer: Json
    at: float


@dataclass
class Envelope:
    """One delivery over Socket Mode."""

    id: str
    kind: str
    payload: Json
    sent_at: float = 0.0
    acknowledged_after: Optional[float] = None
    times: int = 0
    reply: Any = None


@dataclass
class FakeSlack(WebApi):
    """Runs in a thread of its own; a test waits with `until`."""

    patience: float = ACKNOWLEDGED_WITHIN
    calls: list[Call] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)  # what broke Slack's rules
    envelopes: dict[str, Envelope] = field(default_factory=dict)
    rate_limits: Counter[str] = field(default_factory=Counter)
    files: dict[str, bytes] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)  # a method's error instead of its work
    valid_tokens: bool = True
    connections: int = 0
    url: str = ""

    def __post_init__(self) -> None:
        self._news = threading.Condition()
        self._clock = itertools.count(1)
        self._triggers: dict[str, float] = {}
        self._messages: dict[tuple[str, str], Json] = {}
        self._lines: list[web.WebSocketResponse] = []
        self._ready = threading.Event()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> "FakeSlack":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    # -- what a test does --------------------------------------------------------------------

    def until(
        self, found: Callable[[], Found], what: str = "it", seconds: float = SECONDS
    ) -> Found:
        """What `found` returns once that is true; fails when it never becomes so."""
        last = time.monotonic() + seconds
        with self._news:
            while not (value := found()):
                left = last - time.monotonic()
                if left <= 0:
                    raise AssertionError(
                        f"no {what}: {[(c.method, c.said) for c in self.calls[-4:]]}"
                    )
                self._news.wait(min(left, 0.1))
        return value

    def timestamp(self) -> str:
        """A message's time, never the same twice."""
        return f"{int(time.time())}.{next(self._clock):06d}"

    def trigger(self) -> str:
        """The id by which a view may be opened within three seconds."""
        trigger = f"{uuid.uuid4().int % 10**12}.{next(self._clock)}.{uuid.uuid4().hex}"
        self._triggers[trigger] = time.monotonic()
        return trigger

    def deliver(self, kind: str, payload: Json) -> Envelope:
        """Sends a delivery over Socket Mode, again when it is not acknowledged in time."""
        envelope = Envelope(uuid.uuid4().hex, kind, payload)
        self.envelopes[envelope.id] = envelope
        asyncio.run_coroutine_threadsafe(self._deliver(envelope), self._loop)
        return envelope

    def acknowledged(self, envelope: Envelope) -> Envelope:
        """The same, once it was acknowledged."""
        self.until(lambda: envelope.acknowledged_after is not None, "acknowledgement")
        return envelope

    def event(self, event: Json, identity: Optional[str] = None) -> Json:
        """The outer shape of an Events API delivery."""
        return {
            "token": "gone",
            "team_id": TEAM,
            "api_app_id": APP,
            "event": event,
            "type": "event_callback",
            "event_id": identity or f"Ev{uuid.uuid4().hex[:10].upper()}",
            "event_time": int(time.time()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": TEAM,
                    "user_id": BOT_USER,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
        }

    def disconnect(self) -> None:
        """Tells the app to come back on another line, as Slack does now and then."""
        notice = json.dumps({"type": "disconnect", "reason": "refresh_requested"})
        for line in list(self._lines):
            asyncio.run_coroutine_threadsafe(line.send_str(notice), self._loop)

    def posted(self, method: str = "chat.postMessage", channel: Optional[str] = None) -> list[Json]:
        """What was said by a method, in a channel if one is named."""
        return [
            call.said
            for call in self.calls
            if call.method == method and channel in (None, call.said.get("channel"))
        ]

    def message(self, channel: str, timestamp: str) -> Json:
        """A message as it stands now."""
        return self._messages[channel, timestamp]

    def messages(self, channel: str) -> list[Json]:
        """The assistant's messages of a channel as they stand now, oldest first."""
        return [message for (place, _), message in self._messages.items() if place == channel]

    # -- the server ----------------------------------------------------------------------------

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._begin())
        self._ready.set()
        self._loop.run_forever()

    async def _begin(self) -> None:
        app = web.Application()
        app.router.add_post("/api/{method}", self._called)
        app.router.add_post("/upload/{file}", self._uploaded)
        app.router.add_post("/hook/{user}", self._replied)
        app.router.add_get("/link", self._linked)
        self._runner = web.AppRunner(app)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        port = self._runner.addresses[0][1]
        self.url = f"http://127.0.0.1:{port}/api/"
        self._link = f"ws://127.0.0.1:{port}/link"

    async def _uploaded(self, request: web.Request) -> web.Response:
        self.files[request.match_info["file"]] = await request.read()
        return web.Response(text="OK")

    async def _replied(self, request: web.Request) -> web.Response:
        said = {**await request.json(), "user": request.match_info["user"]}
        self._check_words(said)
        assert said["response_type"] == "ephemeral"
        if "response_url" in self.failures:
            return web.Response(status=404, text="expired_url")
        with self._news:
            self.calls.append(Call("response_url", said, {}, time.monotonic()))
            self._news.notify_all()
        return web.Response(text="ok")

    async def _end(self) -> None:
        for line in list(self._lines):
            await line.close()
        await self._runner.cleanup()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _called(self, request: web.Request) -> web.Response:
        method, text = request.match_info["method"], await request.text()
        if request.content_type == "application/json":
            said = json.loads(text)
        else:
            said = {name: values[0] for name, values in parse_qs(text).items()}
            said |= dict(request.query)
        if self.rate_limits[method] > 0:
            self.rate_limits[method] -= 1
            told = {"ok": False, "error": "ratelimited"}
            return web.json_response(told, status=429, headers={"Retry-After": "1"})
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        expected = APP_TOKEN if method == "apps.connections.open" else BOT_TOKEN
        error = "" if self.valid_tokens and token == expected else "invalid_auth"
        error = error or self.failures.get(method, "")
        answer = {"ok": False, "error": error} if error else self._answer(method, said)
        with self._news:
            if answer["ok"]:
                self.calls.append(Call(method, said, answer, time.monotonic()))
            elif not error:
                self.refused.append(f"{method}: {answer}")
            self._news.notify_all()
        return web.json_response(answer)

    # -- Socket Mode -----------------------------------------------------------------------------

    async def _linked(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        hello = {"type": "hello", "num_connections": 1, "connection_info": {"app_id": APP}}
        await line.send_str(json.dumps(hello))
        self._lines.append(line)
        with self._news:
            self.connections += 1
            self._news.notify_all()
        async for message in line:
            if message.type == WSMsgType.TEXT:
                self._acknowledge(json.loads(message.data))
        self._lines.remove(line)
        return line

    def _acknowledge(self, told: Json) -> None:
        envelope = self.envelopes.get(told.get("envelope_id", ""))
        if envelope is None:
            return
        with self._news:
            if envelope.acknowledged_after is None:
                envelope.acknowledged_after = time.monotonic() - envelope.sent_at
                envelope.reply = told.get("payload")
            self._news.notify_all()

    async def _deliver(self, envelope: Envelope) -> None:
        for attempt in range(RETRIES + 1):
            while not self._lines:
                await asyncio.sleep(0.02)
            envelope.sent_at = time.monotonic()
            envelope.times += 1
            told: Json = {
                "envelope_id": envelope.id,
                "type": envelope.kind,
                "payload": envelope.payload,
                "accepts_response_payload": envelope.kind != "events_api",
            }
            if attempt and envelope.kind == "events_api":
                told |= {"retry_attempt": attempt, "retry_reason": "timeout"}
            try:
                await self._lines[-1].send_str(json.dumps(told))
            except ConnectionError:
                continue
            for _ in range(int(self.patience / 0.02)):
                if envelope.acknowledged_after is not None:
                    return
                await asyncio.sleep(0.02)


def signed(body: bytes, secret: str = SECRET, at: Optional[float] = None) -> dict[str, str]:
    """The headers with which Slack signs a delivery over HTTP."""
    timestamp = str(int(time.time() if at is None else at))
    base = b"v0:" + timestamp.encode() + b":" + body
    signature = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={signature}"}
