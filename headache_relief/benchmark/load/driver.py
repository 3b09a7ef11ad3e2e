"""Drives conversations at a given rate, whether or not the assistant keeps up (open loop)."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Callable, Iterator, Optional, Sequence

from headache_relief.benchmark.load.arrivals import poisson
from headache_relief.benchmark.load.people import Heard, Person, Unheard
from headache_relief.benchmark.load.scripts import Script, Step, scripts

UNANSWERED = "unanswered"  # when the driver ended
SECONDS_UNTIL_SURELY_LATE = 2.0


@dataclass(frozen=True)
class Stage:
    """So many messages a second on average, for so long; those of the warm-up don't count."""

    rate: float
    seconds: float
    warm_up: float


@dataclass(frozen=True)
class Load:
    """The stages, one after the other, and what people are like."""

    stages: Sequence[Stage]
    pause: float = 6.0  # seconds between two messages of one person, on average
    patience: float = 10.0  # seconds that are waited at the end for what is not answered yet
    thumbs: float = 0.05  # the share of answers that get one
    seed: int = 1
    until_too_much: bool = False  # end after a stage with which the assistant did not keep up

    def people(self, stage: Stage) -> int:
        """How many talk at once."""
        return max(1, round(stage.rate * self.pause))


@dataclass
class Turn:
    """One message: when it was due and answered, in seconds since the driver started."""

    due: float
    stage: int
    counts: bool
    script: str = ""
    number: int = 0  # in its conversation, the opening being 1
    sent: Optional[float] = None
    first: Optional[float] = None
    end: Optional[float] = None
    error: Optional[str] = None

    @property
    def milliseconds_to_first(self) -> float:
        """From when it should have been sent until the answer's first words; endless without."""
        return float("inf") if self.first is None else 1000 * (self.first - self.due)

    @property
    def milliseconds_to_end(self) -> float:
        """The same until the answer's end."""
        return float("inf") if self.end is None else 1000 * (self.end - self.due)


@dataclass
class Driven:
    """What became of a load."""

    load: Load
    started: float  # on the clock of time.perf_counter
    turns: list[Turn] = field(default_factory=list)  # as they were due
    ends: list[float] = field(default_factory=list)  # of each stage, in seconds since the start
    talks: int = 0  # conversations that were opened
    thumbs: int = 0
    worst_lag: float = 0.0  # seconds that the driver itself was late

    def window(self, stage: int) -> tuple[float, float]:
        """When the counted part of a stage began and ended, in seconds since the start."""
        begun = self.ends[stage - 1] if stage else 0.0
        return begun + self.load.stages[stage].warm_up, self.ends[stage]


Enter = Callable[[int], Person]


async def drive(load: Load, enter: Enter) -> Driven:
    """Says what is due to `enter`'s people until the time is over; ends by itself.

    A message that is due goes to the person who has been quiet longest. When they still wait for
    an answer it waits with them, and its time counts from when it was due: nothing is left out
    because the assistant is slow.
    """
    driven = Driven(load, time.perf_counter())
    crowd = _Crowd(driven, enter)
    for number, stage in enumerate(load.stages):
        crowd.grow(load.people(stage))
        await _stage(crowd, number, stage)
        if load.until_too_much and _too_much(driven, number):
            break
    await crowd.end()
    for turn in driven.turns:
        if turn.end is None and turn.error is None:
            turn.error = UNANSWERED
    return driven


async def _stage(crowd: _Crowd, number: int, stage: Stage) -> None:
    driven = crowd.driven
    begun = driven.ends[-1] if driven.ends else 0.0
    for after in poisson(stage.rate, stage.seconds, driven.load.seed + number):
        wait = begun + after - crowd.now()
        driven.worst_lag = max(driven.worst_lag, -wait)
        await asyncio.sleep(max(0.0, wait))
        turn = Turn(begun + after, number, counts=after >= stage.warm_up)
        driven.turns.append(turn)
        crowd.say(turn)
    await asyncio.sleep(max(0.0, begun + stage.seconds - crowd.now()))
    driven.ends.append(begun + stage.seconds)


def _too_much(driven: Driven, stage: int) -> bool:
    """Whether more than a seventh of what was due a while ago is not answered."""
    now = driven.ends[-1]
    due = [
        turn
        for turn in driven.turns
        if turn.stage == stage and turn.counts and turn.due < now - SECONDS_UNTIL_SURELY_LATE
    ]
    return 7 * sum(turn.end is None for turn in due) > len(due)


class _Crowd:
    """Everybody who talks, and what they share."""

    def __init__(self, driven: Driven, enter: Enter) -> None:
        self.driven = driven
        self._enter = enter
        self._scripts = scripts(driven.load.seed)
        self._chance = Random(driven.load.seed)
        self._seats: deque[_Seat] = deque()
        self._working: list[asyncio.Task[None]] = []

    def grow(self, people: int) -> None:
        """From now on so many talk at once."""
        for _ in range(people - len(self._seats)):
            seat = _Seat(self)
            self._seats.appendleft(seat)
            self._working.append(asyncio.create_task(seat.work()))

    def say(self, turn: Turn) -> None:
        """Has whoever has been quiet longest say something."""
        self._seats[0].waiting.put_nowait(turn)
        self._seats.rotate(-1)

    async def end(self) -> None:
        """Waits for the last answers, as long as the load's patience, and sends all home."""
        for seat in self._seats:
            seat.waiting.put_nowait(None)
        done, late = await asyncio.wait(self._working, timeout=self.driven.load.patience)
        for task in late:
            task.cancel()
        for task in late:
            with suppress(asyncio.CancelledError):
                await task
        for task in done:
            task.result()

    def next(self) -> tuple[Script, Person]:
        """A new person with the script that comes next."""
        self.driven.talks += 1
        return next(self._scripts), self._enter(self.driven.talks)

    def likes_it(self) -> bool:
        return self._chance.random() < self.driven.load.thumbs

    def now(self) -> float:
        return time.perf_counter() - self.driven.started


class _Seat:
    """Where one person after the other talks."""

    def __init__(self, crowd: _Crowd) -> None:
        self.waiting: asyncio.Queue[Optional[Turn]] = asyncio.Queue()
        self._crowd = crowd
        self._person: Optional[Person] = None
        self._script: Optional[Script] = None
        self._steps: Iterator[Step] = iter(())
        self._number = 0

    async def work(self) -> None:
        """Has the turns as they become due, until None comes instead of one."""
        try:
            while (turn := await self.waiting.get()) is not None:
                await self._have(turn)
        finally:
            await self._leave()

    async def _have(self, turn: Turn) -> None:
        step = next(self._steps, None)
        if self._person is None or step is None:
            await self._leave()
            self._script, self._person = self._crowd.next()
            self._steps, self._number, step = iter(self._script.steps), 0, None
        assert self._script is not None
        self._number += 1
        turn.script, turn.number, turn.sent = self._script.name, self._number, self._crowd.now()
        try:
            heard = await (self._person.open() if step is None else self._person.turn(step))
            self._note(turn, heard)
            if self._crowd.likes_it():
                self._crowd.driven.thumbs += 1
                await self._person.judge()
        except Unheard as error:
            turn.error = str(error)
            await self._leave()

    def _note(self, turn: Turn, heard: Heard) -> None:
        turn.first = heard.first - self._crowd.driven.started
        turn.end = heard.end - self._crowd.driven.started

    async def _leave(self) -> None:
        person, self._person = self._person, None
        if person is not None:
            await person.leave()
