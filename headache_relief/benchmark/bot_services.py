"""Telegram and Slack as far as a benchmark needs them: they deliver, and note when a call comes."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from typing import Any, Mapping

from aiohttp import WSMsgType, web

TELEGRAM_TOKEN = "123456:a-token-for-measuring"
SLACK_BOT_TOKEN, SLACK_APP_TOKEN = "xoxb-for-measuring", "xapp-for-measuring"
SECONDS_OF_A_POLL = 20.0
SECONDS = 30.0

Json = dict[str, Any]


class Service:
    """A service on this machine; `at` holds when each person was written to, by kind of call."""

    def __init__(self) -> None:
        self.port = 0
        self._heard: dict[str, dict[str, float]] = {}
        self._news = asyncio.Condition()
        self._ids = itertools.count(1)
        self._runner = web.AppRunner(self._app(), access_log=None)

    def environment(self) -> Mapping[str, str]:
        """The settings with which the assistant uses this service."""
        raise NotImplementedError

    async def start(self) -> None:
        """Opens a free port."""
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.port = self._runner.addresses[0][1]

    async def stop(self) -> None:
        """Ends it."""
        await self._runner.cleanup()

    async def say(self, person: str, text: str) -> tuple[float, float]:
        """Seconds until the first call to a person who says this, and until the first message."""
        self._heard.pop(person, None)
        started = time.perf_counter()
        await self._deliver(person, text)

        async def answered() -> Mapping[str, float]:
            async with self._news:
                while "message" not in self._heard.get(person, {}):
                    await self._news.wait()
                return self._heard[person]

        heard = await asyncio.wait_for(answered(), SECONDS)
        return min(heard.values()) - started, heard["message"] - started

    async def _note(self, person: str, kind: str) -> None:
        async with self._news:
            self._heard.setdefault(person, {}).setdefault(kind, time.perf_counter())
            self._news.notify_all()

    def _app(self) -> web.Application:
        raise NotImplementedError

    async def _deliver(self, person: str, text: str) -> None:
        raise NotImplementedError


class Telegram(Service):
    """The Bot API, asked for updates."""

    def __init__(self) -> None:
        super().__init__()
        self._updates: list[Json] = []

    def environment(self) -> Mapping[str, str]:
        return {
            "HEADACHE_RELIEF_TELEGRAM_TOKEN": TELEGRAM_TOKEN,
            "HEADACHE_RELIEF_TELEGRAM_SERVER": f"http://127.0.0.1:{self.port}",
        }

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._called)
        return app

    async def _deliver(self, person: str, text: str) -> None:
        chat = {"id": int(person), "type": "private", "first_name": "Ann"}
        sender = {"id": int(person), "is_bot": False, "first_name": "Ann"}
        message = {"message_id": next(self._ids), "date": 1, "chat": chat, "from": sender}
        async with self._news:
            self._updates.append(
                {"update_id": next(self._ids), "message": {**message, "text": text}}
            )
            self._news.notify_all()

    async def _called(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        said = await request.post()
        result: Any = True
        if method == "getUpdates":
            result = await self._asked(int(str(said.get("offset", 0))))
        elif method == "getMe":
            result = {"id": 1, "is_bot": True, "first_name": "A", "username": "a_bot"}
        elif "chat_id" in said:
            chat = str(said["chat_id"])
            is_message = method in ("sendMessage", "sendPhoto")
            await self._note(chat, "message" if is_message else method)
            about = {"id": int(chat), "type": "private"}
            result = {"message_id": next(self._ids), "date": 1, "chat": about, "text": "x"}
        return web.json_response({"ok": True, "result": result})

    async def _asked(self, offset: int) -> list[Json]:
        async with self._news:
            self._updates = [each for each in self._updates if each["update_id"] >= offset]
            if not self._updates:
                try:
                    arrived = self._news.wait_for(lambda: self._updates)
                    await asyncio.wait_for(arrived, SECONDS_OF_A_POLL)
                except asyncio.TimeoutError:
                    return []
            return list(self._updates)


class Slack(Service):
    """The Web API and one line of Socket Mode."""

    def __init__(self) -> None:
        super().__init__()
        self._line: web.WebSocketResponse | None = None
        self._opened = asyncio.Event()

    def environment(self) -> Mapping[str, str]:
        return {
            "HEADACHE_RELIEF_SLACK_API": f"http://127.0.0.1:{self.port}/api/",
            "HEADACHE_RELIEF_SLACK_APP_TOKEN": SLACK_APP_TOKEN,
            "HEADACHE_RELIEF_SLACK_BOT_TOKEN": SLACK_BOT_TOKEN,
        }

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=10_000_000)
        app.router.add_post("/api/{method}", self._called)
        app.router.add_post("/upload", self._uploaded)
        app.router.add_get("/line", self._linked)
        return app

    async def _deliver(self, person: str, text: str) -> None:
        await asyncio.wait_for(self._opened.wait(), SECONDS)
        assert self._line is not None
        number = next(self._ids)
        event = {"type": "message", "channel": f"D{person}", "channel_type": "im", "user": person}
        outer = {"event_id": f"Ev{number}", "type": "event_callback", "team_id": "T1"}
        payload = {**outer, "event": {**event, "text": text, "ts": f"{number}.1"}}
        told = {"envelope_id": str(number), "type": "events_api", "payload": payload}
        await self._line.send_str(json.dumps({**told, "accepts_response_payload": False}))

    async def _called(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        answer: Json = {"ok": True}
        if method == "auth.test":
            answer |= {"team_id": "T1", "user_id": "U0BOT", "bot_id": "B0BOT"}
        elif method == "apps.connections.open":
            answer |= {"url": f"ws://127.0.0.1:{self.port}/line"}
        elif method == "files.getUploadURLExternal":
            answer |= {"upload_url": f"http://127.0.0.1:{self.port}/upload", "file_id": "F1"}
        elif method == "files.completeUploadExternal":
            answer |= {"files": [{"id": "F1"}]}
        elif method == "chat.postMessage":
            await self._note(str((await request.json())["channel"])[1:], "message")
            answer |= {"ts": f"{next(self._ids)}.1", "channel": "D1"}
        return web.json_response(answer)

    async def _uploaded(self, request: web.Request) -> web.Response:
        await request.read()
        return web.Response(text="OK")

    async def _linked(self, request: web.Request) -> web.WebSocketResponse:
        line = web.WebSocketResponse()
        await line.prepare(request)
        await line.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        self._line = line
        self._opened.set()
        async for message in line:
            if message.type == WSMsgType.ERROR:
                break
        return line
