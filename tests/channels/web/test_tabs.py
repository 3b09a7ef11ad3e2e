"""A tab that opens while something is said."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import Any, Awaitable, Callable

from headache_relief.channels.shared.history import person_message
from headache_relief.channels.shared.limits import Counters, Limits
from headache_relief.channels.web.session import Session, Sessions
from headache_relief.channels.web.tabs import Tabs

LATER = person_message("later", "said while it was read", 1.0)


class Wire:
    """Keeps what is emitted, in order."""

    def __init__(self) -> None:
        self.handlers: dict[str, Callable[..., Awaitable[Any]]] = {}
        self.emitted: list[tuple[str, Any]] = []
        self.welcomed: asyncio.Future[None] | None = None

    def on(self, event: str, handler: Callable[..., Awaitable[Any]]) -> None:
        self.handlers[event] = handler

    def has_shown_a_token(self, environ: Any) -> None: ...

    async def enter_room(self, sid: str, room: str) -> None: ...

    async def emit(self, event: str, data: Any, **to: Any) -> None:
        self.emitted.append((event, data))

    def start_background_task(self, work: Callable[..., Awaitable[None]], tab: Any) -> None:
        self.welcomed = asyncio.ensure_future(work(tab))


class Door:
    """Lets every session in."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions

    async def session(self, token: object) -> Session:
        return self._sessions.read(token)


class Talks:
    """A talk in which somebody is answered while it is read for the first time."""

    def __init__(self, tabs: Tabs) -> None:
        self._tabs = tabs
        self._stored: dict[str, list[Any]] = defaultdict(list)

    async def history(self, conversation: str) -> dict[str, Any]:
        read = list(self._stored[conversation])
        if not read:
            self._stored[conversation].append(LATER)
            await self._tabs.message(conversation, LATER)
        return {"messages": read, "state": {}}

    async def greet(self, conversation: str, address: str = "") -> None: ...


async def test_what_is_said_while_a_tab_opens_is_in_the_history_that_it_gets():
    sessions, wire = Sessions(b"k" * 48), Wire()
    tabs = Tabs(wire, sessions, Door(sessions), Counters(Limits()))  # type: ignore[arg-type]
    tabs.open(Talks(tabs))  # type: ignore[arg-type]
    environ = {"headache_relief.address": "10.0.0.1"}
    await wire.handlers["connect"]("sid", environ, {"token": sessions.new()})
    assert wire.welcomed is not None
    await wire.welcomed
    histories = [data["messages"] for event, data in wire.emitted if event == "history"]
    assert histories == [[LATER]]
