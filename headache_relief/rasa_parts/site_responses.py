"""Rasa's response generator with the site's own names and the country's numbers filled in."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional, Text

from rasa.core.nlg.generator import ResponseVariationFilter
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.rasa_parts.danger_wording import numbers_for
from headache_relief.settings import load_settings

SAID_BEFORE = "_said_before"  # how often a response was said already, beside the slots


class SiteResponses(TemplatedNaturalLanguageGenerator):
    """Fills `{assistant_name}`, `{emergency_number}` and the like in every response.

    A response with several texts says them in turn, so that nobody reads the same one again and
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
        fields = {**site_fields(tracker.get_slot("country")), **kwargs}
        slots = {**tracker.current_slot_values(), SAID_BEFORE: times_said(utter_action, tracker)}
        response: Optional[Dict[Text, Any]] = self.generate_from_slots(
            utter_action, slots, output_channel, **fields
        )
        if response and response.get("text"):
            response["text"] = without_empty_lines(response["text"])
        return response

    def _random_response_for(
        self, utter_action: Text, output_channel: Text, filled_slots: Dict[Text, Any]
    ) -> Optional[Dict[Text, Any]]:
        """The response's text whose turn it is, of those that suit the channel and the slots."""
        if utter_action not in self.responses:
            return None
        suitable: List[Dict[Text, Any]] = ResponseVariationFilter(
            self.responses
        ).responses_for_utter_action(utter_action, output_channel, filled_slots)
        return suitable[filled_slots[SAID_BEFORE] % len(suitable)] if suitable else None


def times_said(utter_action: str, tracker: DialogueStateTracker) -> int:
    """How often the response was said in this conversation."""
    return sum(
        isinstance(event, BotUttered) and event.metadata.get("utter_action") == utter_action
        for event in tracker.events
    )


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
