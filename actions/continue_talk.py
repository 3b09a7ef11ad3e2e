"""Asks the core what comes next and hands on to the action of that stage."""

from __future__ import annotations

from typing import Optional

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.case_action import CaseAction
from headache_relief.assessment.case import Assessment
from headache_relief.assessment.flow import next_move, resume
from headache_relief.rasa_parts.also_asks import further_questions, response_to

ACTIONS = {
    "ask": "action_ask_next",
    "suggest": "action_suggest_technique",
    "guide": "action_guide_step",
    "follow_up": "action_follow_up",
    "refer": "action_refer",
}


class ContinueTalk(CaseAction):
    """Goes on with the case after a message that is not a question."""

    def name(self) -> str:
        return "action_continue"

    def speak(
        self, case: Assessment, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Assessment:
        case = self.go_on(case)
        if case.move is not None and case.move.kind == "say":
            for response in case.move.about:
                dispatcher.utter_message(response=response)
        return case

    def go_on(self, case: Assessment) -> Assessment:
        """The case with its next move."""
        return next_move(case, self.knowledge)

    def follow_up(self, case: Assessment) -> Optional[str]:
        return ACTIONS.get(case.move.kind if case.move else "", "action_listen")


class ResumeTalk(ContinueTalk):
    """Takes the case up again after a question was answered."""

    def name(self) -> str:
        return "action_resume"

    def go_on(self, case: Assessment) -> Assessment:
        return resume(case, self.knowledge)

    def speak(
        self, case: Assessment, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Assessment:
        """Answers the message's second question too, before the talk goes on."""
        for question in further_questions(tracker.latest_message or {}):
            dispatcher.utter_message(response=response_to(question))
        return super().speak(case, dispatcher, tracker)
