"""The agent: Rasa's processor with honest actions, on a store that doesn't forget."""

from __future__ import annotations

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any, Iterator

import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.tracker_store import InMemoryTrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.data import TrainingType
from rasa.shared.nlu.training_data.message import Message
from rasa.utils.endpoints import EndpointConfig

from headache_relief.assessment.case import Assessment, FlagRecord, FlagState
from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.rasa_parts.action_runner import ActionError, ActionRunner
from headache_relief.rasa_parts.agent import HeadacheAgent, load_agent
from headache_relief.rasa_parts.case_slot import slots_for
from headache_relief.rasa_parts.lock_store import EventLockStore
from headache_relief.rasa_parts.processor import CaseProcessor
from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records.database import StoreError

ACTIONS = """
import asyncio
from rasa_sdk import Action
from rasa_sdk.events import SlotSet


class Answers(Action):
    def name(self): return "action_answer"

    async def run(self, dispatcher, tracker, domain):
        text = tracker.latest_message["text"]
        await asyncio.sleep(0.01)
        if text == "fail":
            raise RuntimeError(text)
        dispatcher.utter_message(text="You said " + text)
        agreed = [SlotSet("consent_given", True)] if text == "yes" else []
        return [SlotSet("requested_slot", "after " + text), *agreed]
"""
SORRY = "Sorry, something went wrong on my side."
CALL = "Please call 112 now."
DOMAIN = Domain.from_dict(
    {
        "intents": ["inform"],
        "actions": ["action_answer"],
        "responses": {
            "utter_action_failed": [{"text": SORRY}],
            "utter_emergency": [{"text": CALL}],
        },
        "slots": {
            "requested_slot": {"type": "any", "mappings": [{"type": "custom"}]},
            "consent_given": {"type": "bool", "mappings": [{"type": "custom"}]},
            "assessment": {"type": "any", "mappings": [{"type": "custom"}]},
        },
    }
)


class ScriptedModel:
    """Understands "danger" only; else predicts the one action until that has answered."""

    domain = DOMAIN
    assistant_id = "test"
    model_id = "test"
    training_type = TrainingType.BOTH
    nlu_target = "nlu"
    core_target = "core"

    def run(self, inputs: dict[str, Any], targets: list[str]) -> dict[str, Any]:
        if targets == ["nlu"]:
            message = inputs["__message__"][0]
            if message.text == "break it":
                raise RuntimeError(message.text)
            data = {
                "text": message.text,
                "intent": {"name": "inform", "confidence": 1.0},
                "screen": {"tier": "emergency" if message.text == "danger" else "none"},
            }
            return {"nlu": [Message(data=data, output_properties=set(data))]}
        tracker = inputs["__tracker__"]
        if tracker.latest_message.text == "danger":
            listens = tracker.latest_action_name == "utter_emergency"
            action = "action_listen" if listens else "utter_emergency"
            return {"core": PolicyPrediction.for_action_name(DOMAIN, action)}
        answered = tracker.get_slot("requested_slot") == f"after {tracker.latest_message.text}"
        action = "action_listen" if answered else "action_answer"
        return {"core": PolicyPrediction.for_action_name(DOMAIN, action)}


@pytest.fixture(autouse=True)
def scripted_model(monkeypatch: pytest.MonkeyPatch) -> None:
    model = ScriptedModel()
    monkeypatch.setattr(
        CaseProcessor, "_load_model", staticmethod(lambda _path: ("model", model, model))
    )


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ActionRunner]:
    folder = tmp_path_factory.mktemp("package")
    (folder / "answering_actions.py").write_text(ACTIONS)
    sys.path.insert(0, str(folder))
    yield ActionRunner("answering_actions")
    sys.path.remove(str(folder))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "conversations.db"


@pytest.fixture
def agent(runner: ActionRunner, file: Path) -> Iterator[HeadacheAgent]:
    made = HeadacheAgent(
        runner,
        tracker_store=SqlTrackerStore(None, f"sqlite:///{file}"),
        lock_store=EventLockStore(),
    )
    made.load_model("model")
    yield made
    made.tracker_store.close()


