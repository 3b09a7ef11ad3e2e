"""Nor does anything that is said or sent stand in what several workers and their parent leave."""

from __future__ import annotations

import asyncio
import json
import os
import signal
from pathlib import Path
from typing import Iterator

import pytest

from tests.canary.databases import Postgres
from tests.canary.test_canary import Evidence, Run, environment_of
from tests.channels.slack.fake_slack import FakeSlack
from tests.channels.telegram.fake_bot_api import FakeBotApi
from tests.channels.web.widget import request
from tests.postgres import PostgresServer
from tests.programs import Program, free_port
from tests.workers.conftest import whereabouts
from tests.workers.test_site import worker_processes

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

MANY = 500


class RunOfSite(Run):
    """Plants strings in two workers behind one port; one of them is killed meanwhile."""

    async def everything(self) -> Evidence:
        await asyncio.gather(self.talks(), self.in_slack(), self.in_telegram())
        await asyncio.to_thread(self.over_http)
        await asyncio.to_thread(self.malformed)
        await self.frames()
        await self.database_away()
        await self.read_only()
        self.look()
        os.kill(worker_processes(self._program)[0], signal.SIGKILL)
        for _ in range(2):
            await asyncio.to_thread(self.over_http)
        await self.until_ready()
        self.look()
        return self.evidence

    def look(self) -> None:
        for url in (self._url, *whereabouts(self._program)):
            for path in ("/health/ready", "/health/live", "/health/workers", "/metrics"):
                try:
                    answer = request(url + path)
                except OSError:  # it was killed a moment ago
                    continue
                told = self.evidence.pages.get(path, "")
                self.evidence.pages[path] = told + answer.body.decode()


@pytest.fixture(scope="module")
def server(postgres_programs_folder: Path) -> Iterator[PostgresServer]:
    server = PostgresServer(postgres_programs_folder)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="module")
def evidence(
    server: PostgresServer, trained_model: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Evidence]:
    slack, telegram, database = FakeSlack().start(), FakeBotApi(strict=False), Postgres(server)
    output = tmp_path_factory.mktemp("canary") / "output"

    async def run() -> Evidence:
        await telegram.start()
        port = free_port()
        command = ["headache_relief", "serve", "--port", str(port), "--workers", "2"]
        environment = environment_of(database, slack, telegram)
        program = await asyncio.to_thread(Program, command, port, output, environment)
        try:
            left = await RunOfSite(program, database, slack, telegram).everything()
            await asyncio.to_thread(program.end, 40)
        finally:
            program.stop()
            await telegram.stop()
        return left

    try:
        yield asyncio.run(run())
    finally:
        slack.stop()


def test_hundreds_of_strings_were_planted(evidence: Evidence) -> None:
    print(f"{len(evidence.planted.where)} strings planted")
    assert len(evidence.planted.where) >= MANY


def test_neither_the_parent_nor_a_worker_logs_any(evidence: Evidence) -> None:
    lines = [line for line in evidence.logged.splitlines() if line.startswith("{")]
    assert len({json.loads(line)["logger"] for line in lines}) > 5
    assert evidence.planted.found_in(evidence.logged) == []
    assert "Traceback" not in evidence.logged


def test_postgresql_logs_none(evidence: Evidence, server: PostgresServer) -> None:
    told = server.log.read_text()
    assert "read-only transaction" in told
    assert evidence.planted.found_in(told) == []


def test_no_error_and_no_page_holds_any(evidence: Evidence) -> None:
    assert len(evidence.errors) > 100
    assert evidence.planted.found_in("\n".join(evidence.errors)) == []
    assert "headache_relief_turns_total" in evidence.pages["/metrics"]
    assert evidence.planted.found_in("\n".join(evidence.pages.values())) == []
