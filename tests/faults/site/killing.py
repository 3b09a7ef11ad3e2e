"""Ends the assistant at random moments while people talk with it, and counts what that cost."""

from __future__ import annotations

import asyncio
import random
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Optional

from tests.faults.site.judging import Verdict, judge
from tests.faults.site.lives import Life
from tests.faults.site.people import Employee, Person
from tests.faults.site.place import CHANNELS, Site
from tests.faults.site.row import Row
from tests.faults.site.targets import SECONDS_TO_ANSWER

PEOPLE_OF_A_CHANNEL = 2
KILLS_OF_A_ROUND = 20
SECONDS_OF_SETTLING = 40.0
SECONDS_OF_A_PLATFORMS_PATIENCE = 1.0  # Slack's three would only make the run longer
MOST_MESSAGES = 14  # of one person: a visitor may send 20 in a minute
TALK = (
    "is massage safe?",
    "my head hurts",
    "None of these",
    "what is a migraine?",
    "a dull band round my head",
    "since yesterday",
    "how long does a massage take?",
    "what is a tension headache?",
    "does water help?",
    "skip",
)


@dataclass
class Cost:
    """What the kills came to."""

    kills: Counter[str] = field(default_factory=Counter)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    starts: dict[bool, list[float]] = field(default_factory=lambda: {False: [], True: []})
    recoveries: list[float] = field(default_factory=list)
    twice_at_a_kill: int = 0  # shown twice: the end came between the platform's yes and our note
    twice_without: int = 0
    newcomers: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)

    @property
    def all_kills(self) -> int:
        return sum(self.kills.values())

    def rows(self, fault: str) -> list[Row]:
        """A row of the report for each channel."""
        slowest = max(self.recoveries, default=None)
        return [
            Row(
                fault,
                channel,
                verdict.turns,
                verdict.silent,
                verdict.lost + verdict.unshown,
                verdict.doubled,
                recovery=slowest,
            )
            for channel, verdict in self.verdicts.items()
        ]

    def notes(self) -> list[str]:
        """What the table has no column for."""
        kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(self.kills.items()))
        starts = ", ".join(
            f"{'from nothing' if cold else 'forked'}: {len(took)}, at most {max(took):.1f} s"
            for cold, took in self.starts.items()
            if took
        )
        newcomers = ", ".join(f"{count} {kind}" for kind, count in sorted(self.newcomers.items()))
        disordered = sum(verdict.disordered for verdict in self.verdicts.values())
        strange = sum(len(verdict.strange) for verdict in self.verdicts.values())
        return [
            f"{self.all_kills} ends of the process ({kinds}); starts {starts}.",
            f"Shown twice because the end came between the platform's yes and its note: "
            f"{self.twice_at_a_kill}; shown twice otherwise: {self.twice_without}; "
            f"out of order: {disordered}; shown, and no answer of the talk: {strange}.",
            f"Before consent: {newcomers}.",
        ]


