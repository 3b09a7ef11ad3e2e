"""Two workers behind one port are one assistant to everybody."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Callable

import pytest

from headache_relief.cli.program import app
from tests.channels.web.widget import Assistant, new_id, request
from tests.programs import Program
from tests.workers.conftest import whereabouts
from tests.workers.person import Person, answers_to

Page = Callable[[], Assistant]
TIRED = "my head hurts and I am tired"
AT_ONCE = 8
IN_ORDER = ["person", "assistant", "person", "assistant"]


async def test_the_tabs_of_one_talk_meet_in_one_worker(page: Page) -> None:
    for _ in range(3):
        person = Person(page())
        async with (
            person.page.connected(person.token) as first,
            person.page.connected(person.token) as second,
        ):
            await first.until("state")
            await second.until("history")
            await first.turn("hello")
            await second.until("state")
            assert [each["text"] for each in second.messages("person")] == ["hello"]


async def test_a_talk_before_consent_is_remembered_from_message_to_message(page: Page) -> None:
    for _ in range(3):
        person = Person(page())
        await person.say("no, do not keep anything")
        await person.say(TIRED)
        assert [each["from"] for each in person.history()].count("person") == 2


async def test_talks_are_spread_over_the_workers(page: Page, site: Program) -> None:
    def turns() -> list[int]:
        pages = [request(f"{url}/metrics").body.decode() for url in whereabouts(site)]
        return [counted(text, 'headache_relief_turns_total{channel="web"}') for text in pages]

    before = turns()
    for _ in range(12):
        await Person(page()).say(TIRED)
    after = turns()
    assert all(now > then for now, then in zip(after, before))


def test_only_programs_on_this_machine_are_told_about_workers(site: Program) -> None:
    assert request(f"{site.url}/health/ready").status == 200
    for path in ("health/ready", "health/workers", "metrics"):
        assert request(f"{site.url}/{path}", x_forwarded_for="10.0.0.1").status == 404


def test_sqlite_with_several_workers_is_refused_in_one_sentence() -> None:
    from typer.testing import CliRunner

    ended = CliRunner().invoke(app, ["serve", "--port", "5299", "--workers", "2"])
    assert ended.exit_code != 0
    assert "Several workers need PostgreSQL" in str(ended.exception)


@pytest.mark.slow
async def test_renewing_all_workers_under_a_trickle_of_messages_loses_none(
    page: Page, site: Program
) -> None:
    before = whereabouts(site)
    people = [Person(page()) for _ in range(4)]
    for person in people:
        await person.agree()
    over = asyncio.Event()

    async def trickle(person: Person) -> None:
        while not over.is_set():
            await person.say(TIRED)
            await asyncio.sleep(1)

    talking = [asyncio.create_task(trickle(person)) for person in people]
    os.kill(site.process, signal.SIGHUP)
    while set(before) & set(whereabouts(site)):
        await asyncio.sleep(0.5)
    await asyncio.sleep(2)
    over.set()
    await asyncio.gather(*talking)
    assert all(len(person.said) > 10 for person in people)
    for person in people:
        person.check()


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
async def test_when_a_worker_dies_or_hangs_its_talks_go_on_in_another(
    page: Page, site: Program, how: signal.Signals
) -> None:
    people = [Person(page()) for _ in range(6)]
    for person in people:
        await person.agree()
    os.kill(worker_processes(site)[0], how)
    await asyncio.gather(*(person.say(TIRED) for person in people))
    for person in people:
        person.check()
    while len(whereabouts(site)) < 2 or not all_ready(site):
        await asyncio.sleep(0.5)


@pytest.mark.slow
async def test_messages_in_work_while_a_worker_stands_still_are_answered_once(
    page: Page, site: Program
) -> None:
    people = [Person(page()) for _ in range(6)]
    for person in people:
        await person.agree()
    saying = [asyncio.create_task(person.say(TIRED)) for person in people]
    await asyncio.sleep(0.2)
    stopped = worker_processes(site)[0]
    os.kill(stopped, signal.SIGSTOP)
    await asyncio.sleep(4)  # longer than its locks last, shorter than until it is given up
    os.kill(stopped, signal.SIGCONT)
    await asyncio.gather(*saying)
    for person in people:
        person.check()


@pytest.mark.slow
@pytest.mark.timeout(400)
async def test_two_messages_of_a_talk_at_once_in_two_workers_are_answered_one_after_the_other(
    page: Page, site: Program
) -> None:
    pairs = 120
    broken = []
    for _ in range(pairs // AT_ONCE):
        people = [Person(page()) for _ in range(AT_ONCE)]
        await asyncio.gather(*(person.agree() for person in people))
        told = await asyncio.gather(*(talk_in_both(person, site) for person in people))
        broken += [order for order in told if order != IN_ORDER]
    assert broken == []


async def talk_in_both(person: Person, site: Program) -> list[str]:
    """Says something in both workers at one moment; who spoke in what order, as it is written."""
    async with AsyncExitStack() as open_tabs:
        tabs = []
        for url in whereabouts(site):
            # As the parent passes it on: the address that nginx saw, then nginx's own.
            seen = f"{person.page.address}, 127.0.0.1"
            line = replace(person.page, url=url, address=seen).connected(person.token)
            tabs.append(await open_tabs.enter_async_context(line))
        for tab in tabs:
            await tab.until("history")
        names = [new_id() for _ in tabs]
        taken = await asyncio.gather(*(t.say(TIRED, name) for t, name in zip(tabs, names)))
        assert taken == [{"ok": True}] * 2
        # Which worker answers is theirs to settle, and each shows it in its own tabs.
        while not all(answers_to(person.history(), name) for name in names):
            await asyncio.sleep(0.3)
    told = [(each["from"], each["id"].partition(".")[0]) for each in person.history()]
    spoken = [who for who, _ in itertools.groupby(told)]
    return [by for by, _ in spoken[-len(IN_ORDER) :]]


def worker_processes(site: Program) -> list[int]:
    children = Path(f"/proc/{site.process}/task/{site.process}/children").read_text()
    return [int(child) for child in children.split()]


def all_ready(site: Program) -> bool:
    try:
        return all(request(f"{url}/health/ready").status == 200 for url in whereabouts(site))
    except OSError:
        return False


def counted(metrics: str, name: str) -> int:
    """The sum of a metric's samples."""
    lines = [line for line in metrics.splitlines() if line.startswith(name)]
    assert lines, f"no {name} in the metrics"
    return int(sum(float(line.rsplit(" ", 1)[1]) for line in lines))