async def say(agent: HeadacheAgent, text: str, conversation: str = "ann") -> list[str]:
    message = UserMessage(text, CollectingOutputChannel(), conversation)
    return [answer["text"] for answer in await agent.handle_message(message)]


async def slot(agent: HeadacheAgent, name: str) -> Any:
    tracker = await agent.tracker_store.retrieve("ann")
    return tracker.get_slot(name)


async def test_a_custom_action_answers_without_an_action_server(agent: HeadacheAgent) -> None:
    assert await say(agent, "hello") == ["You said hello"]
    assert await slot(agent, "requested_slot") == "after hello"


async def test_a_failing_action_apologises_once_and_the_question_stays_asked(
    agent: HeadacheAgent,
) -> None:
    await say(agent, "hello")
    assert await say(agent, "fail") == [SORRY]
    assert await slot(agent, "requested_slot") == "after hello"
    assert await say(agent, "again") == ["You said again"]


async def test_while_the_database_is_away_it_apologises_and_does_not_begin_anew(
    agent: HeadacheAgent, file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    await say(agent, "yes")
    away = file.with_name("away.db")
    file.rename(away)
    assert await say(agent, "lost?") == [SORRY]
    assert [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING] == [
        "A message could not be handled: StoreError."
    ]
    away.rename(file)
    assert await say(agent, "back") == ["You said back"]
    assert await slot(agent, "requested_slot") == "after back"


async def test_danger_is_answered_while_the_database_is_away(
    agent: HeadacheAgent, file: Path
) -> None:
    file.rename(file.with_name("away.db"))
    assert await say(agent, "danger") == [CALL]


async def test_before_consent_the_database_is_not_needed(agent: HeadacheAgent, file: Path) -> None:
    await say(agent, "hello")
    away = file.with_name("away.db")
    file.rename(away)
    assert await say(agent, "still here?") == ["You said still here?"]
    assert await say(agent, "yes") == [SORRY], "a consent that can't be kept is not given"
    away.rename(file)
    assert await say(agent, "yes") == ["You said yes"]
    assert not agent.tracker_store._archive.is_in_memory("ann")


@pytest.mark.parametrize("words", ["delete my data", "Please, FORGET me!", "withdraw my consent."])
async def test_whoever_takes_the_consent_back_in_so_many_words_is_erased(
    agent: HeadacheAgent, words: str
) -> None:
    await say(agent, "yes")
    assert await say(agent, words) == [load_knowledge().consent.when_withdrawn]
    assert (await agent.tracker_store.export("ann"))["events"] == []
    assert await say(agent, "hello") == ["You said hello"]
    assert await slot(agent, "consent_given") is None, "it is asked anew"


@pytest.mark.parametrize("words", ["how do i delete my data", "don't forget me", "my data"])
async def test_whoever_only_talks_of_their_data_keeps_it(agent: HeadacheAgent, words: str) -> None:
    await say(agent, "yes")
    assert await say(agent, words) == [f"You said {words}"]
    assert await slot(agent, "consent_given") is True


@pytest.mark.parametrize(
    "flag",
    [
        FlagRecord("suicidal_passive", "routine", FlagState.fired, crisis=True),
        FlagRecord("thunderclap", "emergency", FlagState.fired),
    ],
)
async def test_in_an_emergency_or_crisis_nothing_is_erased_by_such_words(
    agent: HeadacheAgent, flag: FlagRecord
) -> None:
    await say(agent, "yes")
    tracker = await agent.tracker_store.retrieve("ann")
    for name, value in slots_for(Assessment(consent=True, flags=(flag,))).items():
        tracker.update(SlotSet(name, value))
    await agent.tracker_store.save(tracker)
    assert await say(agent, "forget me") == ["You said forget me"]


async def test_erasing_forgets_danger_that_waits_to_be_stored(
    agent: HeadacheAgent, file: Path
) -> None:
    await say(agent, "yes")
    away = file.with_name("away.db")
    file.rename(away)
    await say(agent, "danger")
    away.rename(file)
    await agent.erase("ann")
    await say(agent, "hello")
    kept = await agent.tracker_store.events("ann")
    assert "danger" not in [event.get("text") for event in kept]


async def test_an_answer_that_could_not_be_stored_is_taken_back(
    agent: HeadacheAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(_tracker: Any) -> None:
        raise StoreError("the disk is full")

    await say(agent, "hello")
    with monkeypatch.context() as patch:
        patch.setattr(agent.tracker_store, "save", fail)
        assert await say(agent, "next") == [SORRY]
        assert await say(agent, "danger") == [CALL]
    assert await slot(agent, "requested_slot") == "after hello"


async def test_a_turn_whose_connection_was_ended_is_tried_once_more_and_said_once(
    agent: HeadacheAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, tries = agent.tracker_store.save, 0

    async def fail_once(tracker: Any) -> None:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise StoreError("the connection was ended")
        await save(tracker)

    await say(agent, "hello")
    monkeypatch.setattr(agent.tracker_store, "save", fail_once)
    assert await say(agent, "next") == ["You said next"]
    kept = [event.get("text") for event in await agent.tracker_store.events("ann")]
    assert kept.count("next") == 1


async def test_a_message_that_breaks_the_model_is_apologised_for(
    agent: HeadacheAgent, caplog: pytest.LogCaptureFixture
) -> None:
    assert await say(agent, "break it") == [SORRY]
    logged = [r.getMessage() for r in caplog.records if r.levelno >= logging.WARNING]
    assert logged and not any("break it" in line for line in logged)
    assert await say(agent, "hello") == ["You said hello"]


async def test_five_messages_at_once_are_answered_in_order(agent: HeadacheAgent) -> None:
    answers = await asyncio.gather(*(say(agent, text) for text in "abcde"))
    assert answers == [[f"You said {text}"] for text in "abcde"]
    tracker = await agent.tracker_store.retrieve_full_tracker("ann")
    stored = [event.text for event in tracker.events if event.type_name == "user"]
    assert stored == list("abcde")


async def test_a_long_conversation_is_answered_from_a_bounded_tracker(
    agent: HeadacheAgent,
) -> None:
    sizes = []
    for number in range(45):
        await say(agent, f"turn {number}")
        sizes.append(len((await agent.tracker_store.retrieve("ann")).events))
    assert max(sizes[20:]) <= max(sizes[:20])


async def test_actions_that_the_domain_names_must_exist(
    runner: ActionRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "knows", lambda _action: False)
    with pytest.raises(ActionError, match="action_answer"):
        HeadacheAgent(runner).load_model("model")


async def test_the_agent_loads_with_the_stores_of_the_endpoints(
    runner: ActionRunner, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headache_relief.rasa_parts.agent.ActionRunner", lambda seconds: runner)
    parts = "headache_relief.rasa_parts"
    endpoints = AvailableEndpoints(
        tracker_store=EndpointConfig(
            f"sqlite:///{file}", type=f"{parts}.tracker_store.SqlTrackerStore"
        ),
        lock_store=EndpointConfig(type=f"{parts}.lock_store.EventLockStore"),
    )
    agent = await load_agent("model", endpoints)
    assert isinstance(agent.tracker_store, SqlTrackerStore)
    assert isinstance(agent.lock_store, EventLockStore)
    assert await say(agent, "hello") == ["You said hello"]
    agent.tracker_store.close()


async def test_a_store_that_cannot_be_found_is_not_replaced_by_memory(
    runner: ActionRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headache_relief.rasa_parts.agent.ActionRunner", lambda seconds: runner)
    endpoints = AvailableEndpoints(tracker_store=EndpointConfig(type="nowhere.Store"))
    with pytest.raises(StoreError, match="nowhere.Store"):
        await load_agent("model", endpoints)


async def test_without_endpoints_conversations_are_kept_in_memory(
    runner: ActionRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("headache_relief.rasa_parts.agent.ActionRunner", lambda seconds: runner)
    agent = await load_agent("model")
    assert isinstance(agent.tracker_store, InMemoryTrackerStore)
    assert await say(agent, "hello") == ["You said hello"]


async def test_an_action_server_that_is_down_is_one_honest_sentence(file: Path) -> None:
    agent = await load_agent("model", actions="http://127.0.0.1:9/webhook")
    assert await say(agent, "hello") == [SORRY]
