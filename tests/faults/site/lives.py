"""Processes of the assistant: forked from one that has read the model, or started from nothing."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any, Callable, Mapping, Optional, Sequence

ROOT = Path(__file__).resolve().parents[3]
SECONDS_TO_START = 60.0
SECONDS_BETWEEN_LOOKS = 0.01
TELEGRAM_SECOND = 0.1  # how long the second of Telegram's limits lasts in forked lives
# No library may start threads in the process that is forked.
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}


class Life:
    """One process of the assistant, from its start to its end."""

    def __init__(self, process: int, port: int, reap: Callable[[], int], cold: bool) -> None:
        self.process = process
        self.port = port
        self.cold = cold
        self.began = time.monotonic()
        self.seconds_to_start = 0.0
        self.status: Optional[int] = None
        self._reap = reap

    async def ready(self, seconds: float = SECONDS_TO_START) -> None:
        """Returns once it listens; AssertionError when it ends before or takes too long."""
        while time.monotonic() - self.began < seconds:
            try:
                _, line = await asyncio.open_connection("127.0.0.1", self.port)
                line.close()
                self.seconds_to_start = time.monotonic() - self.began
                return
            except OSError:
                assert _runs(self.process), f"it ended at its start: {await self.end()}"
                await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        raise AssertionError(f"it did not start within {seconds} s")

    def send(self, number: signal.Signals) -> None:
        """Sends a signal; nothing happens when the process has ended."""
        if self.status is None:
            os.kill(self.process, number)

    async def end(self) -> int:
        """Waits for its end; the exit status, negative for a signal."""
        if self.status is None:
            self.status = await asyncio.to_thread(self._reap)
        return self.status

    async def kill(self) -> int:
        """Ends it at once, as a loss of power would."""
        self.send(signal.SIGKILL)
        return await self.end()


class Zygote:
    """The process that has read the model; lives are its children."""

    def __init__(self, output: Path) -> None:
        self._talking = threading.Lock()
        self._process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.faults.site.zygote"],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=output.open("a"),
            text=True,
            env={**os.environ, **ONE_THREAD},
        )
        self.threads = self._answer()["threads"]

    def start(
        self,
        arguments: Sequence[str],
        port: int,
        environment: Mapping[str, str],
        output: Path,
        faults: Sequence[str] = (),
    ) -> Life:
        """Forks a life that runs the program with these arguments, and with faults put in."""
        told = {
            "faults": list(faults),
            "arguments": list(arguments),
            "environment": dict(environment),
            "output": str(output),
        }
        process = self._ask(told)["process"]
        return Life(process, port, lambda: int(self._ask({"reap": process})["status"]), False)

    def stop(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)

    def _ask(self, told: Mapping[str, Any]) -> dict[str, Any]:
        with self._talking:
            assert self._process.stdin is not None
            self._process.stdin.write(json.dumps(told) + "\n")
            self._process.stdin.flush()
            return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the process that forks has ended; its log says why"
        answer: dict[str, Any] = json.loads(line)
        return answer


def cold_start(
    arguments: Sequence[str],
    port: int,
    environment: Mapping[str, str],
    output: Path,
    folder: Path = ROOT,
) -> Life:
    """Starts a life from nothing, as the service manager would; `folder` holds the program."""
    with output.open("a") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "headache_relief", *arguments],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            env={**os.environ, **environment, "RASA_TELEMETRY_ENABLED": "false"},
        )
    return Life(process.pid, port, process.wait, True)


def _runs(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"
