"""A PostgreSQL server of the load test's own, in a temporary folder, as safe as by default."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator

import psycopg2

from headache_relief.benchmark.running_bot import free_port
from headache_relief.serving.errors import ServingError
from headache_relief.settings import ROOT

USER = "postgres"  # PostgreSQL refuses to run as root
SECONDS = 60


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    port: int
    process: int

    def new_database(self, name: str) -> str:
        """The address of a new and empty database."""
        connection = psycopg2.connect(self._url(USER))
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{name}"')
        finally:
            connection.close()
        return self._url(name)

    def _url(self, database: str) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{database}"


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Starts a server and ends it; ServingError when its programs are missing or fail."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="load-postgres-"))
    data, port = folder / "data", free_port()
    options = "-c listen_addresses=127.0.0.1 -c max_connections=200 -c unix_socket_directories="
    if os.geteuid() == 0:
        shutil.chown(folder, USER, USER)
    try:
        made = ("--auth=trust", f"--username={USER}", "--encoding=UTF8")
        _run(programs / "initdb", data, *made)
        _run(
            programs / "pg_ctl",
            data,
            "start",
            "--wait",
            f"--log={folder}/log",
            f"--options={options} -p {port}",
        )
        yield Postgres(port, int((data / "postmaster.pid").read_text().split()[0]))
    finally:
        if (data / "postmaster.pid").exists():
            _run(programs / "pg_ctl", data, "stop", "--wait", "--mode=fast")
        shutil.rmtree(folder)


def _programs() -> Path:
    found = subprocess.run(
        ["sh", "scripts/postgres"], cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True
    )
    if found.returncode:
        raise ServingError("The load test needs PostgreSQL: see what scripts/postgres says above.")
    return Path(found.stdout.strip())


def _run(program: Path, data: Path, *arguments: str) -> None:
    as_its_user: dict[str, Any] = {"user": USER, "group": USER, "extra_groups": []}
    done = subprocess.run(
        [str(program), *arguments, f"--pgdata={data}"],
        cwd=data.parent,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        # Its output would be held open by the server, and never end.
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=SECONDS,
        check=False,
        **(as_its_user if os.geteuid() == 0 else {}),
    )
    if done.returncode:
        raise ServingError(f"{program.name} failed: the load test needs a working PostgreSQL.")
