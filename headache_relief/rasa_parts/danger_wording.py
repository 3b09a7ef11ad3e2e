"""Fills the danger responses: the flag's message with the numbers of the person's country."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from headache_relief.assessment.danger import DangerReply
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.settings import load_settings


def numbers_for(country: Optional[str], knowledge: Knowledge) -> dict[str, str]:
    """The emergency, advice and crisis numbers of a country, or how to find them."""
    entry = knowledge.emergency_numbers.get((country or "").upper())
    wording = knowledge.wording
    return {
        "emergency_number": entry.call if entry else wording["emergency_number_unknown"],
        "advice_line": (entry.advice_line if entry else None) or wording["advice_line_unknown"],
        "crisis_line": entry.crisis[0]
        if entry and entry.crisis
        else wording["crisis_line_unknown"],
    }


def danger_slots(
    reply: DangerReply, slots: Mapping[str, Any], knowledge: Knowledge
) -> dict[str, str]:
    """The slots that a danger response is filled from."""
    if reply.flag is None:
        return {}
    flag = knowledge.red_flags[reply.flag]
    numbers = numbers_for(slots.get("country") or load_settings().country, knowledge)
    sentences = [flag.message.do, flag.message.why, flag.message.avoid]
    message = " ".join(sentence for sentence in sentences if sentence)
    return {"danger_message": message.format(**numbers), "danger_name": flag.name}
