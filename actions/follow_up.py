"""Goes on after a technique: rest, prevention, a diary."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.buttons import buttons
from actions.case_action import CaseAction
from headache_relief.assessment.asking import titles
from headache_relief.assessment.case import AFTERWARDS, Assessment
from headache_relief.assessment.following_up import offer_later
from headache_relief.assessment.prevention import prevention

# Where what is said unasked arrives; a talk in the web chat can't be read a day later.
SPEAKS_FIRST = frozenset({"slack", "telegram"})


class FollowUp(CaseAction):
    """Says what fits how the head is now."""

    def name(self) -> str:
        return "action_follow_up"

    def speak(
        self, case: Assessment, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Assessment:
        if tracker.get_latest_input_channel() in SPEAKS_FIRST:
            case = offer_later(case)
        topic = case.move.about[0] if case.move and case.move.about else "better"
        dispatcher.utter_message(
            response=f"utter_follow_up_{topic}",
            buttons=buttons(titles(AFTERWARDS, case, self.knowledge)),
            prevention=prevention(case, self.knowledge),
        )
        return case
