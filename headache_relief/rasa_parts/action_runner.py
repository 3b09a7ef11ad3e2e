"""Runs the custom actions of a package in this process, through rasa-sdk's executor."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, Mapping

from rasa.shared.exceptions import RasaException
from rasa_sdk.executor import ActionExecutor

SECONDS = 5.0
THREADS = 8


class ActionError(RasaException):
    """Custom actions are not as they should be; the message says what to do, in one sentence."""


class StrictExecutor(ActionExecutor):
    """rasa-sdk's executor, which refuses what an action must not return instead of dropping it."""

    def register_package(self, package: str) -> None:
        """Raises ActionError where the SDK would end the process."""
        try:
            self._import_submodules(package)
        except ImportError as error:
            raise ActionError(
                f"The custom actions in '{package}' can't be imported ({error}); mend that import."
            ) from error
        self._register_all_actions()

    @staticmethod
    def validate_events(events: list[Any], action_name: str) -> list[Any]:
        if not all(isinstance(event, dict) and event.get("event") for event in events):
            raise TypeError("an action returns a list of events of rasa_sdk.events")
        return events


class ActionRunner:
    """The custom actions of a package, each run in a worker thread with a time limit.

    A thread can't be stopped: an action that never returns occupies one until the process ends.
    """

    def __init__(
        self, package: str = "actions", seconds: float = SECONDS, threads: int = THREADS
    ) -> None:
        """Imports the package; ActionError says in one sentence why it can't be."""
        self.seconds = seconds
        self._executor = StrictExecutor()
        self._executor.register_package(package)
        self._threads = ThreadPoolExecutor(threads, "actions")

    def knows(self, action: str) -> bool:
        return action in self._executor.actions

    async def run(self, call: Mapping[str, Any]) -> dict[str, Any]:
        """What an action server would answer to `call`: `events` and `responses`.

        Raises whatever the action raises, TimeoutError when it takes too long, and TypeError when
        its answer isn't JSON.
        """
        # A copy, as over HTTP: an action must not change the assistant's own tracker.
        work = partial(self._run, json.dumps(call))
        loop = asyncio.get_running_loop()
        answer = await asyncio.wait_for(
            loop.run_in_executor(self._threads, work), timeout=self.seconds
        )
        result: dict[str, Any] = json.loads(answer)
        return result

    def close(self) -> None:
        """Takes no more work; running actions end by themselves."""
        self._threads.shutdown(wait=False)

    def _run(self, call: str) -> str:
        running = self._executor.run(json.loads(call))
        try:
            return json.dumps(asyncio.run(asyncio.wait_for(running, self.seconds)))
        except (SystemExit, KeyboardInterrupt, asyncio.CancelledError) as error:
            # Handed on, these would end the assistant, or the turn without an answer.
            raise RuntimeError("An action must not end the program.") from error
