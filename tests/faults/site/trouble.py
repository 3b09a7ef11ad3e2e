"""What people see while something is broken, and how soon all is well again."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Awaitable, Callable, Optional, Sequence

from tests.faults.said import EMERGENCY, PRIVATE, QUESTION
from tests.faults.site.letters import letters
from tests.faults.site.people import Person, Shown
from tests.faults.site.place import CHANNELS, Site
from tests.faults.site.row import Row
from tests.faults.site.targets import SECONDS_TO_ANSWER

SECONDS_BETWEEN_QUESTIONS = 0.4
SECONDS_TO_BE_STORED = 1.0
NUMBER_TO_CALL = "999"
APOLOGY = letters("went wrong on my side")

Deed = Callable[[], Awaitable[None]]


@dataclass
class Heard:
    """What somebody heard after a message, and after how many seconds; None when nothing."""

    person: Person
    emergency: bool
    shown: Optional[Shown]
    refused: Sequence[str]
    seconds: float

    @property
    def is_silent(self) -> bool:
        """Whether neither an answer nor a notice came."""
        return self.shown is None and not self.refused

    @property
    def helped(self) -> bool:
        """Whether it tells whom to call."""
        return self.shown is not None and NUMBER_TO_CALL in self.shown.text

    @property
    def is_apology(self) -> bool:
        return self.shown is not None and APOLOGY in self.shown.text


async def ask(person: Person, text: str, seconds: float = SECONDS_TO_ANSWER) -> Heard:
    """Says something, and waits for what is shown first; in an emergency, for help.

    Whose session ended meanwhile is greeted anew before that.
    """
    before, refused, began = len(person.shown()), len(person.refusals), time.monotonic()
    saying = asyncio.create_task(person.say(text))
    shown: Optional[Shown] = None
    while time.monotonic() - began < seconds and len(person.refusals) == refused:
        await person.answered(before, 0.05)
        new = person.shown()[before:]
        helping = [each for each in new if NUMBER_TO_CALL in each.text]
        shown = next(iter([*helping, *new]), None)
        if shown is not None and (helping or text != EMERGENCY):
            break
    saying.cancel()
    told = person.refusals[refused:]
    return Heard(person, text == EMERGENCY, shown, told, time.monotonic() - began)


def problems(site: Site, heard: Sequence[Heard]) -> list[str]:
    """What must not be, a line each: silence, danger without help, private words in the log."""
    found = [
        f"{each.person.channel}: nothing within {each.seconds:.1f} s"
        for each in heard
        if each.is_silent
    ]
    found += [
        f"{each.person.channel}: no help in an emergency"
        for each in heard
        if each.emergency and not each.is_silent and (not each.helped or each.is_apology)
    ]
    logged = site.logged()
    found += [f"logged: {word}" for word in PRIVATE if word in logged.lower()]
    return found + (["logged: a trace"] if "Traceback" in logged else [])


@dataclass
class Trouble:
    """One fault at a site: the people it meets, and what they hear."""

    site: Site
    fault: str
    people: Sequence[Person]  # those who ask
    endangered: Sequence[Person]  # those in an emergency

    @classmethod
    async def meets(cls, site: Site, fault: str) -> Trouble:
        """A trouble that meets people who have agreed, in every channel."""
        known = await asyncio.gather(*(site.acquaintance(c) for c in CHANNELS for _ in range(2)))
        for person in known:
            await site.settled(person)
        return cls(site, fault, known[::2], known[1::2])

    async def heard(self, channels: Sequence[str] = CHANNELS) -> list[Heard]:
        """What everybody hears while it lasts, who speak at the same time."""
        asked = [ask(p, QUESTION) for p in self.people if p.channel in channels]
        asked += [ask(p, EMERGENCY) for p in self.endangered if p.channel in channels]
        return list(await asyncio.gather(*asked))

    async def recovery(self, channels: Sequence[str] = CHANNELS) -> float:
        """Seconds until a question is answered, and that stored, in every channel."""
        began = time.monotonic()
        await asyncio.gather(
            *(self._answered_well(p, began) for p in self.people if p.channel in channels)
        )
        return time.monotonic() - began

    async def _answered_well(self, person: Person, began: float) -> None:
        while time.monotonic() - began < 60:
            heard = await ask(person, QUESTION)
            well = heard.shown is not None and not heard.is_apology
            if well and await self.site.stored(person, SECONDS_TO_BE_STORED):
                return
            await asyncio.sleep(SECONDS_BETWEEN_QUESTIONS)

    async def end(self) -> None:
        """The people leave."""
        for person in [*self.people, *self.endangered]:
            await self.site.leave(person)

    def rows(self, heard: Sequence[Heard], recovery: Optional[float]) -> list[Row]:
        """A row of the report for each channel."""
        rows = []
        for channel in CHANNELS:
            mine = [each for each in heard if each.person.channel == channel]
            urgent = [each for each in mine if each.emergency]
            if mine:
                rows.append(
                    Row(
                        self.fault,
                        channel,
                        len(mine),
                        sum(each.is_silent for each in mine),
                        0,
                        0,
                        len(urgent),
                        sum(each.helped for each in urgent),
                        recovery,
                        timed=True,
                    )
                )
        return rows
