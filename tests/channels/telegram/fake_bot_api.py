"""Telegram's Bot API on this machine: its formats over HTTP, and its limits enforced."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Callable, Optional

from aiohttp import web

TOKEN = "123456:the-bots-token-for-tests"
BOT = {"id": 123456, "is_bot": True, "first_name": "Headache helper", "username": "ache_bot"}
TAGS = {"b", "i", "u", "s", "a", "code", "pre", "blockquote", "strong", "em"}
MESSAGES = ("sendMessage", "sendPhoto")


class Refused(Exception):
    """What the Bot API answers with `ok: false`."""

    def __init__(self, code: int, description: str, retry_after: Optional[float] = None) -> None:
        super().__init__(description)
        self.body: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
        if retry_after is not None:
            self.body["parameters"] = {"retry_after": retry_after}


class Plain(HTMLParser):
    """The text of a message without its tags; Telegram refuses what is not well formed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag not in TAGS:
            raise Refused(400, f'Bad Request: can\'t parse entities: Unsupported start tag "{tag}"')
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            raise Refused(400, "Bad Request: can't parse entities: Unexpected end tag")

    def handle_data(self, data: str) -> None:
        self.text += data

    def read(self, html: str) -> str:
        if "<" in html.replace("<b>", "").replace("</b>", "") and not html.count("<") == html.count(
            ">"
        ):
            raise Refused(400, "Bad Request: can't parse entities: Unclosed start tag")
        self.feed(html)
        self.close()
        if self._open:
            raise Refused(400, "Bad Request: can't parse entities: Can't find end tag")
        return self.text


def units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass
class Call:
    """One call of the bot: its method, what it sent, when, and whether it was taken."""

    method: str
    data: dict[str, Any]
    at: float
    error: int = 0


