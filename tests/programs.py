"""Programs that a test starts on a free port of this machine, and stops."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Mapping, Optional, Sequence

ROOT = Path(__file__).resolve().parents[1]
SECONDS_TO_START = 100


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port


class Program:
    """A running program; `output` is the file that everything it prints and logs goes to."""

    def __init__(
        self,
        arguments: Sequence[str],
        port: int,
        output: Path,
        environment: Optional[Mapping[str, str]] = None,
        program: Sequence[str] = (sys.executable, "-m"),
    ) -> None:
        """Starts the program with these arguments and waits until the port answers."""
        self.port = port
        self.output = output
        self._process = subprocess.Popen(
            [*program, *arguments],
            cwd=ROOT,
            stdout=output.open("a"),
            stderr=subprocess.STDOUT,
            env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", **(environment or {})},
        )
        try:
            self._wait()
        except BaseException:
            self.stop()
            raise

    @property
    def process(self) -> int:
        """The id of its process."""
        return self._process.pid

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def end(self, seconds: float = 20) -> int:
        """Asks it to end, waits, and returns its exit status."""
        self._process.terminate()
        return self._process.wait(seconds)

    def _wait(self) -> None:
        last = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < last and self._process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"it did not start: {self.output.read_text()}")


def assistant(folder: Path, environment: Mapping[str, str]) -> Program:
    """The assistant as it is served, with its output and its database in the folder."""
    port = free_port()
    settings = {"HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{folder / 'talks.db'}", **environment}
    arguments = ["headache_relief", "serve", "--port", str(port)]
    return Program(arguments, port, folder / "output", settings)


def action_server(port: int, output: Path, command: Sequence[str] = ("rasa_sdk",)) -> Program:
    """The custom actions on a server of their own, on this machine only."""
    arguments = [*command, "--actions", "actions", "--port", str(port)]
    return Program(arguments, port, output, {"SANIC_HOST": "127.0.0.1"})
