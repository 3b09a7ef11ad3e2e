"""Rasa's response generator with the site's own names and the country's numbers filled in."""

from __future__ import annotations

import re
from typing import Any, Dict, Optional, Text

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.rasa_parts.danger_wording import numbers_for
from headache_relief.settings import load_settings


class SiteResponses(TemplatedNaturalLanguageGenerator):
    """Fills `{assistant_name}`, `{emergency_number}` and the like in every response."""

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
        response: Optional[Dict[Text, Any]] = await super().generate(
            utter_action, tracker, output_channel, **fields
        )
        if response and response.get("text"):
            response["text"] = without_empty_lines(response["text"])
        return response


def site_fields(country: Optional[str]) -> dict[str, str]:
    """What the site and the country put into responses."""
    settings = load_settings()
    numbers = numbers_for(country or settings.country, load_knowledge())
    return {
        **numbers,
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