class Killer:
    """Drives a site through ends and starts; `seed` makes the moments repeatable."""

    def __init__(self, site: Site, seed: int, cold_every: int) -> None:
        self.cost = Cost(verdicts={channel: Verdict() for channel in CHANNELS})
        self._site = site
        self._random = random.Random(seed)
        self._cold_every = cold_every
        self._ends: list[float] = []
        self._talking: dict[Person, asyncio.Task[None]] = {}
        site.slack.patience = SECONDS_OF_A_PLATFORMS_PATIENCE

    async def kill(self, times: int) -> Cost:
        """Ends the assistant so many times, among people who talk."""
        await self._begin()
        while self.cost.all_kills < times:
            await self._round(min(KILLS_OF_A_ROUND, times - self.cost.all_kills))
        return self.cost

    async def _round(self, kills: int) -> None:
        people = await asyncio.gather(
            *(self._site.acquaintance(c) for c in CHANNELS for _ in range(PEOPLE_OF_A_CHANNEL))
        )
        newcomers = [await self._site.newcomer(channel) for channel in CHANNELS]
        for newcomer in newcomers:
            if newcomer.channel != "web":
                await newcomer.say("hello")
        for _ in range(kills):
            self._let_talk(people)
            await asyncio.sleep(self._moment())
            await self._end()
            await self._begin()
        await self._settle(people)
        for newcomer in newcomers:
            await self._greet(newcomer)
        for person in [*people, *newcomers]:
            await self._site.leave(person)

    def _moment(self) -> float:
        """Seconds until the end: mostly within a turn, now and then long after it."""
        longest = 0.6 if self._random.random() < 0.8 else 2.0
        return self._random.uniform(0, longest)

    def _let_talk(self, people: list[Person]) -> None:
        for person in self._random.sample(people, k=self._random.randint(2, 5)):
            task = self._talking.get(person)
            if (task is None or task.done()) and len(person.said) < MOST_MESSAGES:
                number = self._random.choice((1, 1, 2, 3))
                texts = [self._random.choice(TALK) for _ in range(number)]
                self._talking[person] = asyncio.create_task(self._say(person, texts))

    async def _say(self, person: Person, texts: list[str]) -> None:
        for text in texts:
            said = await person.say(text)
            if isinstance(person, Employee):  # what Slack delivers again may come later
                await person.handed_over(said)

    async def _end(self) -> None:
        life = self._life
        kind = self._random.choices(("-9", "-TERM", "-TERM, then -9", "-STOP, then -9", "-STOP"),
                                    weights=(80, 4, 6, 5, 5))[0]  # fmt: skip
        if kind.startswith("-TERM"):
            life.send(signal.SIGTERM)
        elif kind.startswith("-STOP"):
            life.send(signal.SIGSTOP)
            await asyncio.sleep(self._random.uniform(0.2, 2.0))
            if kind == "-STOP":
                life.send(signal.SIGCONT)
                await asyncio.sleep(self._moment())
        if kind == "-TERM":
            status = await life.end()
            if status not in (0, -signal.SIGTERM):  # the latter when it had hardly begun
                self.cost.failures.append(f"After -TERM it ended with status {status}.")
        elif kind == "-TERM, then -9":
            await asyncio.sleep(self._moment())
            await life.kill()
        else:
            await life.kill()
        self._ends.append(time.monotonic())
        self.cost.kills[f"{kind}{' of a cold start' if life.cold else ''}"] += 1

    async def _begin(self) -> None:
        """Starts a life; now and then it ends while it starts, and another one starts."""
        cold = self.cost.all_kills % self._cold_every == self._cold_every - 1
        life = self._site.begin(cold)
        if not cold and self._random.random() < 0.08:
            await asyncio.sleep(self._random.uniform(0, 0.25))
            await life.kill()
            self._ends.append(time.monotonic())
            self.cost.kills["-9 while it starts"] += 1
            life = self._site.begin(cold)
        await life.ready()
        self.cost.starts[cold].append(life.seconds_to_start)

    async def _settle(self, people: list[Person]) -> None:
        """Lets everything be answered, and judges it."""
        began = time.monotonic()
        talking = [self._talking.pop(person) for person in people if person in self._talking]
        verdicts: Optional[list[Verdict]] = None
        while time.monotonic() - began < SECONDS_OF_SETTLING:
            await asyncio.sleep(0.2)
            if not all(task.done() for task in talking):
                continue
            verdicts = [judge(person, await self._site.events(person)) for person in people]
            if all(verdict.is_complete for verdict in verdicts):
                break
        for task in talking:
            task.cancel()
        self.cost.recoveries.append(time.monotonic() - began)
        for person, verdict in zip(people, verdicts or []):
            self._count(person, verdict)
        if verdicts is None:
            self.cost.failures.append("Somebody's message was not taken in to the end.")

    def _count(self, person: Person, verdict: Verdict) -> None:
        self.cost.verdicts[person.channel].add(verdict)
        for first, second in verdict.repeated:
            if any(first < end < second for end in self._ends):
                self.cost.twice_at_a_kill += 1
            else:
                self.cost.twice_without += 1
        if not verdict.is_whole:
            self.cost.failures.append(f"{person.channel} {person.conversation}: {verdict}")

    async def _greet(self, newcomer: Person) -> None:
        """Whoever had not agreed must be greeted anew: the talk was in memory only."""
        shown = await newcomer.answered(0, SECONDS_TO_ANSWER if newcomer.channel == "web" else 0)
        if shown is not None:
            self.cost.newcomers["greeted"] += 1
            return
        if newcomer.channel == "web":
            self.cost.newcomers["not greeted in the page"] += 1
            self.cost.failures.append("A visitor was not greeted anew.")
            return
        await newcomer.say("hello")
        answered = await newcomer.answered(0, SECONDS_TO_ANSWER)
        self.cost.newcomers["greeted when they wrote again" if answered else "never greeted"] += 1
        if not answered:
            self.cost.failures.append(f"Nobody was greeted in {newcomer.channel}.")

    @property
    def _life(self) -> Life:
        assert self._site.life is not None
        return self._site.life
