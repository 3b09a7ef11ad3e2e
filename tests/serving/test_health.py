"""Ready and live: what they tell, and that asking costs next to nothing."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from headache_relief.rasa_parts.failed_turn import FAILURE_RESPONSE
from headache_relief.records.database import StoreError
from headache_relief.serving import health
from headache_relief.serving.health import Health


def answer(view: str = "", **more: Any) -> dict[str, Any]:
    return {"text": "Hello.", "view": {"kind": view} if view else None, **more}


FAILED = answer("danger", utter_action=FAILURE_RESPONSE)
GREETING, DANGER = health.SAID


class Assistant:
    """What a check asks of the assistant; a test says how it fails."""

    def __init__(self) -> None:
        self.store = self
        self.agent = SimpleNamespace(is_ready=lambda: True, processor=self)
        self.writes = 0
        self.turns: list[str] = []
        self.fault: Any = None
        self.answers: dict[str, Any] = {text: [answer(view)] for text, view in health.SAID.items()}
        self.gate = asyncio.Event()
        self.gate.set()

    async def prove_writable(self) -> None:
        self.writes += 1
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault

    async def rehearse(self, text: str) -> Any:
        self.turns.append(text)
        await self.gate.wait()
        if self.fault is not None:
            raise self.fault
        return self.answers[text]


@pytest.fixture
def assistant(monkeypatch: pytest.MonkeyPatch) -> Assistant:
    monkeypatch.setattr(health, "rehearse", lambda processor, text: processor.rehearse(text))
    monkeypatch.setattr(health, "SECONDS_FOR_THE_DATABASE", 0.05)
    monkeypatch.setattr(health, "SECONDS_FOR_A_TURN", 0.05)
    return Assistant()


@pytest.fixture
def checks(assistant: Assistant) -> Health:
    return Health(assistant)  # type: ignore[arg-type]


def forget(checks: Health) -> None:
    """Lets what the checks said no longer hold."""
    checks._database._until = checks._turn._until = float("-inf")


async def test_a_working_assistant_is_ready_and_live(checks):
    assert await checks.ready() is None
    assert await checks.live() is None


async def test_without_a_model_it_is_not_ready(checks, assistant):
    assistant.agent.is_ready = lambda: False
    assert await checks.ready() == "model"


async def test_while_draining_it_is_not_ready_at_once_and_stays_live(checks):
    assert await checks.ready() is None
    checks.drain()
    assert await checks.ready() == "draining"
    assert await checks.live() is None


async def test_without_its_database_it_is_not_ready_and_comes_back(checks, assistant):
    assistant.fault = StoreError("gone")
    assert await checks.ready() == "database"
    assistant.fault = None
    forget(checks)
    assert await checks.ready() is None


async def test_a_database_that_does_not_answer_is_asked_once_only(checks, assistant):
    assistant.gate.clear()
    for _ in range(3):
        assert await checks.ready() == "database"
        forget(checks)
    assert assistant.writes == 1
    assistant.gate.set()
    await asyncio.sleep(0)
    assert await checks.ready() is None


async def test_a_flood_of_questions_is_one_check(checks, assistant):
    await asyncio.gather(
        *(checks.ready() for _ in range(500)), *(checks.live() for _ in range(500))
    )
    assert await checks.ready() is None
    assert assistant.writes == 1
    assert assistant.turns == list(health.SAID)


async def test_a_caller_who_gives_up_does_not_end_the_check_of_the_others(checks, assistant):
    assistant.gate.clear()
    first, second = asyncio.create_task(checks.live()), asyncio.create_task(checks.live())
    await asyncio.sleep(0)
    first.cancel()
    assistant.gate.set()
    assert await second is None


@pytest.mark.parametrize(
    ("said", "answers"),
    [
        (GREETING, []),
        (GREETING, [{"text": ""}]),
        (DANGER, [FAILED]),
        (DANGER, [answer("danger"), FAILED]),
        (DANGER, [answer()]),  # danger was not seen
    ],
)
async def test_no_proper_answer_is_not_live(checks, assistant, said, answers):
    assistant.answers[said] = answers
    assert await checks.live() == "turn"


async def test_a_part_that_fails_or_hangs_is_not_live(checks, assistant):
    assistant.fault = RuntimeError("of the model")
    assert await checks.live() == "turn"
    assistant.fault = None
    assistant.gate.clear()
    forget(checks)
    assert await checks.live() == "turn"
