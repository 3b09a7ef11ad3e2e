"""Rasa's response generator with the site's own names and the country's numbers filled in."""

from __future__ import annotations

import copy
import re
from typing import Any, Dict, List, Optional, Sequence, Text

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from headache_relief.assessment.views import danger_view
from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.rasa_parts.danger_wording import numbers_for
from headache_relief.settings import load_settings


class SiteResponses(TemplatedNaturalLanguageGenerator):
    """Fills `{assistant_name}`, `{emergency_number}` and the like in every response.

    The danger responses get the view with the number to call: nothing else must be up for it. A
    response with several texts says them in turn, so that nobody reads the same one again and
    again; Rasa itself would draw lots.
    """

    def __init__(self, endpoint_config: Optional[EndpointConfig], domain: Domain) -> None:
        super().__init__(domain.responses)

    async def generate(
        self,
        utter_action: Text,
        tracker: DialogueStateTracker,
        output_channel: Text,
        **kwargs: Any,
    ) -> Optional[Dict[Text, Any]]:
        """The response with its placeholders filled, or None when the domain has none so named."""
        if utter_action not in self.responses:
            return None
        suitable: List[Dict[Text, Any]] = ResponseVariationFilter(
            self.responses
        ).responses_for_utter_action(utter_action, output_channel, tracker.current_slot_values())
        fields = {**site_fields(tracker.get_slot("country")), **kwargs}
        filled = [self._filled(variant, tracker, fields) for variant in suitable]
        if not filled:
            return None
        said = next_in_turn(filled, last_said(utter_action, tracker))
        view = danger_view(utter_action, fields)
        return said if view is None else {**said, "view": view}

    def _filled(
        self, variant: Dict[Text, Any], tracker: DialogueStateTracker, fields: Dict[Text, Any]
    ) -> Dict[Text, Any]:
        response: Dict[Text, Any] = self._fill_response(
            copy.deepcopy(variant), tracker.current_slot_values(), **fields
        )
        if response.get("text"):
            response["text"] = without_empty_lines(response["text"])
        return response


def next_in_turn(variants: Sequence[Dict[Text, Any]], last: Optional[Text]) -> Dict[Text, Any]:
    """The variant after the one whose text was said last; the first when none was."""
    for place, variant in enumerate(variants):
        if variant.get("text") == last:
            return variants[(place + 1) % len(variants)]
    return variants[0]


def last_said(utter_action: str, tracker: DialogueStateTracker) -> Optional[str]:
    """The text with which the response was said last in this conversation."""
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered) and event.metadata.get("utter_action") == utter_action:
            text: Optional[str] = event.text
            return text
    return None


def site_fields(country: Optional[str]) -> dict[str, str]:
    """What the site and the country put into responses."""
    settings = load_settings()
    knowledge = load_knowledge()
    return {
        **numbers_for(country or settings.country, knowledge),
        "crisis_chat": knowledge.wording["crisis_chat"],
        "assistant_name": settings.assistant_name,
        "site_name": settings.site_name or "",
        "country": (country or settings.country or "").upper(),
        "booking_link": settings.booking_link or "",
        "contact": settings.contact or "",
        "retention_days": str(settings.retention_days),
    }


def without_empty_lines(text: str) -> str:
    """The text without the lines and double spaces that unused placeholders leave."""
    lines = (re.sub(r" {2,}", " ", line).strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line)
