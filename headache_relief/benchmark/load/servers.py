"""The servers that are put under load, each in processes of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator, Mapping, Sequence

from headache_relief.benchmark.bots import LOGS, STOCK_FOLDER, stock_bot
from headache_relief.benchmark.running_bot import free_port
from headache_relief.serving.errors import ServingError
from headache_relief.serving.training import QUIET
from headache_relief.settings import ROOT

SECONDS_TO_START = 240.0
SECONDS_TO_STOP = 20.0
SECONDS_BETWEEN_TRIES = 0.1
# The driver plays the proxy before the assistant: each person comes from an address of their own,
# so that the limits of an address stay as they are.
BEHIND_A_PROXY = {"HEADACHE_RELIEF_TRUSTED_PROXIES": "1"}


@dataclass(frozen=True)
class Server:
    """A server that answers."""

    url: str
    process: int


@contextmanager
def our_server(database: str, workers: int = 1, rest: bool = False) -> Iterator[Server]:
    """The assistant with so many workers on the database at this address."""
    port = free_port()
    command = [sys.executable, "-m", "headache_relief", "serve", "--port", str(port)]
    command += ["--workers", str(workers)] if workers > 1 else []
    command += ["--rest"] if rest else []
    environment = {**QUIET, **BEHIND_A_PROXY, "HEADACHE_RELIEF_DATABASE_URL": database}
    with _running("load_ours", command, ROOT, environment, port, "/health/ready") as server:
        yield server


@contextmanager
def stock_server() -> Iterator[Server]:
    """The bot that `rasa init` makes, as `rasa run` serves it; made and trained when missing."""
    stock_bot()
    port = free_port()
    command = [sys.executable, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port)]
    with _running("load_stock", command, STOCK_FOLDER, QUIET, port, "/") as server:
        yield server


@contextmanager
def _running(
    name: str,
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    port: int,
    page: str,
) -> Iterator[Server]:
    log = LOGS / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as written:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(process, url + page, log)
        yield Server(url, process.pid)
    finally:
        _stop(process)


def _wait(process: subprocess.Popen[bytes], page: str, log: Path) -> None:
    last = time.monotonic() + SECONDS_TO_START
    while not _answers(page):
        if process.poll() is not None:
            raise ServingError(f"A server ended at once; its log is {log}.")
        if time.monotonic() > last:
            raise ServingError(f"A server did not start in time; its log is {log}.")
        time.sleep(SECONDS_BETWEEN_TRIES)


def _answers(page: str) -> bool:
    try:
        with urllib.request.urlopen(page, timeout=SECONDS_BETWEEN_TRIES * 20):
            return True
    except urllib.error.HTTPError as error:
        return error.code < 500
    except OSError:
        return False


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    with suppress(ProcessLookupError):  # nothing it started outlives it
        os.killpg(process.pid, signal.SIGKILL)
