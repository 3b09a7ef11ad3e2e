"""Somebody who talks to a site of several workers, and comes back whenever the line breaks."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import websockets

from tests.channels.web.widget import AGREED, Assistant, Tab, new_id

SECONDS_TO_GO_ON = 60.0
TOO_SOON = (OSError, AssertionError, asyncio.TimeoutError, websockets.WebSocketException)


class Person:
    """One talk; what is said is sent again, under its id, until it is taken."""

    def __init__(self, page: Assistant) -> None:
        session = page.session().json
        self.token: str = session["token"]
        self.page = replace(page, route=session["route"])
        self.said: list[str] = []

    async def agree(self) -> None:
        """Begins the talk and agrees that it is kept."""
        async with self.page.connected(self.token) as tab:
            await tab.until("state")
            await tab.turn(AGREED)

    async def say(self, text: str) -> None:
        """Says something, over as many lines as it needs, and waits for an answer."""
        identity = new_id()
        self.said.append(identity)
        last = asyncio.get_running_loop().time() + SECONDS_TO_GO_ON
        while True:
            try:
                async with self.page.connected(self.token) as tab:
                    if await self._taken(tab, identity, text):
                        return
            except TOO_SOON:
                assert asyncio.get_running_loop().time() < last, "nobody took the message"
            await asyncio.sleep(0.2)

    async def _taken(self, tab: Tab, identity: str, text: str) -> bool:
        """Whether it was taken and answered; it may have been over a line before."""
        history = await tab.until("history")
        if answers_to(history["messages"], identity):
            return True
        acknowledged = await tab.say(text, identity)
        if acknowledged != {"ok": True}:
            return False
        await tab.until("state")
        return True

    def history(self) -> list[dict[str, Any]]:
        messages: list[dict[str, Any]] = self.page.get("history", self.token).json["messages"]
        return messages

    def check(self) -> None:
        """Everything that was said stands there once, in order, and was answered."""
        told = self.history()
        by_person = [each["id"] for each in told if each["from"] == "person"][1:]
        assert by_person == self.said
        silent = [identity for identity in self.said if not answers_to(told, identity)]
        assert silent == []


def answers_to(messages: list[dict[str, Any]], identity: str) -> list[dict[str, Any]]:
    return [each for each in messages if each["id"].startswith(f"{identity}.")]
