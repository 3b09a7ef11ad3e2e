"""The assistant is told to end, or crashes, while messages are in work; all are answered."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

import pytest

from headache_relief.serving.server import SECONDS_FOR_LAST_ANSWERS
from tests.faults.said import QUESTION
from tests.faults.site.lives import Life, Zygote
from tests.faults.site.people import Person
from tests.faults.site.place import CHANNELS, Site, opened
from tests.faults.site.row import Row
from tests.faults.site.table import Table
from tests.faults.site.targets import SECONDS_TO_RECOVER, Crash
from tests.faults.site.trouble import problems

pytestmark = [pytest.mark.timeout(240)]

SECONDS_TO_CLOSE = 3.0  # connections and files, after the last answer
SECONDS_TO_BE_ANSWERED = 60.0


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of a database; none for a file of the site's own."""
    return request.getfixturevalue("postgres_url") if request.param == "PostgreSQL" else ""


async def taken_in(person: Person) -> float:
    """Says something; when the channel was told that it is stored."""
    said = await person.say(QUESTION)
    while not person.is_acknowledged(said):
        await asyncio.sleep(0.01)
    return time.monotonic()


@pytest.mark.parametrize(
    "channel",
    [pytest.param(each, marks=() if each == "web" else pytest.mark.slow) for each in CHANNELS],
)
async def test_told_to_end_it_answers_what_is_in_work_and_ends_in_time(
    channel: str, zygote: Zygote, tmp_path: Path, table: Table
):
    async with opened(tmp_path, zygote) as site:
        life = await site.start(faults=["actions_take_long"])
        person = await site.acquaintance(channel)
        await site.settled(person)
        before = len(person.shown())
        await taken_in(person)
        assert len(person.shown()) == before, "it was answered before it could be told to end"
        told = time.monotonic()
        life.send(signal.SIGTERM)
        assert await life.end() == 0
        took = time.monotonic() - told
        verdict = await site.settled(person, 0)
        table.rows.append(
            Row(
                "told to end in mid-turn",
                channel,
                verdict.turns,
                verdict.silent,
                verdict.lost + verdict.unshown,
                verdict.doubled + len(verdict.repeated),
            )
        )
        assert verdict.is_whole and verdict.repeated == [], verdict
        assert verdict.turns == len(person.said)
        assert took <= SECONDS_FOR_LAST_ANSWERS + SECONDS_TO_CLOSE
        assert problems(site, []) == []


@pytest.mark.slow
async def test_after_a_crash_what_was_in_work_is_answered_once_it_has_started(
    database: str, zygote: Zygote, tmp_path: Path, table: Table
):
    kind = "PostgreSQL" if database else "SQLite"
    async with opened(tmp_path, zygote, database) as site:
        newcomers = [await asked_in_vain(site, channel) for channel in CHANNELS if channel != "web"]
        life = site.begin(cold=True)
        await life.ready()
        newcomers.append(await site.newcomer("web"))
        start = await until_answered(life, [(person, 0) for person in newcomers])
        people = [await site.acquaintance(channel) for channel in CHANNELS]
        await asyncio.gather(*(site.settled(person) for person in people))
        before = [(person, len(person.shown())) for person in people]
        await asyncio.gather(*(taken_in(person) for person in people))
        await life.kill()
        life = site.begin(cold=True)
        await life.ready()
        recovery = await until_answered(life, before)
        table.measures.crashes.append(Crash(recovery, start))
        table.notes.append(
            f"{kind}: a start from nothing until somebody was answered took {start:.1f} s; after a "
            f"crash it listened after {life.seconds_to_start:.1f} s and had answered what was in "
            f"work after {recovery:.1f} s."
        )
        for person in people:
            verdict = await site.settled(person)
            table.rows.append(
                Row(
                    f"crashed in mid-turn ({kind})",
                    person.channel,
                    verdict.turns,
                    verdict.silent,
                    verdict.lost + verdict.unshown,
                    verdict.doubled,
                    recovery=recovery,
                )
            )
            assert verdict.is_whole and verdict.turns == len(person.said), verdict
        assert recovery <= start + SECONDS_TO_RECOVER


async def asked_in_vain(site: Site, channel: str) -> Person:
    """Somebody who has written while nothing runs."""
    person = await site.newcomer(channel)
    await person.say("hello")
    return person


async def until_answered(life: Life, before: list[tuple[Person, int]]) -> float:
    """Seconds from the start of a life until all were shown more than they had been before."""
    shown = await asyncio.gather(*(p.answered(n, SECONDS_TO_BE_ANSWERED) for p, n in before))
    assert all(shown), "somebody was never answered"
    return max(each.at for each in shown if each is not None) - life.began
