"""A small harness: an action is given a case, and says which responses and slots come of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Callable, Optional

import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.case_action import CaseAction
from headache_relief.assessment.case import Assessment
from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge
from headache_relief.rasa_parts.case_slot import case_from, slots_for


@dataclass(frozen=True)
class Acted:
    """What an action did: the messages it said, the case after it, the action that follows."""

    messages: tuple[dict[str, Any], ...]
    case: Assessment
    following: Optional[str]

    @property
    def responses(self) -> list[str]:
        return [message["response"] for message in self.messages]

    @property
    def buttons(self) -> list[str]:
        """The titles of the last message's buttons."""
        return [button["title"] for button in self.messages[-1]["buttons"]]


Act = Callable[..., Acted]


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def act() -> Act:
    """Runs an action on a case."""

    def run(action: CaseAction, case: Assessment, **slots: Any) -> Acted:
        before = {**slots_for(case), **slots}
        tracker = Tracker("someone", before, {}, [], False, None, {}, "action_listen")
        dispatcher = CollectingDispatcher()
        events = action.run(dispatcher, tracker, {})
        changed = {e["name"]: e["value"] for e in events if e["event"] == "slot"}
        following = [e["name"] for e in events if e["event"] == "followup"]
        after = case_from({**before, **changed})
        return Acted(tuple(dispatcher.messages), after, following[0] if following else None)

    return run
