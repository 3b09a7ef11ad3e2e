"""Goes on after a technique: rest, prevention, a diary."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.buttons import buttons
from actions.case_action import CaseAction
from headache_relief.assessment.asking import titles
from headache_relief.assessment.case import AFTERWARDS, Assessment
from headache_relief.assessment.prevention import prevention


class FollowUp(CaseAction):
    """Says what fits how the head is now."""

    def name(self) -> str:
        return "action_follow_up"

    def speak(
        self, case: Assessment, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Assessment:
        topic = case.move.about[0] if case.move and case.move.about else "better"
        dispatcher.utter_message(
            response=f"utter_follow_up_{topic}",
            buttons=buttons(titles(AFTERWARDS, case, self.knowledge)),
            prevention=prevention(case, self.knowledge),
        )
        return case
