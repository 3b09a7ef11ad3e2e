"""Whether a turn takes longer the longer a conversation is, over the web chat."""

from __future__ import annotations

import asyncio
import base64
import json
import time
from dataclasses import dataclass
from statistics import median
from typing import Sequence

import aiohttp

from headache_relief.benchmark.bots import OUR_OPENING, OUR_TALK
from headache_relief.benchmark.load.people import Person
from headache_relief.benchmark.load.rest_person import RestPerson
from headache_relief.benchmark.load.scripts import Say
from headache_relief.benchmark.load.web_person import WebPerson

EARLY, LATE = 10, 400  # turns, the first being 1
SECONDS_BETWEEN = 3.2  # a session may say 20 things a minute


@dataclass(frozen=True)
class Growth:
    """Milliseconds until the first words, each the median of the same twelve messages."""

    early: float
    late: float
    late_turn: int

    @property
    def ratio(self) -> float:
        return self.late / self.early


async def long_talk(url: str, late: int = LATE) -> Growth:
    """Turns around the 10th and around `late` of one talk.

    What lies between is said over the REST channel, into the same conversation: a session of the
    web chat may say only 20 things a minute.
    """
    around = len(OUR_TALK)
    rounds = (late - EARLY) // around
    async with aiohttp.ClientSession() as http:
        person = WebPerson(url, "192.0.2.1", http)
        await person.open()
        other = RestPerson(url, conversation_of(person.token), http)
        try:
            for text in OUR_OPENING[1:]:
                await person.turn(Say(text))
            early = await _round(person)
            for _ in range(rounds - 1):
                for text in OUR_TALK:
                    await other.turn(Say(text))
            last = await _round(person)
        finally:
            await person.leave()
    return Growth(median(early), median(last), EARLY + rounds * around)


async def _round(person: Person) -> Sequence[float]:
    taken = []
    for text in OUR_TALK:
        await asyncio.sleep(SECONDS_BETWEEN)
        begun = time.perf_counter()
        heard = await person.turn(Say(text))
        taken.append(1000 * (heard.first - begun))
    return taken


def conversation_of(token: str) -> str:
    """The conversation that a session's token names."""
    claims = token.split(".")[1]
    padded = claims + "=" * (-len(claims) % 4)
    return str(json.loads(base64.urlsafe_b64decode(padded))["sub"])
