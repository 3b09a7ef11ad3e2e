"""A PostgreSQL server of the tests' own, in a temporary folder and on a free port."""

from __future__ import annotations

import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import uuid
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, Iterator

import psycopg2
import pytest

ROOT = Path(__file__).resolve().parents[1]
USER = "postgres"  # PostgreSQL refuses to run as root
# Nothing here outlives the tests, so nothing need reach the disk.
QUICK = "-c fsync=off -c full_page_writes=off -c unix_socket_directories="


class PostgresServer:
    """One server; `programs` is the folder with initdb and pg_ctl."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-"))
        self.log = self.folder / "log"
        self.port = free_port()
        if os.geteuid() == 0:
            shutil.chown(self.folder, USER, USER)
        self._run("initdb", "--no-sync", "--auth=trust", f"--username={USER}", "--encoding=UTF8")

    def start(self) -> None:
        """Returns once the server takes connections."""
        options = f"{QUICK} -c listen_addresses=127.0.0.1 -c max_connections=200 -p {self.port}"
        self._run("pg_ctl", "start", "--wait", f"--log={self.log}", f"--options={options}")

    def stop(self, mode: str = "immediate") -> None:
        """Ends the server; `immediate` is like a crash, `fast` ends every connection first."""
        self._run("pg_ctl", "stop", "--wait", f"--mode={mode}")

    @property
    def process(self) -> int:
        """The id of the server's first process."""
        return int((self.folder / "data" / "postmaster.pid").read_text().split()[0])

    def freeze(self) -> None:
        """Stops every process of the server, as if its machine hung."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Lets a frozen server go on."""
        self._signal(signal.SIGCONT)

    def url(self, database: str = USER) -> str:
        """The address of one of its databases."""
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"

    def new_database(self) -> str:
        """The address of a new and empty database."""
        name = f"test_{uuid.uuid4().hex}"
        self.ask(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """What the server's own database answers."""
        return ask(self.url(), statement)

    def remove(self) -> None:
        """Ends the server and deletes its folder."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder)

    def _signal(self, number: signal.Signals) -> None:
        children = Path(f"/proc/{self.process}/task/{self.process}/children").read_text()
        for process in (self.process, *map(int, children.split())):
            with suppress(ProcessLookupError):
                os.kill(process, number)

    def _run(self, program: str, *arguments: str) -> None:
        as_its_user = {"user": USER, "group": USER, "extra_groups": []}
        done = subprocess.run(
            [str(self._programs / program), f"--pgdata={self.folder / 'data'}", *arguments],
            cwd=self.folder,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            # Its output would be held open by the server, and never end.
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL if program == "pg_ctl" else subprocess.PIPE,
            text=True,
            timeout=60,
            **(as_its_user if os.geteuid() == 0 else {}),  # type: ignore[arg-type]
        )
        if done.returncode:
            told = self.log.read_text() if self.log.exists() else done.stderr
            raise RuntimeError(f"{program} failed: {told}")


def free_port() -> int:
    """A port that nothing uses, and that the system gives to no other connection meanwhile."""
    while True:
        port = random.randrange(20_000, 32_000)
        with suppress(OSError), closing(socket.socket()) as free:
            free.bind(("127.0.0.1", port))
            return port


def ask(url: str, statement: str) -> list[tuple[Any, ...]]:
    """What the database at the address answers, over a connection of its own."""
    with closing(psycopg2.connect(url, connect_timeout=5)) as connection:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else []


def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs, which are installed when they are missing."""
    found = subprocess.run(
        ["sh", "scripts/postgres"], cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return Path(found.stdout.strip())


@pytest.fixture(scope="session")
def postgres_programs_folder() -> Path:
    return postgres_programs()


@pytest.fixture(scope="session")
def postgres_server(postgres_programs_folder: Path) -> Iterator[PostgresServer]:
    """The server that tests share: who stops it starts one of their own instead."""
    server = PostgresServer(postgres_programs_folder)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def own_postgres_server(postgres_programs_folder: Path) -> Iterator[PostgresServer]:
    """A running server that only this test has, to be stopped or broken."""
    server = PostgresServer(postgres_programs_folder)
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> str:
    """The address of a new and empty database."""
    return postgres_server.new_database()
