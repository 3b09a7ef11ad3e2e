"""The memory of stories predicts what Rasa's own does, only sooner."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest
from rasa.core.policies.memoization import AugmentedMemoizationPolicy
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from headache_relief.rasa_parts.story_memory import StoryMemory

DOMAIN = Domain.from_dict(
    {"intents": ["ask", "more", "thank"], "actions": ["action_tell", "action_tell_more"]}
)
STORY = [("ask", "action_tell"), ("more", "action_tell_more")]


def turn(intent: str, action: str) -> list[Event]:
    return [
        ActionExecuted("action_listen"),
        UserUttered(intent, {"name": intent, "confidence": 1.0}),
        ActionExecuted(action),
    ]


def trained(policy: type[Any], folder: Path, **config: Any) -> Any:
    made = policy.create(
        {**policy.get_default_config(), "max_history": 6, **config},
        LocalModelStorage(folder),
        Resource(policy.__name__),
        ExecutionContext(GraphSchema({}), node_name="memory"),
    )
    events = [event for said in STORY for event in turn(*said)]
    story = TrackerWithCachedStates.from_events("story", events, domain=DOMAIN, slots=DOMAIN.slots)
    made.train([story], DOMAIN)
    return made


@pytest.mark.parametrize("compression", [True, False])
def test_it_predicts_what_rasas_own_policy_predicts(tmp_path: Path, compression: bool) -> None:
    config = {"enable_feature_string_compression": compression}
    own = trained(AugmentedMemoizationPolicy, tmp_path, **config)
    ours = trained(StoryMemory, tmp_path, **config)
    predicted = set()
    for length in range(4):
        for intents in itertools.product(["ask", "more", "thank"], repeat=length + 1):
            tracker = DialogueStateTracker("ann", DOMAIN.slots)
            for intent in intents[:-1]:
                tracker.update_with_events(
                    turn(intent, dict(STORY).get(intent, "action_tell")), DOMAIN
                )
            tracker.update_with_events(turn(intents[-1], "action_tell")[:2], DOMAIN)
            expected = own.predict_action_probabilities(tracker, DOMAIN).probabilities
            assert ours.predict_action_probabilities(tracker, DOMAIN).probabilities == expected
            predicted.add(tuple(expected))
    assert len(predicted) == 3  # both actions of the story, and nothing


def test_the_conversation_is_not_replayed_for_what_no_story_ends_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = trained(StoryMemory, tmp_path)
    monkeypatch.setattr(StoryMemory, "_recall_using_truncation", lambda *_: pytest.fail("replayed"))
    tracker = DialogueStateTracker("ann", DOMAIN.slots)
    tracker.update_with_events(turn("thank", "action_tell")[:2], DOMAIN)
    assert not any(memory.predict_action_probabilities(tracker, DOMAIN).probabilities)
