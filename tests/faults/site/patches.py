"""Faults that are put into an assistant from within, before it starts; by the name of the fault."""

from __future__ import annotations

import asyncio
import signal
import time
from functools import lru_cache
from typing import Any, Callable

from headache_relief.rasa_parts.action_runner import ActionRunner
from headache_relief.rasa_parts.intent_classifier import IntentClassifier

SECONDS_A_CLOCK_JUMPS = 3 * 86_400.0
HANGS = 600.0
SECONDS_OF_A_LONG_ACTION = 0.7

Patch = Callable[[], None]


def intents_fail() -> None:
    """The part of the model that says what a message is for raises at every message."""

    def process(self: Any, messages: Any) -> Any:
        raise RuntimeError("the intent part is broken")

    IntentClassifier.process = process  # type: ignore[method-assign]


def actions_raise() -> None:
    """Every custom action raises."""

    async def run(self: Any, call: Any) -> Any:
        raise RuntimeError("the action is broken")

    ActionRunner.run = run  # type: ignore[method-assign]


def actions_hang() -> None:
    """Every custom action blocks its thread."""

    def hang(self: Any, call: str) -> str:
        time.sleep(HANGS)
        return "{}"

    ActionRunner._run = hang  # type: ignore[method-assign]


def actions_return_junk() -> None:
    """Every custom action answers something that is no answer."""

    async def run(self: Any, call: Any) -> Any:
        return {"events": [{"event": "nonsense"}, 7], "responses": "none"}

    ActionRunner.run = run  # type: ignore[method-assign]


def actions_take_long() -> None:
    """Every custom action takes a while."""
    real = ActionRunner.run

    async def run(self: Any, call: Any) -> Any:
        await asyncio.sleep(SECONDS_OF_A_LONG_ACTION)
        return await real(self, call)

    ActionRunner.run = run  # type: ignore[method-assign]


def hangs() -> None:
    """The process stands still within itself from SIGUSR1 on; only its other threads go on."""
    signal.signal(signal.SIGUSR1, lambda _number, _frame: time.sleep(HANGS))


def clock_jumps() -> None:
    """The clock of the day jumps ahead at SIGUSR1 and back at SIGUSR2."""
    real, ahead = time.time, [0.0]
    time.time = lambda: real() + ahead[0]

    def jump(number: int, _frame: Any) -> None:
        ahead[0] = SECONDS_A_CLOCK_JUMPS if number == signal.SIGUSR1 else -SECONDS_A_CLOCK_JUMPS

    signal.signal(signal.SIGUSR1, jump)
    signal.signal(signal.SIGUSR2, jump)


@lru_cache(maxsize=1)
def patches() -> dict[str, Patch]:
    """Every fault by its name."""
    faults = (
        intents_fail,
        actions_raise,
        actions_hang,
        actions_return_junk,
        actions_take_long,
        hangs,
        clock_jumps,
    )
    return {fault.__name__: fault for fault in faults}
