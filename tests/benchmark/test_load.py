"""The load test: what its driver does to a server, and what its figures say."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from statistics import mean, pstdev
from typing import Iterator, Optional

import aiohttp
import pytest

from headache_relief.benchmark.load.arrivals import poisson
from headache_relief.benchmark.load.driver import UNANSWERED, Driven, Load, Stage, drive
from headache_relief.benchmark.load.figures import Latency, Setup, StageFigures, stages_of
from headache_relief.benchmark.load.isolation import (
    BODIES,
    CALM,
    FLOOD,
    MESSAGES,
    Isolation,
    Rounds,
    isolation,
)
from headache_relief.benchmark.load.long_talk import Growth
from headache_relief.benchmark.load.people import Heard, Unheard
from headache_relief.benchmark.load.processes import Memory
from headache_relief.benchmark.load.profile import shares
from headache_relief.benchmark.load.report import Report, markdown, page
from headache_relief.benchmark.load.scripts import SCRIPTS, Step, scripts
from headache_relief.benchmark.load.servers import Server, our_server
from headache_relief.benchmark.load.targets import targets
from headache_relief.benchmark.load.web_person import WebPerson, address_of


class Pretended:
    """A server whose every answer takes so long, one after the other."""

    def __init__(self, seconds: float, fails_at: Optional[int] = None) -> None:
        self.seconds = seconds
        self.turns = 0
        self.left = 0
        self._fails_at = fails_at
        self._one_at_a_time = asyncio.Lock()

    async def open(self) -> Heard:
        return await self.turn(None)

    async def turn(self, step: Optional[Step]) -> Heard:
        async with self._one_at_a_time:
            await asyncio.sleep(self.seconds)
        self.turns += 1
        if self.turns == self._fails_at:
            raise Unheard("busy")
        return Heard(time.perf_counter(), time.perf_counter())

    async def judge(self) -> None:
        pass

    async def leave(self) -> None:
        self.left += 1


def load(rate: float, seconds: float, **more: float) -> Load:
    return Load((Stage(rate, seconds, 0.0),), patience=0.2, **more)  # type: ignore[arg-type]


def test_messages_come_at_the_rate_and_irregularly_the_same_for_a_seed() -> None:
    due = list(poisson(10, 1_000, seed=4))
    assert due == list(poisson(10, 1_000, seed=4)) != list(poisson(10, 1_000, seed=5))
    assert 9_500 < len(due) < 10_500
    gaps = [later - earlier for earlier, later in zip(due, due[1:])]
    # Gaps of a Poisson process vary as much as they are long.
    assert 0.9 < pstdev(gaps) / mean(gaps) < 1.1


def test_all_scripts_are_played_as_often_as_each_other() -> None:
    played = [script.name for script, _ in zip(scripts(3), range(5 * len(SCRIPTS)))]
    assert all(played.count(script.name) == 5 for script in SCRIPTS)


async def test_a_slow_server_gets_no_fewer_messages_and_its_delay_counts() -> None:
    server = Pretended(seconds=0.05)
    driven = await drive(load(rate=40, seconds=1.5), lambda _: server)
    turns = driven.turns
    assert 30 < len(turns) < 95
    late = [turn for turn in turns if turn.error == UNANSWERED]
    assert len(late) > 10  # it can answer 20 a second
    waited = [turn.milliseconds_to_first for turn in turns if turn.end is not None]
    assert waited[0] < 500 < max(waited)


async def test_a_refusal_ends_the_talk_and_the_next_message_opens_another() -> None:
    server = Pretended(seconds=0, fails_at=3)
    driven = await drive(load(rate=30, seconds=0.7, pause=0.01), lambda _: server)
    assert [turn.error for turn in driven.turns].count("busy") == 1
    assert driven.turns[2].error == "busy"
    assert driven.turns[3].number == 1
    assert server.left == driven.talks


async def test_it_stops_at_the_first_stage_that_is_too_much() -> None:
    server = Pretended(seconds=0.1)
    stages = [Stage(rate, 3.0, 0.5) for rate in (3, 60, 100)]
    driven = await drive(Load(stages, patience=0, until_too_much=True), lambda _: server)
    assert len(driven.ends) == 2
    first, second = stages_of(driven)
    assert first.keeps_up and not second.keeps_up
    assert 7 < second.answered_a_second < 12


def stage(p95: float = 90.0, errors: int = 0, answered: int = 100) -> StageFigures:
    latency = Latency(20.0, p95, 2 * p95)
    wrong = {"busy": errors} if errors else {}
    return StageFigures(10.0, 100, 10.0, answered, latency, latency, wrong, {"server": 0.5})


def setup(name: str, is_ours: bool, steps: list[StageFigures]) -> Setup:
    memory = [Memory(600_000_000, 500_000_000)]
    return Setup(name, is_ours, 1, stage(), steps, memory, {"store": 3.0}, 1.0, 9)


def test_targets_say_what_was_met_and_what_was_not() -> None:
    ours = setup("ours", True, [stage(answered=150), stage(p95=1_500, answered=210)])
    stock = setup("stock", False, [stage(answered=80)])
    met = {row.measure: row.met for row in targets([ours, stock], Growth(20.0, 31.0, 394))}
    assert met == {
        "ours: 10 turns/s for 0.2 minutes, p50": True,
        "ours: 10 turns/s for 0.2 minutes, p95": True,
        "ours: 10 turns/s for 0.2 minutes, turns without an answer": True,
        "ours: most memory of a worker": True,
        "ours: turns/s kept up with": False,
        "ours: turns/s answered at most": True,
        "one conversation: turns around 394 / around 10": False,
    }


def waits(p95: float) -> Latency:
    return Latency(p95 / 2, p95, 2 * p95)


def test_targets_say_who_was_slowed_by_whom() -> None:
    phases = {CALM: waits(40), FLOOD: waits(80), MESSAGES: waits(60), BODIES: waits(float("inf"))}
    rows = targets([], None, Isolation(phases, unanswered=1))
    assert [(row.measured, row.met) for row in rows] == [
        ("2.00", False),
        ("1.50", True),
        ("inf", False),
        ("1", False),
    ]


def test_errors_mean_that_it_does_not_keep_up() -> None:
    assert stage().keeps_up
    assert not stage(errors=1).keeps_up
    assert not stage(p95=1_001).keeps_up


def test_the_report_is_written_as_markdown_and_as_one_page() -> None:
    report = Report("2 cores", "load", [setup("ours", True, [stage(), stage(p95=float("inf"))])])
    written, shown = markdown(report), page(report)
    assert "| ours: 10 turns/s for 0.2 minutes, p50 | ≤ 150 ms | 20 ms | yes |" in written
    assert "never" in written
    assert "<svg" in shown
    assert not [word for word in ("src=", 'href="http', "url(http", "<link") if word in shown]


def test_a_sample_counts_for_the_innermost_part_and_waiting_not_at_all() -> None:
    lines = [
        "run (rasa/core/agent.py:1);execute (headache_relief/records/x.py:3);dumps (json.py:1) 3",
        "run (rasa/core/agent.py:1) 1",
        "run (threading.py:1);_worker (concurrent/futures/thread.py:81) 90",
    ]
    assert shares(lines) == {"stores": 0.75, "Rasa: handling a message": 0.25}


def test_everybody_comes_from_an_address_of_their_own() -> None:
    assert len({address_of(number) for number in range(70_000)}) == 70_000


@pytest.fixture(scope="module")
def server(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with our_server(f"sqlite:///{tmp_path_factory.mktemp('load')}/talks.db") as started:
        yield started


async def test_others_are_answered_while_one_disturbs_them(server: Server) -> None:
    short = Rounds(rounds=1, seconds=3.0, warm_up=0.5, rate=4.0)
    async with aiohttp.ClientSession() as http:
        found = await isolation(
            server.url, lambda n: WebPerson(server.url, address_of(100 + n), http), short, seed=1
        )
    assert list(found.phases) == [CALM, FLOOD, MESSAGES, BODIES]
    assert found.unanswered == 0
    assert all(0 < latency.p50 < float("inf") for latency in found.phases.values())


async def test_twenty_real_conversations_are_all_answered(server: Server) -> None:
    """As many people at once, who come from self-care to an emergency."""
    few = Load((Stage(8.0, 8.0, 0.0),), pause=2.5, patience=30.0, thumbs=0.5)
    assert few.people(few.stages[0]) == 20
    async with aiohttp.ClientSession() as http:
        driven: Driven = await drive(few, lambda n: WebPerson(server.url, address_of(n), http))
    assert driven.talks >= 20
    assert driven.thumbs > 5
    assert [turn.error for turn in driven.turns if turn.error] == []
    assert all(turn.first <= turn.end for turn in driven.turns)  # type: ignore[operator]
    (figures,) = stages_of(driven)
    assert figures.due == len(driven.turns)
