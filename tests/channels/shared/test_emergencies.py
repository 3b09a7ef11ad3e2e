"""Whoever wrote too much is heard all the same when a message tells of an emergency."""

from __future__ import annotations

from typing import Any

import pytest

from headache_relief.channels.shared.emergencies import Emergencies
from headache_relief.channels.shared.limits import Counters, Limits
from headache_relief.channels.shared.ports import House
from headache_relief.channels.shared.talks import Said, Talks
from headache_relief.rasa_parts.case_reader import tells_of_emergency
from tests.channels.shared.test_talks import (  # noqa: F401
    ANN,
    BEN,
    FakeAssistant,
    Shown,
    assistant,
    records,
    refused,
    shown,
)

PANIC = "cant breathe worst headache of my life"


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Looker:
    """Counts how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self, text: str) -> bool:
        self.asked += 1
        return text == PANIC


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def looker() -> Looker:
    return Looker()


def emergencies(looker: Looker, clock: Clock, **limits: int) -> Emergencies:
    return Emergencies(looker, Counters(Limits(**limits), clock))


async def test_after_too_many_messages_one_that_tells_of_an_emergency_is_answered(
    assistant: FakeAssistant,  # noqa: F811
    records: Any,  # noqa: F811
    shown: Shown,  # noqa: F811
) -> None:
    house = House(
        assistant,
        records,
        {},
        Limits(messages_of_a_session=2),
        tells_of_emergency=tells_of_emergency,
    )
    talks = Talks("web", house, shown, Counters(house.limits))
    for number in range(2):
        await talks.receive(ANN, Said(f"message-{number}", "it hurts"))
    assert await refused(talks.receive(ANN, Said("message-2", "it hurts"))) == "too_many_messages"
    await talks.receive(ANN, Said("message-3", PANIC))
    await shown.until(3)
    assert assistant.heard[-1] == (ANN, PANIC)
    assert await refused(talks.receive(ANN, Said("message-4", "it hurts"))) == "too_many_messages"


@pytest.mark.parametrize(
    "text",
    [
        PANIC,
        "it came like a thunderclap",
        "i want to die",
        "my face droops and i cant speak",
    ],
)
def test_the_rules_alone_know_an_emergency(text: str) -> None:
    assert tells_of_emergency(text)


@pytest.mark.parametrize("text", ["", "hello", "my head hurts", "no fever, no numb arm"])
def test_a_usual_message_is_no_emergency(text: str) -> None:
    assert not tells_of_emergency(text)


def test_only_three_a_minute_get_past_in_one_conversation(looker: Looker, clock: Clock) -> None:
    door = emergencies(looker, clock, emergencies_of_everybody=100)
    assert [door.let_past(ANN, PANIC) for _ in range(5)] == [True] * 3 + [False] * 2
    assert door.let_past(BEN, PANIC)
    clock.now = 61.0
    assert door.let_past(ANN, PANIC)


def test_only_two_a_second_get_past_of_everybody(looker: Looker, clock: Clock) -> None:
    door = emergencies(looker, clock)
    assert [door.let_past(f"web-{n}", PANIC) for n in range(4)] == [True, True, False, False]
    clock.now = 1.1
    assert door.let_past("web-9", PANIC)


def test_a_flood_is_looked_at_no_more_than_a_few_times(looker: Looker, clock: Clock) -> None:
    door = emergencies(looker, clock, looked_at_of_everybody=1_000)
    for _ in range(500):
        door.let_past(ANN, "hello")
    assert looker.asked == Limits().looked_at_of_a_session
    door = emergencies(looker, clock)
    looker.asked = 0
    for number in range(500):
        door.let_past(f"web-{number}", "hello")
    assert looker.asked == Limits().looked_at_of_everybody


def test_long_texts_are_not_looked_at(looker: Looker, clock: Clock) -> None:
    door = emergencies(looker, clock)
    assert not door.let_past(ANN, "x" * (Limits().most_characters_looked_at + 1))
    assert looker.asked == 0
