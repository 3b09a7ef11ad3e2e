"""Custom actions run in the assistant's own process, and whatever fails is said honestly."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, AsyncIterator, Callable, Iterator

import pytest
from aiohttp import web
from rasa.core.actions.action import ActionBotResponse, ActionExecutionRejection, ActionListen
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, FollowupAction, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from headache_relief.rasa_parts.action_runner import ActionError, ActionRunner
from headache_relief.rasa_parts.in_process_actions import (
    ActionServer,
    InProcessAction,
    ServedAction,
    action_for,
    bounded_state,
    check_actions,
)
from tests.rasa_parts.stored_conversations import session_start, user_turn

ACTIONS = '''
import asyncio, time
from rasa_sdk import Action
from rasa_sdk.events import SlotSet
from rasa_sdk.interfaces import ActionExecutionRejection


class Greets(Action):
    def name(self): return "action_greet"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(response="utter_hello", who=tracker.get_slot("said"))
        dispatcher.utter_message(text="Ready?", buttons=[{"title": "Yes", "payload": "Yes"}])
        return [SlotSet("tier", "self_care")]


class GreetsLater(Action):
    def name(self): return "action_greet_later"

    async def run(self, dispatcher, tracker, domain):
        await asyncio.sleep(0.01)
        dispatcher.utter_message(text="Hello later")
        return []


class Says(Action):
    """Lets a test see what it was given."""
    def name(self): return "action_tell_state"

    def run(self, dispatcher, tracker, domain):
        messages = [e["text"] for e in tracker.events if e["event"] == "user"]
        dispatcher.utter_message(text=" | ".join(
            [tracker.sender_id, *messages, tracker.latest_message["text"],
             str(tracker.latest_action_name), str(domain)]))
        tracker.slots["said"]["changed"] = "by the action"
        return []


class Raises(Action):
    def name(self): return "action_raise"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="half an answer")
        raise RuntimeError("secret pain")


class Blocks(Action):
    def name(self): return "action_block"

    def run(self, dispatcher, tracker, domain):
        time.sleep(0.6)
        return []


class Waits(Action):
    def name(self): return "action_wait"

    async def run(self, dispatcher, tracker, domain):
        await asyncio.sleep(60)


class ReturnsJunk(Action):
    def name(self): return "action_return_junk"

    def run(self, dispatcher, tracker, domain):
        return JUNK


class Rejects(Action):
    def name(self): return "action_reject"

    def run(self, dispatcher, tracker, domain):
        raise ActionExecutionRejection("action_reject")


JUNK = None
'''

NAMES = [
    "action_greet",
    "action_greet_later",
    "action_tell_state",
    "action_raise",
    "action_block",
    "action_wait",
    "action_return_junk",
    "action_reject",
]
NOBODY = ActionServer(EndpointConfig(url="http://127.0.0.1:9/webhook"))
SORRY = "Sorry, something went wrong on my side."
CUSTOM = [{"type": "custom"}]
DOMAIN = Domain.from_dict(
    {
        "intents": ["inform"],
        "actions": NAMES,
        "responses": {
            "utter_hello": [{"text": "Hello {who}"}],
            "utter_action_failed": [{"text": SORRY}],
        },
        "slots": {
            "said": {"type": "any", "mappings": CUSTOM},
            "tier": {"type": "text", "mappings": CUSTOM},
        },
    }
)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("package")
    (folder / "trial_actions.py").write_text(ACTIONS)
    sys.path.insert(0, str(folder))
    yield "trial_actions"
    sys.path.remove(str(folder))


@pytest.fixture(scope="module")
def runner(package: str) -> Iterator[ActionRunner]:
    made = ActionRunner(package, seconds=0.3)
    yield made
    made.close()


@pytest.fixture
def tracker() -> DialogueStateTracker:
    made = DialogueStateTracker("ann", DOMAIN.slots)
    made.update_with_events([*session_start(), *user_turn("Ann")], DOMAIN)
    return made


async def run(action: Any, tracker: DialogueStateTracker) -> list[Event]:
    nlg = TemplatedNaturalLanguageGenerator(DOMAIN.responses)
    events: list[Event] = await action.run(CollectingOutputChannel(), nlg, tracker, DOMAIN)
    return events


def texts(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, BotUttered)]


def only_apologised(events: list[Event]) -> bool:
    """Whether the person hears the one sentence, nothing was set, and the assistant listens."""
    return texts(events) == [SORRY] and [e for e in events if not isinstance(e, BotUttered)] == [
        FollowupAction("action_listen")
    ]


async def test_an_actions_messages_and_events_become_rasas(
    runner: ActionRunner, tracker: DialogueStateTracker
) -> None:
    events = await run(InProcessAction("action_greet", runner), tracker)
    assert texts(events) == ["Hello Ann", "Ready?"]
    assert events[1].data["buttons"] == [{"title": "Yes", "payload": "Yes"}]
    assert events[2:] == [SlotSet("tier", "self_care")]


async def test_an_async_action_runs_too(
    runner: ActionRunner, tracker: DialogueStateTracker
) -> None:
    assert texts(await run(InProcessAction("action_greet_later", runner), tracker)) == [
        "Hello later"
    ]


async def test_an_action_gets_the_last_two_turns_and_a_copy_of_the_slots(
    runner: ActionRunner,
) -> None:
    tracker = DialogueStateTracker("ann", DOMAIN.slots)
    tracker.update_with_events(session_start(), DOMAIN)
    for text in ("one", "two", "three"):
        tracker.update_with_events(user_turn(text, {"said": {"heard": text}}), DOMAIN)
    events = await run(InProcessAction("action_tell_state", runner), tracker)
    assert texts(events) == ["ann | two | three | three | action_listen | {}"]
    assert tracker.get_slot("said") == {"heard": "three"}


def test_the_state_handed_over_does_not_grow_with_the_conversation() -> None:
    tracker = DialogueStateTracker("ann", DOMAIN.slots)
    sizes = []
    for number in range(30):
        tracker.update_with_events(user_turn(f"turn {number:02}"), DOMAIN)
        sizes.append(len(bounded_state(tracker)["events"]))
    assert sizes[1:] == [sizes[1]] * 29


async def test_actions_run_beside_each_other(package: str, tracker: DialogueStateTracker) -> None:
    runner = ActionRunner(package, seconds=5)
    started = time.perf_counter()
    blocks = InProcessAction("action_block", runner)
    await asyncio.gather(*(run(blocks, tracker) for _ in range(4)))
    assert time.perf_counter() - started < 1.5  # one after the other takes 2.4 s
    runner.close()


@pytest.mark.parametrize("name", ["action_raise", "action_block", "action_wait", "action_missing"])
async def test_a_failing_action_says_one_honest_sentence_and_changes_nothing(
    runner: ActionRunner,
    tracker: DialogueStateTracker,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    started = time.perf_counter()
    with caplog.at_level(logging.DEBUG):
        events = await run(InProcessAction(name, runner), tracker)
    assert only_apologised(events)
    assert time.perf_counter() - started < 1
    logged = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert len(logged) == 1
    assert logged[0].startswith(f"The action {name} failed: ")
    assert not any(word in caplog.text for word in ("secret", "Ann", "Traceback"))


JUNK = {
    "an event that is none": ["secret pain"],
    "no list": 7,
    "an event of no type": [{"name": "tier", "value": "secret pain"}],
    "an unknown event": [{"event": "from_the_future"}],
    "an event with its name missing": [{"event": "slot", "value": "secret pain"}],
    "a value that is not JSON": [{"event": "slot", "name": "tier", "value": {1, 2}}],
}


@pytest.mark.parametrize("junk", JUNK.values(), ids=list(JUNK))
async def test_junk_from_an_action_is_a_failure(
    runner: ActionRunner,
    tracker: DialogueStateTracker,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    junk: Any,
) -> None:
    monkeypatch.setattr(sys.modules["trial_actions"], "JUNK", junk)
    with caplog.at_level(logging.DEBUG):
        assert only_apologised(await run(InProcessAction("action_return_junk", runner), tracker))
    assert "secret" not in caplog.text


async def test_a_response_that_the_domain_lacks_is_a_failure_not_silence(
    runner: ActionRunner, tracker: DialogueStateTracker
) -> None:
    nlg = TemplatedNaturalLanguageGenerator(
        {"utter_action_failed": DOMAIN.responses["utter_action_failed"]}
    )
    greets = InProcessAction("action_greet", runner)
    events = await greets.run(CollectingOutputChannel(), nlg, tracker, DOMAIN)
    assert only_apologised(events)


async def test_a_silent_action_fails_without_a_word(
    runner: ActionRunner, tracker: DialogueStateTracker, caplog: pytest.LogCaptureFixture
) -> None:
    raises = InProcessAction("action_raise", runner, silent=frozenset({"action_raise"}))
    assert await run(raises, tracker) == []
    assert "The action action_raise failed: RuntimeError." in caplog.messages


async def test_a_rejection_stays_a_rejection(
    runner: ActionRunner, tracker: DialogueStateTracker
) -> None:
    with pytest.raises(ActionExecutionRejection):
        await run(InProcessAction("action_reject", runner), tracker)


def test_a_package_that_cannot_be_imported_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ActionError, match="no_such_package"):
        ActionRunner("no_such_package")


def test_rasas_own_actions_stay_rasas(runner: ActionRunner) -> None:
    assert isinstance(action_for("action_listen", DOMAIN, runner), ActionListen)
    assert isinstance(action_for("utter_hello", DOMAIN, runner), ActionBotResponse)
    assert isinstance(action_for("action_greet", DOMAIN, runner), InProcessAction)
    served = action_for("action_greet", DOMAIN, NOBODY)
    assert isinstance(served, ServedAction)


def test_a_domain_that_names_an_unknown_action_is_refused(runner: ActionRunner) -> None:
    check_actions(DOMAIN, runner)
    more = DOMAIN.merge(Domain.from_dict({"actions": ["action_of_nobody"]}))
    with pytest.raises(ActionError, match="action_of_nobody"):
        check_actions(more, runner)


def test_a_domain_without_the_failures_sentence_is_refused(runner: ActionRunner) -> None:
    with pytest.raises(ActionError, match="utter_action_failed"):
        check_actions(Domain.empty(), runner)


@asynccontextmanager
async def action_server(
    answer: Callable[[dict[str, Any]], web.StreamResponse],
) -> AsyncIterator[ActionServer]:
    async def webhook(request: web.Request) -> web.StreamResponse:
        response = answer(await request.json())
        return await response if asyncio.iscoroutine(response) else response

    app = web.Application()
    app.router.add_post("/webhook", webhook)
    serving = web.AppRunner(app)
    await serving.setup()
    site = web.TCPSite(serving, "127.0.0.1", 0)
    await site.start()
    port = site._server.sockets[0].getsockname()[1]
    yield ActionServer(EndpointConfig(url=f"http://127.0.0.1:{port}/webhook"), seconds=0.3)
    await serving.cleanup()


async def test_a_served_action_is_answered_by_its_server(tracker: DialogueStateTracker) -> None:
    def answer(call: dict[str, Any]) -> web.Response:
        said = f"{call['next_action']} for {call['sender_id']}"
        return web.json_response({"events": [], "responses": [{"text": said}]})

    async with action_server(answer) as server:
        events = await run(ServedAction("action_greet", server), tracker)
    assert texts(events) == ["action_greet for ann"]


async def too_slow(_call: dict[str, Any]) -> web.Response:
    await asyncio.sleep(1)
    return web.json_response({"events": [], "responses": []})


BAD_ANSWERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "an error": lambda _: web.json_response({"error": "secret pain"}, status=500),
    "a missing action": lambda _: web.json_response({"error": "secret pain"}, status=404),
    "no JSON": lambda _: web.Response(text="secret pain"),
    "broken JSON": lambda _: web.Response(text="{secret", content_type="application/json"),
    "a list": lambda _: web.json_response(["secret pain"]),
    "too late": too_slow,
}


@pytest.mark.parametrize("answer", BAD_ANSWERS.values(), ids=list(BAD_ANSWERS))
async def test_a_bad_answer_of_the_server_is_an_honest_sentence(
    tracker: DialogueStateTracker, caplog: pytest.LogCaptureFixture, answer: Any
) -> None:
    with caplog.at_level(logging.DEBUG):
        async with action_server(answer) as server:
            events = await run(ServedAction("action_greet", server), tracker)
    assert only_apologised(events)
    assert "secret" not in caplog.text
    assert "Ann" not in caplog.text


async def test_a_server_that_is_down_is_an_honest_sentence(tracker: DialogueStateTracker) -> None:
    assert only_apologised(await run(ServedAction("action_greet", NOBODY), tracker))


async def test_a_rejection_by_the_server_stays_a_rejection(tracker: DialogueStateTracker) -> None:
    def reject(call: dict[str, Any]) -> web.Response:
        body = json.dumps({"error": "no", "action_name": call["next_action"]})
        return web.Response(text=body, status=400, content_type="application/json")

    async with action_server(reject) as server:
        with pytest.raises(ActionExecutionRejection):
            await run(ServedAction("action_greet", server), tracker)
