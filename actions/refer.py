"""Names whom to see, how soon, and what to tell them."""

from __future__ import annotations

from typing import Mapping

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.buttons import buttons
from actions.case_action import CaseAction
from headache_relief.assessment.asking import titles
from headache_relief.assessment.case import AFTERWARDS, REFERRED, Assessment
from headache_relief.assessment.referral_wording import (
    destinations,
    referral_fields,
    what_to_tell,
)
from headache_relief.assessment.views import referral_view
from headache_relief.rasa_parts.site_responses import site_fields

REASONS = {"stopped", "worse", "nothing_left"}


class Refer(CaseAction):
    """The referral prompt, with the site's booking link where one is set."""

    def name(self) -> str:
        return "action_refer"

    def speak(
        self, case: Assessment, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Assessment:
        reason = case.move.about[0] if case.move and case.move.about else "person"
        if reason in REASONS:
            dispatcher.utter_message(
                response=f"utter_referral_{reason}",
                tell_them=what_to_tell(case, self.knowledge),
                danger_name=self._danger_name(case),
            )
        if reason not in {"stopped", "worse"}:
            self._name(reason, case, dispatcher, site_fields(tracker.get_slot("country")))
        goes_on = case.asked == REFERRED
        dispatcher.utter_message(
            response="utter_ask_referred" if goes_on else "utter_ask_afterwards",
            buttons=buttons(titles(case.asked or AFTERWARDS, case, self.knowledge)),
        )
        return case

    def _name(
        self,
        reason: str,
        case: Assessment,
        dispatcher: CollectingDispatcher,
        site: Mapping[str, str],
    ) -> None:
        """Names whom to see; the site's own people too, once, when a person was asked for."""
        person_wanted = reason == "person" and not case.massage_stopped
        for name in destinations(reason, case, self.knowledge):
            fields = referral_fields(name, case, self.knowledge, site, person_wanted)
            view = referral_view(name, fields, self.knowledge, site)
            dispatcher.utter_message(response="utter_referral", view=view, **fields)
            person_wanted = False

    def _danger_name(self, case: Assessment) -> str:
        return self.knowledge.red_flags[case.fired[0].flag].name if case.fired else ""
