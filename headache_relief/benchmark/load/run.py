"""`headache-relief load`: loads each server in turn, prints the report and writes it to files."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable, Iterator, Mapping, Optional, Sequence

import aiohttp

from headache_relief.benchmark.load import profile
from headache_relief.benchmark.load.counted import milliseconds_a_turn, stage_totals
from headache_relief.benchmark.load.driver import Driven, Enter, Load, Stage, drive
from headache_relief.benchmark.load.figures import Setup, stages_of
from headache_relief.benchmark.load.isolation import Isolation, Rounds, isolation
from headache_relief.benchmark.load.long_talk import Growth, long_talk
from headache_relief.benchmark.load.postgres import Postgres, running_postgres
from headache_relief.benchmark.load.processes import Watch, memory_of_workers, watched
from headache_relief.benchmark.load.report import Profile, Report, markdown, page
from headache_relief.benchmark.load.rest_person import RestPerson
from headache_relief.benchmark.load.servers import Server, our_server, stock_server
from headache_relief.benchmark.load.web_person import WebPerson, address_of
from headache_relief.serving.model import ModelFiles

Say = Callable[[str], None]

ONE, ON_POSTGRES, TWO, STOCK = "1 worker, SQLite", "1 worker, PostgreSQL", "2 workers", "stock Rasa"
NAMES = {"sqlite": ONE, "postgres": ON_POSTGRES, "two": TWO, "stock": STOCK}
GROWTH_OF_STEPS = 1.3
MOST_STEPS = 12


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    setups: Sequence[str] = tuple(NAMES)
    rate: float = 10.0  # turns a second, of the steady part
    minutes: float = 1.0  # of the steady part
    warm_up: float = 10.0  # seconds before it counts
    first_step: float = 5.0  # turns a second
    step_seconds: float = 14.0
    step_warm_up: float = 4.0
    profile_seconds: float = 30.0
    long_talk: bool = True
    isolation: Rounds = Rounds()
    seed: int = 1

    @property
    def steady(self) -> Load:
        return Load((Stage(self.rate, self.warm_up + 60 * self.minutes, self.warm_up),),
                    seed=self.seed)  # fmt: skip

    @property
    def steps(self) -> Load:
        rates = [self.first_step * GROWTH_OF_STEPS**number for number in range(MOST_STEPS)]
        stages = [Stage(rate, self.step_seconds, self.step_warm_up) for rate in rates]
        return Load(stages, seed=self.seed, until_too_much=True)


def run(plan: Plan, output: Path, command: str, say: Say) -> Report:
    """Loads what the plan names and writes report.md, report.html and the profile to the folder.

    ServingError says in one sentence what did not start; everything that was started is ended.
    """
    ModelFiles().existing_model()
    output.mkdir(parents=True, exist_ok=True)
    report = asyncio.run(_measured(plan, output, command, say))
    (output / "report.md").write_text(markdown(report), encoding="utf-8")
    (output / "report.html").write_text(page(report), encoding="utf-8")
    return report


async def _measured(plan: Plan, output: Path, command: str, say: Say) -> Report:
    folder = Path(tempfile.mkdtemp(prefix="load-"))
    try:
        with ExitStack() as stack:
            needed = {"postgres", "two"} & set(plan.setups)
            postgres = stack.enter_context(running_postgres()) if needed else None
            report = Report(machine(), command, [])
            for name in plan.setups:
                report = await _with(report, name, plan, postgres, folder, output, say)
    finally:
        shutil.rmtree(folder)
    return report


async def _with(
    report: Report,
    name: str,
    plan: Plan,
    postgres: Optional[Postgres],
    folder: Path,
    output: Path,
    say: Say,
) -> Report:
    """The report with one more setup."""
    say(f"{NAMES[name]}: starting ...")
    with _server(name, postgres, folder) as server:
        loaded = _Loaded(name, server, postgres if name in ("postgres", "two") else None, say)
        setup = await loaded.setup(plan)
        report = replace(report, setups=[*report.setups, setup])
        if name == "sqlite":
            if plan.long_talk:
                say(f"{setup.name}: one long conversation ...")
                report = replace(report, growth=await _growth(folder))
            say(f"{setup.name}: one who disturbs the others ...")
            report = replace(report, isolation=await loaded.isolation(plan))
            if plan.profile_seconds:
                report = replace(report, profile=await loaded.profile(plan, output))
    return report


async def _growth(folder: Path) -> Growth:
    with our_server(f"sqlite:///{folder}/long.db", rest=True) as server:
        return await long_talk(server.url)


@contextmanager
def _server(name: str, postgres: Optional[Postgres], folder: Path) -> Iterator[Server]:
    with ExitStack() as stack:
        if name == "stock":
            yield stack.enter_context(stock_server())
        elif postgres is not None and name != "sqlite":
            database = postgres.new_database(f"load_{name}")
            yield stack.enter_context(our_server(database, workers=2 if name == "two" else 1))
        else:
            yield stack.enter_context(our_server(f"sqlite:///{folder}/load.db"))


class _Loaded:
    """A running server that is loaded."""

    def __init__(self, name: str, server: Server, postgres: Optional[Postgres], say: Say) -> None:
        self._name = name
        self._server = server
        self._parents = {"server": server.process}
        if postgres is not None:
            self._parents["database"] = postgres.process
        self._say = say
        self._people = 0

    async def setup(self, plan: Plan) -> Setup:
        """The figures of the steady part and of the steps."""
        name = NAMES[self._name]
        self._say(f"{name}: {plan.rate:g} turns a second for {plan.minutes:g} minutes ...")
        before = self._counted()
        steady, watch = await self._drive(plan.steady)
        stages = milliseconds_a_turn(before, self._counted()) if before else {}
        self._say(f"{name}: ever faster ...")
        steps, watch_of_steps = await self._drive(plan.steps)
        return Setup(
            name=name,
            is_ours=self._name != "stock",
            workers=2 if self._name == "two" else 1,
            steady=stages_of(steady, watch)[0],
            steps=stages_of(steps, watch_of_steps),
            memory=memory_of_workers(self._server.process),
            stages=stages,
            worst_lag=1000 * max(steady.worst_lag, steps.worst_lag),
            talks=steady.talks + steps.talks,
        )

    async def isolation(self, plan: Plan) -> Isolation:
        """What others wait while one person disturbs them."""
        async with aiohttp.ClientSession(connector=_far_away()) as http:
            return await isolation(self._server.url, self._enter(http), plan.isolation, plan.seed)

    async def profile(self, plan: Plan, output: Path) -> Profile:
        """A profile of the server under the steady load."""
        self._say(f"{NAMES[self._name]}: where time goes ...")
        stage = Stage(plan.rate, plan.profile_seconds + 5, 0)
        drawing, samples = output / "profile.svg", output / "profile.txt"
        recording = asyncio.create_task(
            profile.record(self._server.process, plan.profile_seconds, drawing, samples)
        )
        await self._drive(Load((stage,), seed=plan.seed))
        failed = await recording
        shares = {} if failed else profile.shares(samples.read_text().splitlines())
        return Profile(NAMES[self._name], shares, drawing.name, failed)

    def _counted(self) -> Mapping[str, float]:
        # Each worker counts for itself, and a page shows one of them.
        return {} if self._name in ("stock", "two") else stage_totals(self._server.url)

    async def _drive(self, load: Load) -> tuple[Driven, Watch]:
        async with aiohttp.ClientSession(connector=_far_away()) as http:
            async with watched(self._parents) as watch:
                driven = await drive(load, self._enter(http))
            return driven, watch

    def _enter(self, http: aiohttp.ClientSession) -> Enter:
        begun = self._people
        url = self._server.url

        def enter(number: int) -> WebPerson | RestPerson:
            self._people = begun + number
            if self._name == "stock":
                return RestPerson(url, f"load-{self._people}", http)
            return WebPerson(url, address_of(self._people), http)

        return enter


def _far_away() -> aiohttp.TCPConnector:
    """A connection for each request, as people far away have."""
    return aiohttp.TCPConnector(limit=0, force_close=True)


def machine() -> str:
    """What it runs on."""
    load = os.getloadavg()[0]
    return f"{os.cpu_count()} cores, load {load:.1f} at the end"
