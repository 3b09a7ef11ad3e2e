"""Guides through a technique, one step a message."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.buttons import buttons
from actions.case_action import CaseAction
from headache_relief.assessment.asking import titles
from headache_relief.assessment.case import GUIDE_STEP, Assessment
from headache_relief.assessment.suggestion import one_of, pressure
from headache_relief.assessment.views import guide_step_view
from headache_relief.knowledge.clinical import SelfVersion


def presses(version: SelfVersion) -> bool:
    """Whether any step of it presses on the body."""
    return any(step.pressure for step in version.steps)


class GuideStep(CaseAction):
    """Says the step that the core chose; the first one with how to sit and when to stop."""

    def name(self) -> str:
        return "action_guide_step"

    def speak(
        self, case: Assessment, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Assessment:
        technique = self.knowledge.techniques.get(case.current or "")
        if technique is None or technique.self_version is None:
            return case
        version = technique.self_version
        if case.step == 0:
            dispatcher.utter_message(
                response="utter_guide_begin",
                name=technique.name,
                position=version.position,
                gently=self.knowledge.wording["gently"] if presses(version) else "",
                stop_if=one_of(technique.stop_if, self.knowledge),
            )
        step = version.steps[case.step]
        dispatcher.utter_message(
            response="utter_guide_step",
            buttons=buttons(titles(GUIDE_STEP, case, self.knowledge)),
            view=guide_step_view(case.current or "", case.step, self.knowledge),
            number=case.step + 1,
            total=len(version.steps),
            seconds=step.seconds,
            pressure=pressure(step.pressure, self.knowledge),
            instruction=step.text,
        )
        return case
