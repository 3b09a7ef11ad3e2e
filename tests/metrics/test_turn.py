"""What is measured of a turn."""

from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from headache_relief.metrics import instruments, turn


def value(name: str, **labels: str) -> float:
    return instruments.registry.get_sample_value(f"headache_relief_{name}", labels) or 0.0


class Counted:
    """How much a number grew since this was made."""

    def __init__(self, name: str, **labels: str) -> None:
        self._name, self._labels = name, labels
        self._before = value(name, **labels)

    @property
    def more(self) -> float:
        return value(self._name, **self._labels) - self._before


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The time in seconds, which passes only where a test says so."""

    class Clock:
        now = 100.0

        def perf_counter(self) -> float:
            return self.now

    clock = Clock()
    monkeypatch.setattr(turn, "time", clock)
    return clock


def test_a_turn_counts_for_its_channel():
    counted = Counted("turns_total", channel="slack")
    with turn.measured("slack", "anybody", "output"):
        turn.said("output")
    assert counted.more == 1


def test_a_channel_that_is_not_known_counts_as_another():
    counted = Counted("turns_total", channel="other")
    with turn.measured("slack-U0ANN", "anybody", "output"):
        turn.said("output")
    assert counted.more == 1
    assert "U0ANN" not in str(list(instruments.turns.collect()))


def test_a_turn_that_says_nothing_is_silent_and_logged(caplog):
    counted = Counted("silent_turns_total", channel="web")
    with turn.measured("web", "anybody", "output"):
        pass
    assert counted.more == 1
    assert [record.levelname for record in caplog.records] == ["ERROR"]


def test_a_turn_that_fails_without_an_answer_is_silent_too():
    counted = Counted("silent_turns_total", channel="web")
    with pytest.raises(OSError), turn.measured("web", "anybody", "output"):
        raise OSError
    assert counted.more == 1


def test_what_is_said_over_another_output_is_no_answer():
    counted = Counted("silent_turns_total", channel="web")
    with turn.measured("web", "anybody", "output"):
        turn.said("unheard")
    assert counted.more == 1


def test_a_turn_for_whom_nobody_waits_any_more_is_not_silent():
    counted = Counted("silent_turns_total", channel="web")
    with pytest.raises(asyncio.CancelledError), turn.measured("web", "anybody", "output"):
        raise asyncio.CancelledError
    assert counted.more == 0


def test_a_turn_that_is_taken_once_more_counts_once():
    silent = Counted("silent_turns_total", channel="web")
    turns = Counted("turns_total", channel="web")
    with pytest.raises(OSError), turn.measured("web", "anybody", "output"):
        turn.comes_again()
        raise OSError
    with turn.measured("web", "anybody", "output"):
        turn.said("output")
    assert (silent.more, turns.more) == (0, 1)


def test_a_stage_within_a_stage_counts_once(clock):
    whole = Counted("turn_seconds_sum", channel="web")
    actions = Counted("stage_seconds_sum", stage="actions")
    store = Counted("stage_seconds_sum", stage="store")
    with turn.measured("web", "anybody", "output"):
        with turn.stage("actions"):
            clock.now += 1
            with turn.stage("store"):
                clock.now += 2
            clock.now += 4
        turn.said("output")
    assert (actions.more, store.more, whole.more) == (5, 2, 7)


def test_waiting_for_the_lock_ends_when_it_is_had(clock):
    lock = Counted("stage_seconds_sum", stage="lock")
    with turn.measured("web", "anybody", "output"):
        turn.waits_for_lock()
        clock.now += 3
        turn.has_lock()
        clock.now += 8
        turn.said("output")
    assert lock.more == 3


def test_a_lock_that_never_came_is_waited_for_until_the_end(clock):
    lock = Counted("stage_seconds_sum", stage="lock")
    with turn.measured("web", "anybody", "output"):
        turn.waits_for_lock()
        clock.now += 3
        turn.said("output")
    assert lock.more == 3


def test_the_first_answer_is_timed(clock):
    first = Counted("first_answer_seconds_sum", channel="web")
    with turn.measured("web", "anybody", "output"):
        clock.now += 2
        turn.said("output")
        clock.now += 2
        turn.said("output")
    assert first.more == 2


@pytest.mark.parametrize(
    ("before", "after", "counts"),
    [("none", "emergency", 1), ("emergency", "emergency", 0), (None, "emergency", 1)],
)
def test_a_tier_counts_when_a_talk_comes_to_it(before, after, counts):
    counted = Counted("tiers_reached_total", tier="emergency")
    with turn.measured("web", "anybody", "output"):
        turn.stood(before)
        turn.stands(after)
        turn.said("output")
    assert counted.more == counts


def test_not_having_understood_counts():
    counted = Counted("not_understood_total", channel="web")
    for response in ("utter_not_understood", "utter_ask_consent"):
        with turn.measured("web", "anybody", "output"):
            turn.said("output", response)
    assert counted.more == 1


def test_the_line_of_a_turn_tells_neither_talk_nor_text(caplog):
    caplog.set_level(logging.INFO, logger="headache_relief")
    with turn.measured("web", "web-zebra", "output"):
        turn.stands("routine")
        turn.said("output", "utter_ask_consent")
    with turn.measured("web", "web-zebra", "output"):
        turn.said("output")
    first, second = (record.fields for record in caplog.records)
    assert first["tier"] == "routine" and first["answers"] == 1
    assert first["talk"] == second["talk"]  # one talk can be followed
    assert first["turn"] != second["turn"]
    assert "zebra" not in str(first)


def test_outside_a_turn_nothing_is_measured():
    with turn.stage("store"):
        turn.said("output")
        turn.has_lock()
    assert turn._current.get() is None
