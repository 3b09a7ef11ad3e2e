"""Suggests a technique, with why, steps, certainty and caveats in one message."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.buttons import buttons
from actions.case_action import CaseAction
from headache_relief.assessment.asking import titles
from headache_relief.assessment.case import SUGGESTION, Assessment
from headache_relief.assessment.interview import in_attack
from headache_relief.assessment.spine import advise
from headache_relief.assessment.suggestion import suggestion_fields
from headache_relief.assessment.views import technique_view
from headache_relief.rasa_parts.site_responses import site_fields


class SuggestTechnique(CaseAction):
    """Shows the technique that the core chose, and names the others."""

    def name(self) -> str:
        return "action_suggest_technique"

    def speak(
        self, case: Assessment, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Assessment:
        if case.move is None or case.current is None:
            return case
        if case.move.opening:
            dispatcher.utter_message(response=case.move.opening)
        others = [name for name in case.move.about if name != case.current]
        advised = advise(case, self.knowledge)
        fields = suggestion_fields(case.current, others, advised, case, self.knowledge)
        fields["also_see"] = fields["also_see"].format(**site_fields(tracker.get_slot("country")))
        attack = in_attack(case.known(self.knowledge.parents))
        dispatcher.utter_message(
            response="utter_suggestion_attack" if attack else "utter_suggestion",
            buttons=buttons(titles(SUGGESTION, case, self.knowledge)),
            view=technique_view(case.current, fields, self.knowledge, attack),
            **fields,
        )
        return case
