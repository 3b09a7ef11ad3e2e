"""How much one person slows the others: by a flood, by the largest messages, by idle connections.

`python -m headache_relief.benchmark.isolation` prints the table (benchmarks/README.md). All phases
are measured in turn, several times over, so that what else runs on the machine disturbs all alike.
"""

from __future__ import annotations

import asyncio
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from random import Random
from typing import Any, AsyncIterator, Awaitable, Callable

import aiohttp

from headache_relief.benchmark.load.people import Unheard
from headache_relief.benchmark.load.scripts import Say
from headache_relief.benchmark.load.servers import our_server
from headache_relief.benchmark.load.web_person import WebPerson, address_of

OTHERS = 6
ROUNDS = 4
SECONDS = 15.0
SECONDS_BETWEEN_TURNS = 1.5
IDLE = 200
MOST_CHARACTERS = 1_000
TOLD = "my head throbs on one side and light hurts since lunch, but no fever and no numb arm; "
LONG = (TOLD * 12)[:MOST_CHARACTERS]
WORDS = (
    "dull band round my head",
    "it began after lunch",
    "no fever",
    "stress at work",
    "not sure",
)
GOAL = 2.0

Nuisance = Callable[["Crowd"], Awaitable[None]]


class Crowd:
    """People at a server, each from an address of their own."""

    def __init__(self, url: str, http: aiohttp.ClientSession) -> None:
        self._url = url
        self._http = http
        self._number = 0

    async def enter(self) -> WebPerson:
        """Somebody new, greeted."""
        self._number += 1
        person = WebPerson(self._url, address_of(self._number), self._http)
        await person.open()
        return person


async def nobody(crowd: Crowd) -> None:
    """Nothing besides the others."""
    await asyncio.sleep(SECONDS)


async def flood(crowd: Crowd) -> None:
    """Short messages without a pause: as many as are taken, and the refused ones too."""
    person = await crowd.enter()
    await _as_fast_as_it_goes(person, "hello")


async def largest(crowd: Crowd) -> None:
    """The largest message that is taken, again and again, from ten sessions."""
    people = [await crowd.enter() for _ in range(10)]
    await asyncio.gather(*(_as_fast_as_it_goes(person, LONG) for person in people))


async def idle(crowd: Crowd) -> None:
    """Two hundred connections that say nothing."""
    async with AsyncExitStack() as open_ones:
        for _ in range(IDLE):
            person = await crowd.enter()
            open_ones.push_async_callback(person.leave)
        await asyncio.sleep(SECONDS)


PHASES: dict[str, Nuisance] = {
    "nobody else": nobody,
    "one floods": flood,
    "ten send the largest": largest,
    f"{IDLE} idle": idle,
}


async def _as_fast_as_it_goes(person: WebPerson, text: str) -> None:
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with suppress(Unheard):
            await person.turn(Say(text))
        await asyncio.sleep(0.01)
    await person.leave()


async def _talk(crowd: Crowd, seed: int, until: asyncio.Event) -> AsyncIterator[float]:
    """The milliseconds of one person's turns, at a steady pace."""
    random = Random(seed)
    person = await crowd.enter()
    await person.turn(Say("yes, go on"))
    while not until.is_set():
        started = time.perf_counter()
        heard = await person.turn(Say(random.choice(WORDS)))
        yield (heard.first - started) * 1000
        await asyncio.sleep(random.uniform(0.6, 1.4) * SECONDS_BETWEEN_TURNS)
    await person.leave()


async def _phase(crowd: Crowd, nuisance: Nuisance, seed: int) -> list[float]:
    """The milliseconds of the others' turns while the nuisance lasts."""
    over = asyncio.Event()
    turns: list[float] = []

    async def listen(number: int) -> None:
        async for milliseconds in _talk(crowd, seed * OTHERS + number, over):
            turns.append(milliseconds)

    others = [asyncio.create_task(listen(number)) for number in range(OTHERS)]
    await asyncio.sleep(2.0)
    turns.clear()
    await nuisance(crowd)
    over.set()
    await asyncio.gather(*others)
    return turns


def share(values: list[float], part: float) -> float:
    """The value that this part of them does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


async def measure(url: str) -> dict[str, list[float]]:
    """The milliseconds of all turns of the others, by phase."""
    found: dict[str, list[float]] = defaultdict(list)
    async with aiohttp.ClientSession() as http:
        crowd = Crowd(url, http)
        for number in range(ROUNDS):
            for name, nuisance in PHASES.items():
                found[name] += await _phase(crowd, nuisance, number)
    return found


def main() -> Any:
    """Prints the table; the exit status is 1 when somebody is slowed too much."""
    folder = tempfile.TemporaryDirectory()
    with folder, our_server(f"sqlite:///{Path(folder.name)}/isolation.db") as server:
        found = asyncio.run(measure(server.url))
    alone = share(found["nobody else"], 0.95)
    print("| besides | turns | p50 ms | p95 ms | p95 by nobody else's | goal |")
    print("|---|---|---|---|---|---|")
    worst = 0.0
    for name, turns in found.items():
        ratio = share(turns, 0.95) / alone
        worst = max(worst, ratio)
        middle, late = share(turns, 0.5), share(turns, 0.95)
        print(f"| {name} | {len(turns)} | {middle:.0f} | {late:.0f} | {ratio:.2f} | < {GOAL:.0f} |")
    return int(worst >= GOAL)


if __name__ == "__main__":
    sys.exit(main())
