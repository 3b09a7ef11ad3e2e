"""Custom actions that fail in every way: the person hears of it, and loses nothing."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Callable

import pytest

from tests.conversations.talk import text
from tests.faults.said import (
    CRISIS,
    DESCRIPTION,
    EMERGENCY,
    FAILURE,
    NOTHING,
    QUESTION,
    SAME_DAY,
    is_one_apology,
)

Behaviour = Callable[..., Any]


def raises(dispatcher: Any, tracker: Any, domain: Any) -> Any:
    raise ValueError(tracker.latest_message["text"])


def calls_itself(*told: Any) -> Any:
    return calls_itself(*told)


def ends_the_program(*_: Any) -> Any:
    raise SystemExit(3)


def cancels(*_: Any) -> Any:
    raise asyncio.CancelledError


def says_an_unknown_response(dispatcher: Any, tracker: Any, domain: Any) -> Any:
    dispatcher.utter_message(response="utter_nonexistent")
    return []


def returns(value: Any) -> Behaviour:
    def behaviour(*_: Any) -> Any:
        return value

    return behaviour


def set_slot(name: str, value: Any) -> dict[str, Any]:
    return {"event": "slot", "name": name, "value": value}


FAILURES = {
    "raises": raises,
    "calls itself for ever": calls_itself,
    "ends the program": ends_the_program,
    "cancels its task": cancels,
    "says an unknown response": says_an_unknown_response,
    "returns nothing": returns(None),
    "returns a text": returns("junk"),
    "returns numbers": returns([42]),
    "returns an event without a kind": returns([{"name": "stage"}]),
    "returns an unknown event": returns([{"event": "nonsense"}]),
    "sets an unknown slot": returns([set_slot("nonsense", 1)]),
    "sets what is not JSON": returns([set_slot("stage", object())]),
    "sets an unreadable case": returns([set_slot("assessment", "{not json")]),
}


@pytest.mark.parametrize("action", ["action_continue", "action_ask_next"])
@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_action_is_one_apology_and_the_question_stays_asked(
    start, actions, logged, monkeypatch, failure, action
) -> None:
    talk = start()
    talk.say(DESCRIPTION)
    with monkeypatch.context() as patch:
        patch.setitem(actions, action, FAILURES[failure])
        talk.say(NOTHING)
    assert is_one_apology(talk.last)
    assert talk.asked == "danger_now"
    assert logged().count(" ERROR ") == 1
    talk.say(NOTHING)
    assert talk.asked == "danger_background"
    assert len(talk.buttons()) > 2


def test_a_danger_question_that_was_never_shown_is_never_answered(
    start, actions, monkeypatch
) -> None:
    talk = start()
    talk.say(DESCRIPTION)
    for _ in range(3):
        with monkeypatch.context() as patch:
            patch.setitem(actions, "action_ask_next", raises)
            talk.says(NOTHING, "no")
        assert talk.last.stage == "danger_screen"
    talk.say(NOTHING)
    assert talk.asked == "danger_background" and talk.buttons()


@pytest.mark.parametrize("hang", ["in a thread", "in a coroutine"])
def test_an_action_that_hangs_is_an_apology_in_time_and_delays_nobody_else(
    assistant, start, actions, loop, monkeypatch, hang
) -> None:
    async def waits(*_: Any) -> Any:
        await asyncio.sleep(5)

    limit = 0.5
    talk, other = start(), start()
    talk.say(DESCRIPTION)
    with monkeypatch.context() as patch:
        patch.setattr(assistant.agent.processor._actions, "seconds", limit)
        stuck = waits if hang == "in a coroutine" else lambda *_: time.sleep(2)
        patch.setitem(actions, "action_ask_next", stuck)
        began = time.monotonic()
        talk.say(NOTHING)
        assert limit <= time.monotonic() - began < limit + 1
    assert is_one_apology(talk.last)
    assert other.say(DESCRIPTION).milliseconds < 1000
    assert talk.say(NOTHING).asked == "danger_background"


@pytest.mark.parametrize("failure", ["raises", "returns nothing", "ends the program"])
@pytest.mark.parametrize("message", [EMERGENCY, CRISIS], ids=["emergency", "crisis"])
def test_the_emergency_answer_comes_with_every_action_broken(
    start, actions, monkeypatch, failure, message
) -> None:
    for action in list(actions):
        monkeypatch.setitem(actions, action, FAILURES[failure])
    talk = start()
    talk.say(message)
    assert talk.last.tier == "emergency" and talk.last.massage_allowed is False
    assert len(talk.last.bot) == 1 and FAILURE not in text(talk.last)
    assert "112" in text(talk.last)


def test_a_same_day_sign_is_answered_with_every_action_broken(start, actions, monkeypatch) -> None:
    for action in list(actions):
        monkeypatch.setitem(actions, action, raises)
    talk = start()
    talk.say(SAME_DAY)
    assert talk.last.tier in {"same_day", "emergency"}
    assert talk.last.massage_allowed is False
    assert FAILURE not in talk.last.bot[0]["text"]


def test_danger_in_the_answer_that_failed_is_kept(start, actions, monkeypatch) -> None:
    talk = start()
    talk.say(DESCRIPTION)
    for action in list(actions):
        monkeypatch.setitem(actions, action, raises)
    talk.says(NOTHING, EMERGENCY)
    monkeypatch.undo()
    talk.says("it is fine now", "find me a massage")
    assert talk.last.massage_allowed is False
    assert talk.last.stage != "suggest"


def test_a_question_is_still_answered_when_the_conversation_can_not_go_on(
    start, actions, monkeypatch
) -> None:
    talk = start()
    talk.say(DESCRIPTION)
    monkeypatch.setitem(actions, "action_resume", raises)
    talk.say(QUESTION)
    assert len(talk.last.bot) == 2
    assert FAILURE not in talk.last.bot[0]["text"] and FAILURE in talk.last.bot[1]["text"]
    assert talk.asked == "danger_now"


def test_a_description_whose_answer_failed_is_not_lost(start, actions, monkeypatch) -> None:
    talk = start()
    with monkeypatch.context() as patch:
        patch.setitem(actions, "action_continue", raises)
        talk.say(DESCRIPTION)
    talk.say("hello?")
    assert "band" in text(talk.last).lower()
    assert talk.asked == "danger_now"


def test_a_suggestion_that_could_not_be_shown_is_shown_when_asked_again(
    start, actions, monkeypatch
) -> None:
    talk = start()
    talk.say(DESCRIPTION)
    with monkeypatch.context() as patch:
        patch.setitem(actions, "action_suggest_technique", raises)
        for _ in range(12):
            if FAILURE in text(talk.last):
                break
            talk.answer({"movement": "no, it stays the same"})
        failed = talk.turns[-1]
        assert is_one_apology(failed) and failed.stage != "suggest"
    talk.say(failed.user)
    assert talk.last.stage == "suggest" and "Stop at once" in text(talk.last)


def test_a_guided_step_that_could_not_be_shown_is_not_skipped(start, actions, monkeypatch) -> None:
    talk = start()
    talk.say(DESCRIPTION)
    talk.until("suggest", {"movement": "no, it stays the same"})
    talk.say("Guide me through it")
    with monkeypatch.context() as patch:
        patch.setitem(actions, "action_guide_step", raises)
        talk.say("next")
        assert is_one_apology(talk.last)
        talk.say("next")
        assert is_one_apology(talk.last)
    talk.say("next")
    assert "Step 2" in text(talk.last)
