"""A bot that runs as a process of its own and is spoken to over its REST channel."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

from headache_relief.benchmark.memory import peak_memory
from headache_relief.serving.errors import ServingError

PATH = "/webhooks/rest/webhook"
SECONDS_TO_START = 240.0
SECONDS_TO_ANSWER = 60.0
SECONDS_TO_STOP = 15.0
SECONDS_BETWEEN_TRIES = 0.05


@dataclass(frozen=True)
class Bot:
    """How a bot is started (its command takes a port) and what is said to it."""

    name: str
    command: Sequence[str]  # `{port}` stands for the port
    folder: Path
    log: Path
    opening: Sequence[str]  # the first messages of every conversation
    talk: Sequence[str]  # the messages after them, over and over
    environment: Mapping[str, str] = field(default_factory=dict)

    def message(self, turn: int) -> str:
        """What the person says in a conversation's turn, counted from 0."""
        if turn < len(self.opening):
            return self.opening[turn]
        return self.talk[(turn - len(self.opening)) % len(self.talk)]


class RunningBot:
    """A started bot; made by `running`."""

    def __init__(self, bot: Bot, process: subprocess.Popen[bytes], port: int) -> None:
        self.bot = bot
        self._process = process
        self._port = port
        self.seconds_to_first_answer = 0.0
        self.unanswered = 0  # turns to which it said nothing

    def turn(self, conversation: str, number: int) -> float:
        """Says the message of that turn; returns the seconds until it was answered.

        Raises ServingError when the connection gives no answer.
        """
        started = time.perf_counter()
        try:
            answer = self._post(conversation, self.bot.message(number))
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ServingError(
                f"{self.bot.name} stopped answering ({type(error).__name__}); "
                f"its log is {self.bot.log}."
            ) from error
        passed = time.perf_counter() - started
        self.unanswered += not answer
        return passed

    def peak_megabytes(self) -> float:
        """The most memory that it and its child processes held so far."""
        return peak_memory(self._process.pid) / 1_000_000

    def wait_for_first_answer(self, started: float) -> None:
        """Asks until it answers; sets `seconds_to_first_answer`, counted from `started`."""
        while not self._answers():
            if self._process.poll() is not None:
                raise ServingError(f"{self.bot.name} ended at once; its log is {self.bot.log}.")
            if time.perf_counter() - started > SECONDS_TO_START:
                raise ServingError(
                    f"{self.bot.name} gave no answer within {SECONDS_TO_START:.0f} s of its "
                    f"start; its log is {self.bot.log}."
                )
            time.sleep(SECONDS_BETWEEN_TRIES)
        self.seconds_to_first_answer = time.perf_counter() - started

    def stop(self) -> None:
        """Ends it and whatever it started."""
        self._process.terminate()
        try:
            self._process.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        with suppress(ProcessLookupError):  # nothing it started outlives it
            os.killpg(self._process.pid, signal.SIGKILL)

    def _answers(self) -> bool:
        try:
            return bool(self._post("first", self.bot.message(0)))
        except (OSError, http.client.HTTPException, ValueError):
            return False

    def _post(self, conversation: str, text: str) -> list[dict[str, Any]]:
        # A connection for each message: servers close idle ones, each after its own time.
        connection = http.client.HTTPConnection("127.0.0.1", self._port, SECONDS_TO_ANSWER)
        with closing(connection):
            body = json.dumps({"sender": conversation, "message": text})
            connection.request("POST", PATH, body, {"Content-Type": "application/json"})
            answer: list[dict[str, Any]] = json.loads(connection.getresponse().read())
            return answer


@contextmanager
def running(bot: Bot) -> Iterator[RunningBot]:
    """Starts the bot, waits for its first answer, and ends it afterwards, come what may."""
    port = free_port()
    command = [part.replace("{port}", str(port)) for part in bot.command]
    bot.log.parent.mkdir(parents=True, exist_ok=True)
    with bot.log.open("wb") as log:
        started = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=bot.folder,
            env={**os.environ, **bot.environment},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        one = RunningBot(bot, process, port)
        try:
            one.wait_for_first_answer(started)
            yield one
        finally:
            one.stop()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
