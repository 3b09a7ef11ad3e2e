"""What every action does: take the case from the tracker, speak, write the case back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Optional

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from headache_relief.assessment.case import Assessment
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.rasa_parts.case_slot import case_from, changed_slots
from headache_relief.rasa_parts.site_knowledge import site_knowledge


class CaseAction(Action, ABC):
    """An action that works on the case; `speak` says something and returns the case after it."""

    followed_by: Optional[str] = "action_listen"

    @property
    def knowledge(self) -> Knowledge:
        return site_knowledge()

    @abstractmethod
    def name(self) -> str:
        """The action's name in the domain."""

    @abstractmethod
    def speak(
        self, case: Assessment, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Assessment:
        """Says what this stage says, and returns the case as it is then."""

    def follow_up(self, case: Assessment) -> Optional[str]:
        """The action that must come next; by default the person's turn."""
        return self.followed_by

    def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict
    ) -> list[EventType]:
        case = self.speak(case_from(tracker.slots), dispatcher, tracker)
        changed: dict[str, Any] = changed_slots(tracker.slots, case)
        events: list[EventType] = [SlotSet(name, value) for name, value in changed.items()]
        following = self.follow_up(case)
        return events + ([FollowupAction(following)] if following else [])