@dataclass
class FakeBotApi:
    """The service; `second` scales its time, so that tests need not wait for its limits."""

    second: float = 1.0
    strict: bool = True
    calls: list[Call] = field(default_factory=list)
    messages: dict[tuple[int, int], dict[str, Any]] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    webhook: dict[str, Any] = field(default_factory=dict)
    token: str = TOKEN
    fail: Optional[Callable[[Call], Optional[Refused]]] = None
    url: str = ""

    def __post_init__(self) -> None:
        self.news = asyncio.Condition()
        self._updates: deque[dict[str, Any]] = deque()
        self._update_ids = itertools.count(1000)
        self._message_ids = itertools.count(1)
        self._sent: dict[int, deque[float]] = defaultdict(deque)
        self._all_sent: deque[float] = deque()
        self._runner: Optional[web.AppRunner] = None
        self._port = 0

    async def start(self) -> None:
        app = web.Application(client_max_size=50_000_000)
        app.router.add_route("*", "/bot{token}/{method}", self._handle)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self._port)
        await site.start()
        self._port = site._server.sockets[0].getsockname()[1]  # type: ignore[union-attr]
        self.url = f"http://127.0.0.1:{self._port}"

    async def stop(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    # -- what people do ---------------------------------------------------------------------

    async def write(self, person: int, text: str, **more: Any) -> dict[str, Any]:
        """A person writes to the bot."""
        return await self.happen("message", self.message_from(person, text=text, **more))

    async def press(
        self, person: int, title: str, message: Optional[dict[str, Any]] = None
    ) -> dict[str, Any]:
        """A person presses the button of this title, below the newest message that has it."""
        found, data = self.button(person, title, message)
        return await self.press_data(person, data, found)

    async def press_data(self, person: int, data: str, message: dict[str, Any]) -> dict[str, Any]:
        query = {
            "id": str(next(self._update_ids)),
            "from": _person(person),
            "message": json.loads(json.dumps(message)),
            "chat_instance": "1",
            "data": data,
        }
        return await self.happen("callback_query", query)

    def button(
        self, person: int, title: str, message: Optional[dict[str, Any]] = None
    ) -> tuple[dict[str, Any], str]:
        shown = [message] if message else list(self.shown(person))[::-1]
        for each in shown:
            for row in each.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"].endswith(title):
                        return each, button["callback_data"]
        raise AssertionError(f"no button {title!r} in {shown}")

    async def happen(self, kind: str, content: dict[str, Any]) -> dict[str, Any]:
        """An update of any kind."""
        update = {"update_id": next(self._update_ids), kind: content}
        await self.deliver(update)
        return update

    async def deliver(self, update: dict[str, Any]) -> None:
        async with self.news:
            self._updates.append(update)
            self.news.notify_all()

    def message_from(self, person: int, **content: Any) -> dict[str, Any]:
        return {
            "message_id": next(self._message_ids),
            "date": int(time.time()),
            "chat": {"id": person, "type": "private", "first_name": "Ann"},
            "from": _person(person),
            **content,
        }

    # -- what the bot did -------------------------------------------------------------------

    def made(self, method: str, chat: Optional[int] = None) -> list[Call]:
        return [
            call
            for call in self.calls
            if call.method == method
            and not call.error
            and (chat is None or int(call.data.get("chat_id", 0)) == chat)
        ]

    def shown(self, chat: int) -> list[dict[str, Any]]:
        """The bot's messages in a chat, as they stand there now."""
        return [message for (where, _), message in self.messages.items() if where == chat]

    def texts(self, chat: int) -> list[str]:
        return [message.get("text") or message.get("caption", "") for message in self.shown(chat)]

    async def until(self, what: Callable[[], Any], seconds: float = 10) -> Any:
        """Waits until something is so, and returns it."""

        async def wait() -> Any:
            async with self.news:
                while not (found := what()):
                    await self.news.wait()
                return found

        try:
            return await asyncio.wait_for(wait(), seconds)
        except asyncio.TimeoutError:
            raise AssertionError(f"it did not happen; calls: {self.calls[-8:]}") from None

    async def answers(self, chat: int, number: int, seconds: float = 10) -> list[str]:
        """Waits until the bot has sent so many messages to the chat, and returns their texts."""
        await self.until(lambda: len(self.shown(chat)) >= number, seconds)
        return self.texts(chat)

    # -- the service ------------------------------------------------------------------------

    async def _handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        data = await _data(request)
        call = Call(method, data, time.monotonic())
        try:
            if request.match_info["token"] != self.token:
                raise Refused(401, "Unauthorized")
            if self.fail is not None and (refused := self.fail(call)) is not None:
                raise refused
            answer = getattr(self, f"_{method}", None)
            if answer is None:
                raise Refused(404, f"Not Found: {method}")
            result = answer(data)
            if asyncio.iscoroutine(result):
                result = await result
        except Refused as refused:
            call.error = refused.body["error_code"]
            await self._note(call)
            return web.json_response(refused.body, status=call.error)
        await self._note(call)
        return web.json_response({"ok": True, "result": result})

    async def _note(self, call: Call) -> None:
        async with self.news:
            self.calls.append(call)
            self.news.notify_all()

    def _getMe(self, data: Any) -> Any:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False}

    async def _getUpdates(self, data: Any) -> Any:
        if self.webhook.get("url"):
            raise Refused(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, wait = int(data.get("offset", 0)), float(data.get("timeout", 0)) * self.second
        async with self.news:
            while self._updates and self._updates[0]["update_id"] < offset:
                self._updates.popleft()

            async def some() -> None:
                while not self._updates:
                    await self.news.wait()

            try:
                await asyncio.wait_for(some(), wait)
            except asyncio.TimeoutError:
                return []
            return list(self._updates)[:100]

    def _setWebhook(self, data: Any) -> bool:
        if not data.get("url", "").startswith("https://"):
            raise Refused(400, "Bad Request: bad webhook: An HTTPS URL must be provided")
        self.webhook = data
        return True

    def _deleteWebhook(self, data: Any) -> bool:
        self.webhook = {}
        return True

    def _setMyCommands(self, data: Any) -> bool:
        for command in json.loads(data["commands"]):
            if not 1 <= len(command["command"]) <= 32 or len(command["description"]) > 256:
                raise Refused(400, "Bad Request: BOT_COMMAND_INVALID")
        return True

    def _setMyDescription(self, data: Any) -> bool:
        if len(data["description"]) > 512:
            raise Refused(400, "Bad Request: description is too long")
        return True

    def _setMyShortDescription(self, data: Any) -> bool:
        if len(data["short_description"]) > 120:
            raise Refused(400, "Bad Request: short description is too long")
        return True

    def _setChatMenuButton(self, data: Any) -> bool:
        return True

    def _sendChatAction(self, data: Any) -> bool:
        self._check_reachable(int(data["chat_id"]))
        return True

    def _sendMessage(self, data: Any) -> Any:
        return self._put(data, {"text": self._written(data, data.get("text", ""), 4096)})

    def _sendPhoto(self, data: Any) -> Any:
        if not data.get("photo", b"").startswith(b"\x89PNG"):
            raise Refused(400, "Bad Request: IMAGE_PROCESS_FAILED")
        photo = [{"file_id": "f", "file_unique_id": "u", "width": 480, "height": 560}]
        caption = self._written(data, data.get("caption", ""), 1024)
        return self._put(data, {"photo": photo, "caption": caption})

    def _editMessageReplyMarkup(self, data: Any) -> Any:
        message = self.messages.get((int(data["chat_id"]), int(data["message_id"])))
        if message is None:
            raise Refused(400, "Bad Request: message to edit not found")
        markup = _markup(data)
        if markup == message.get("reply_markup"):
            raise Refused(400, "Bad Request: message is not modified")
        message.pop("reply_markup", None)
        if markup:
            message["reply_markup"] = markup
        return message

    def _answerCallbackQuery(self, data: Any) -> bool:
        if units(data.get("text", "")) > 200:
            raise Refused(400, "Bad Request: MESSAGE_TOO_LONG")
        return True

    def _put(self, data: Any, content: dict[str, Any]) -> dict[str, Any]:
        chat = int(data["chat_id"])
        self._check_reachable(chat)
        markup = _markup(data)
        self._check_pace(chat)
        number = next(self._message_ids)
        kind = "private" if chat > 0 else "group"
        message = {
            "message_id": number,
            "date": int(time.time()),
            "chat": {"id": chat, "type": kind},
            "from": BOT,
            **content,
        }
        if markup:
            message["reply_markup"] = markup
        self.messages[chat, number] = message
        return message

    def _check_reachable(self, chat: int) -> None:
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")

    def _check_pace(self, chat: int) -> None:
        if not self.strict:
            return
        now = time.monotonic()
        for sent, most in ((self._sent[chat], 1), (self._all_sent, 30)):
            while sent and sent[0] <= now - self.second:
                sent.popleft()
            if len(sent) >= most:
                wait = sent[0] + self.second - now
                raise Refused(429, f"Too Many Requests: retry after {wait}", max(wait, 0.01))
        self._sent[chat].append(now)
        self._all_sent.append(now)

    def _written(self, data: Any, text: str, most: int) -> str:
        plain = Plain().read(text) if data.get("parse_mode") == "HTML" else text
        if not plain.strip() and most == 4096:
            raise Refused(400, "Bad Request: message text is empty")
        if units(plain) > most:
            raise Refused(400, "Bad Request: message is too long")
        return plain


def _person(number: int) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "Ann", "language_code": "en"}


def _markup(data: Any) -> Optional[dict[str, Any]]:
    if not data.get("reply_markup"):
        return None
    markup: dict[str, Any] = json.loads(data["reply_markup"])
    buttons = [button for row in markup["inline_keyboard"] for button in row]
    for button in buttons:
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")
        if not button["text"].strip():
            raise Refused(400, "Bad Request: text buttons are unallowed in the inline keyboard")
    if len(buttons) > 100:
        raise Refused(400, "Bad Request: REPLY_MARKUP_TOO_LONG")
    return markup


async def _data(request: web.Request) -> dict[str, Any]:
    data: dict[str, Any] = {}
    for name, value in (await request.post()).items():
        data[name] = value.file.read() if isinstance(value, web.FileField) else value
    return data
