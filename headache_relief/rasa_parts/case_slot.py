"""Reads the case from a tracker and writes it back: the only place that knows the slots' names."""

from __future__ import annotations

import json
from typing import Any, Mapping

from headache_relief.assessment.case import REFERRED, Assessment, Stage
from headache_relief.knowledge.base import Tier

ASSESSMENT = "assessment"
CONSENT_GIVEN = "consent_given"


def case_from(slots: Mapping[str, Any]) -> Assessment:
    """The case that a tracker's slots hold; a new one when there is none yet."""
    stored = slots.get(ASSESSMENT)
    if stored:
        return Assessment.from_dict(json.loads(stored))
    return Assessment(consent=slots.get(CONSENT_GIVEN))


def slots_for(case: Assessment) -> dict[str, Any]:
    """Every slot that follows from the case."""
    return {
        # As text: Rasa copies every slot several times a turn, and a text is not copied.
        ASSESSMENT: json.dumps(case.as_dict(), separators=(",", ":")),
        CONSENT_GIVEN: case.consent,
        "requested_slot": case.asked,
        "tier": shown_tier(case).value,
        "massage_allowed": not case.massage_stopped,
        "stage": case.stage.value,
    }


def shown_tier(case: Assessment) -> Tier:
    """The case's tier; once the danger screen is complete and clear that is self-care.

    Whoever asks for a person before that was told whom to see, but is not known to be safe.
    """
    screened = case.stage not in (Stage.hello, Stage.describe, Stage.danger_screen)
    safe = screened and case.asked != REFERRED
    return Tier.self_care if case.tier is Tier.none and safe else case.tier


def changed_slots(before: Mapping[str, Any], case: Assessment) -> dict[str, Any]:
    """The slots whose value is new, so that a turn writes no more than it must."""
    return {name: value for name, value in slots_for(case).items() if before.get(name) != value}
