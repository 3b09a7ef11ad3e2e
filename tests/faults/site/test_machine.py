"""The machine fails while people talk: disks are full, stored events damaged, model files gone."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Iterator

import pytest

from tests.faults.site.lives import ROOT, Life, Zygote, cold_start
from tests.faults.site.place import Site, opened
from tests.faults.site.table import Table
from tests.faults.site.targets import SECONDS_TO_RECOVER
from tests.faults.site.trouble import Trouble, problems
from tests.postgres import PostgresServer
from tests.programs import free_port

pytestmark = [pytest.mark.timeout(240)]

SMALL_DISK = "size=160m"
OUTSIDE = (".git", ".venv", ".cache", "models", "results", "widget", "headache_relief", "actions")
MODEL = "headache-relief.tar.gz"


async def test_when_the_disk_is_full_everybody_is_answered(
    zygote: Zygote, tmp_path: Path, table: Table
):
    """The process may write nowhere beyond the present end of its files."""
    async with opened(tmp_path, zygote) as site:
        life = await site.start()
        trouble = await Trouble.meets(site, "disk full (SQLite)")
        with closing(sqlite3.connect(site.file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        unlimited = resource.prlimit(life.process, resource.RLIMIT_FSIZE)
        resource.prlimit(life.process, resource.RLIMIT_FSIZE, (0, unlimited[1]))
        heard = await trouble.heard()
        resource.prlimit(life.process, resource.RLIMIT_FSIZE, unlimited)
        recovery = await trouble.recovery()
        table.rows += trouble.rows(heard, recovery)
        table.measures.database_back.append(recovery)
        assert problems(site, heard) == []
        assert recovery <= SECONDS_TO_RECOVER
        with closing(sqlite3.connect(site.file)) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@contextmanager
def small_disk() -> Iterator[Path]:
    """A disk that is soon full; the test is left out where none can be mounted."""
    folder = Path(tempfile.mkdtemp(prefix="disk-"))
    command = ["mount", "-t", "tmpfs", "-o", SMALL_DISK, "none", str(folder)]
    try:
        if subprocess.run(command, capture_output=True).returncode:
            pytest.skip("mounting a small disk needs more rights than these tests have")
        folder.chmod(0o755)
        yield folder
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
    finally:
        folder.rmdir()


@pytest.mark.slow
async def test_when_the_disk_of_postgresql_is_full_everybody_is_answered(
    zygote: Zygote,
    tmp_path: Path,
    table: Table,
    postgres_programs_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    with small_disk() as disk:
        monkeypatch.setattr(tempfile, "tempdir", str(disk))
        server = PostgresServer(postgres_programs_folder)
        monkeypatch.undo()
        server.start()
        try:
            async with opened(tmp_path, zygote, server.new_database()) as site:
                await site.start()
                trouble = await Trouble.meets(site, "disk full (PostgreSQL)")
                filling = disk / "filling"
                fill(filling)
                heard = await trouble.heard()
                filling.unlink()
                recovery = await trouble.recovery()
                table.rows += trouble.rows(heard, recovery)
                table.measures.database_back.append(recovery)
                assert problems(site, heard) == []
                assert recovery <= SECONDS_TO_RECOVER
        finally:
            server.remove()


def fill(file: Path) -> None:
    """Writes until nothing more fits."""
    try:
        with file.open("wb", buffering=0) as written:
            while written.write(b"\0" * 65_536):
                pass
    except OSError:
        return


async def test_when_the_log_can_not_be_written_everybody_is_answered(
    zygote: Zygote, tmp_path: Path, table: Table
):
    async with opened(tmp_path, zygote) as site:
        life = await site.start()
        trouble = await Trouble.meets(site, "log disk full")
        await life.kill()
        site.output = Path("/dev/full")
        await site.start(faults=["actions_raise"])  # so that there is something to log
        heard = await trouble.heard()
        table.rows += trouble.rows(heard, None)
        site.output = tmp_path / "output"
        assert problems(site, heard) == []


@pytest.mark.slow
async def test_damaged_and_unknown_events_are_set_aside_and_everybody_is_answered(
    zygote: Zygote, tmp_path: Path, table: Table
):
    async with opened(tmp_path, zygote) as site:
        life = await site.start()
        trouble = await Trouble.meets(site, "stored events damaged and unknown")
        await life.kill()
        damaged = damage(site.file)
        await site.start()
        heard = await trouble.heard()
        recovery = await trouble.recovery()
        table.rows += trouble.rows(heard, recovery)
        assert problems(site, heard) == []
        with closing(sqlite3.connect(site.file)) as connection:
            kept = connection.execute("SELECT count(*) FROM quarantined_events").fetchone()[0]
        assert kept == damaged > 0


def damage(file: Path) -> int:
    """Damages the newest event of what each person said last; how many events that were."""
    newest = "SELECT max(id) FROM events GROUP BY conversation"
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        rows = [row[0] for row in connection.execute(newest)]
        for place, row in enumerate(rows):
            broken = '{"event": "us' if place % 2 else '{"event": "unheard_of", "timestamp": 1.0}'
            connection.execute("UPDATE events SET data = ? WHERE id = ?", (broken, row))
    return len(rows)


@pytest.fixture
def checkout(trained_model: Path, tmp_path: Path) -> Path:
    """A copy of the program with a model of its own, for tests to spoil."""
    folder = tmp_path / "checkout"
    (folder / "models").mkdir(parents=True)
    for package in ("headache_relief", "actions"):
        shutil.copytree(ROOT / package, folder / package)
    for part in ROOT.iterdir():
        if part.name not in OUTSIDE:
            (folder / part.name).symlink_to(part)
    (folder / "widget").symlink_to(ROOT / "widget")
    for file in trained_model.parent.iterdir():
        if file.name.startswith("headache-relief"):
            shutil.copy(file, folder / "models")
        else:
            (folder / "models" / file.name).symlink_to(file)
    return folder


def refusal(checkout: Path, tmp_path: Path) -> str:
    """What `serve` says when it does not start."""
    ended = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "headache_relief", "serve", "--port"]
        + [str(free_port())],
        cwd=checkout,
        env={
            **os.environ,
            "HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{tmp_path}/talks.db",
            "HEADACHE_RELIEF_WEB_KEY": "k" * 48,
        },
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert ended.returncode == 1, ended
    assert "Traceback" not in ended.stderr
    return ended.stderr


@pytest.mark.slow
def test_without_its_model_it_refuses_to_start_in_one_sentence(checkout: Path, tmp_path: Path):
    (checkout / "models" / MODEL).unlink()
    assert "headache-relief train" in refusal(checkout, tmp_path)


@pytest.mark.slow
def test_with_half_of_its_model_it_refuses_to_start_in_one_sentence(checkout: Path, tmp_path: Path):
    model = checkout / "models" / MODEL
    model.write_bytes(model.read_bytes()[: model.stat().st_size // 2])
    assert "train" in refusal(checkout, tmp_path)


@pytest.mark.slow
async def test_a_model_that_is_replaced_or_lost_while_people_talk_changes_nothing_for_them(
    checkout: Path, zygote: Zygote, tmp_path: Path, table: Table
):
    async with opened(tmp_path, zygote) as site:
        life = await started_from(checkout, site)
        trouble = await Trouble.meets(site, "model file replaced, then gone")
        model = checkout / "models" / MODEL
        whole = model.read_bytes()
        asking = asyncio.create_task(trouble.heard())
        model.write_bytes(whole[:1000])
        heard = await asking
        model.unlink()
        heard += await trouble.heard()
        model.write_bytes(whole)
        await life.kill()
        await started_from(checkout, site)
        for person in trouble.people:  # Telegram takes a message a second: the rest comes first
            await site.settled(person)
        recovery = await trouble.recovery()
        table.rows += trouble.rows(heard, recovery)
        assert problems(site, heard) == []


async def started_from(checkout: Path, site: Site) -> Life:
    """A life of the site whose program is the copy."""
    life = cold_start(
        ["serve", "--port", str(site.port)], site.port, site.environment, site.output, checkout
    )
    site.life = life
    await life.ready()
    return life
