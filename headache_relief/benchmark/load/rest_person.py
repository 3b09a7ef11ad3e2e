"""A person at a bot's REST channel, where an answer comes whole and all choices are words."""

from __future__ import annotations

import asyncio
import time

import aiohttp

from headache_relief.benchmark.load.people import Heard, Unheard
from headache_relief.benchmark.load.scripts import HELLO, Say, Step

REST = "/webhooks/rest/webhook"
SECONDS = 30.0


class RestPerson:
    """Talks with the bot at `url` under a name of their own.

    An empty answer counts as one: the stock bot has nothing to say to many things.
    """

    def __init__(self, url: str, name: str, http: aiohttp.ClientSession) -> None:
        self._url = url + REST
        self._name = name
        self._http = http

    async def open(self) -> Heard:
        return await self.turn(Say(HELLO))

    async def turn(self, step: Step) -> Heard:
        said = {"sender": self._name, "message": step.text}
        timeout = aiohttp.ClientTimeout(SECONDS)
        try:
            async with self._http.post(self._url, json=said, timeout=timeout) as answer:
                if answer.status != 200:
                    raise Unheard(f"status_{answer.status}")
                await answer.json()
        except (aiohttp.ClientError, asyncio.TimeoutError, ValueError) as error:
            raise Unheard("no_answer") from error
        now = time.perf_counter()
        return Heard(now, now)

    async def judge(self) -> None:
        """There are no thumbs."""

    async def leave(self) -> None:
        """There is no connection to end."""
