"""One worker: a whole assistant in a process of its own."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from contextlib import suppress
from typing import Mapping, Optional, Sequence

from aiohttp import ClientError, ClientSession, ClientTimeout

LOOPBACK = "127.0.0.1"
SECONDS_FOR_AN_ANSWER = 2.0
OK = 200


class Worker:
    """A running process, and the port of this machine on which only its parent finds it."""

    def __init__(self, process: asyncio.subprocess.Process, port: int, asking: ClientSession):
        self._process = process
        self._asking = asking
        self.port = port
        self.ready = False

    @classmethod
    async def start(
        cls, command: Sequence[str], environment: Mapping[str, str], asking: ClientSession
    ) -> Worker:
        """Starts the command, which is told its socket with `--listener`.

        It is to end when its standard input ends, so that it never outlives its parent.
        """
        with socket.socket() as listener:
            listener.bind((LOOPBACK, 0))
            process = await asyncio.create_subprocess_exec(
                *command,
                "--listener",
                str(listener.fileno()),
                stdin=asyncio.subprocess.PIPE,
                pass_fds=[listener.fileno()],
                env={**os.environ, **environment},
                start_new_session=True,  # Ctrl-C reaches the parent, which ends it in good order
            )
            return cls(process, listener.getsockname()[1], asking)

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def ended(self) -> bool:
        return self._process.returncode is not None

    @property
    def status(self) -> Optional[int]:
        """The exit status; None while it runs, negative when a signal ended it."""
        return self._process.returncode

    async def look(self) -> bool:
        """Asks whether it is ready, and returns whether it answered at all."""
        timeout = ClientTimeout(SECONDS_FOR_AN_ANSWER)
        try:
            async with self._asking.get(f"{self.url}/health/ready", timeout=timeout) as answer:
                self.ready = answer.status == OK
                return True
        except (ClientError, asyncio.TimeoutError, OSError):
            self.ready = False
            return False

    def tell_to_stop(self) -> None:
        """It takes no new talks, finishes what is in work, and ends."""
        self.ready = False
        self._signal(signal.SIGTERM)

    def kill(self) -> None:
        self.ready = False
        self._signal(signal.SIGKILL)

    async def wait(self) -> None:
        """Returns once it has ended."""
        await self._process.wait()
        self.ready = False

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            self._process.send_signal(number)
