"""How much longer others wait while one person floods, or sends the largest there is."""

from __future__ import annotations

import asyncio
import uuid
from contextlib import suppress
from dataclasses import dataclass
from typing import Callable, Coroutine, Mapping, Sequence

import aiohttp

from headache_relief.benchmark.load.driver import Driven, Enter, Load, Stage, drive
from headache_relief.benchmark.load.figures import Latency
from headache_relief.benchmark.load.people import Unheard
from headache_relief.benchmark.load.web_person import SESSION, WebPerson, address_of

FIRST_OF_THE_NUISANCES = 10_000_000  # their addresses are nobody else's
MOST_CHARACTERS = 1_000
BYTES_OF_A_LARGE_BODY = 1_000_000
SECONDS_BETWEEN_MESSAGES = 3.1  # a session may say 20 things a minute
SECONDS_BETWEEN_SHOUTS = 0.002
SECONDS_TO_BREATHE = 0.05  # before somebody who was thrown out comes back
TOLD = "my head throbs on one side and light hurts since lunch, but no fever and no numb arm; "
CALM, FLOOD, MESSAGES, BODIES = "calm", "a flood", "the longest messages", "bodies of 1 MB"

Nuisance = Callable[[str, aiohttp.ClientSession], Coroutine[None, None, None]]


@dataclass(frozen=True)
class Isolation:
    """What others waited for first words in each phase, and the turns that had no answer."""

    phases: Mapping[str, Latency]
    unanswered: int

    def times(self, phase: str) -> float:
        """The phase's 95th percentile, as a multiple of the calm one."""
        return self.phases[phase].p95 / self.phases[CALM].p95


@dataclass(frozen=True)
class Rounds:
    """Every phase once a round, so that what else the machine does disturbs all alike."""

    rounds: int = 4
    seconds: float = 12.0  # of a phase
    warm_up: float = 1.5  # of a phase, in seconds that don't count
    rate: float = 5.0  # turns of others a second


async def isolation(url: str, enter: Enter, rounds: Rounds, seed: int) -> Isolation:
    """What others wait while nobody disturbs them, and while somebody does."""
    names = [name for _ in range(rounds.rounds) for name in NUISANCES]
    stage = Stage(rounds.rate, rounds.seconds, rounds.warm_up)
    load = Load([stage for _ in names], seed=seed)
    disturbing = asyncio.create_task(_disturb(url, names, rounds.seconds))
    try:
        driven = await drive(load, enter)
    finally:
        disturbing.cancel()
        with suppress(asyncio.CancelledError):
            await disturbing
    return _figures(driven, names)


def _figures(driven: Driven, names: Sequence[str]) -> Isolation:
    counted = [turn for turn in driven.turns if turn.counts]
    waits = {
        name: [turn.milliseconds_to_first for turn in counted if names[turn.stage] == name]
        for name in dict.fromkeys(names)
    }
    unanswered = sum(turn.error is not None for turn in counted)
    return Isolation({name: Latency.of(each) for name, each in waits.items()}, unanswered)


async def _disturb(url: str, names: Sequence[str], seconds: float) -> None:
    """One nuisance after the other, each as long as its phase."""
    clock = asyncio.get_running_loop().time
    began = clock()
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:
        for number, name in enumerate(names, 1):
            nuisances = [asyncio.create_task(each(url, http)) for each in NUISANCES[name]]
            await asyncio.sleep(began + number * seconds - clock())
            for nuisance in nuisances:
                nuisance.cancel()
            await asyncio.gather(*nuisances, return_exceptions=True)


async def _flood_of_messages(url: str, http: aiohttp.ClientSession) -> None:
    """One session says things without waiting for anything; thrown out, it comes back at once."""
    person = WebPerson(url, address_of(FIRST_OF_THE_NUISANCES), http)
    while True:
        try:
            with suppress(Unheard):
                await person.open()
                while True:
                    await person.shout("my head hurts", uuid.uuid4().hex)
                    await asyncio.sleep(SECONDS_BETWEEN_SHOUTS)
        finally:
            await person.leave()
        await asyncio.sleep(SECONDS_TO_BREATHE)


async def _flood_of_sessions(url: str, http: aiohttp.ClientSession) -> None:
    """One address asks for session after session."""
    headers = {"Origin": url, "X-Forwarded-For": address_of(FIRST_OF_THE_NUISANCES + 1)}
    while True:
        with suppress(aiohttp.ClientError):
            async with http.post(url + SESSION, json={}, headers=headers) as answer:
                await answer.read()


async def _longest_messages(url: str, http: aiohttp.ClientSession) -> None:
    """Long messages full of complaints, as often as a session may."""
    person = WebPerson(url, address_of(FIRST_OF_THE_NUISANCES + 2), http)
    text = (TOLD * MOST_CHARACTERS)[:MOST_CHARACTERS]
    with suppress(Unheard):
        await person.open()
        while True:
            await person.shout(text, uuid.uuid4().hex)
            await asyncio.sleep(SECONDS_BETWEEN_MESSAGES)


async def _largest_bodies(url: str, http: aiohttp.ClientSession) -> None:
    """Bodies far beyond the limit, one after the other."""
    headers = {"Origin": url, "X-Forwarded-For": address_of(FIRST_OF_THE_NUISANCES + 3)}
    while True:
        body = b"[" + b" " * BYTES_OF_A_LARGE_BODY + b"]"
        with suppress(aiohttp.ClientError):
            async with http.post(url + SESSION, data=body, headers=headers) as answer:
                await answer.read()


NUISANCES: Mapping[str, Sequence[Nuisance]] = {
    CALM: (),
    FLOOD: (_flood_of_messages, _flood_of_sessions),
    MESSAGES: (_longest_messages,),
    BODIES: (_largest_bodies, _largest_bodies),
}
