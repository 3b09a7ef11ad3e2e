"""Reads the case from a tracker and writes it back: the only place that knows the slots' names."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any, Mapping, Optional, Sequence

from rasa.shared.core.events import Event, SlotSet

from headache_relief.assessment.case import REFERRED, Assessment, Stage
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import load_knowledge

ASSESSMENT = "assessment"
CONSENT_GIVEN = "consent_given"
# Stands beside the case: the version of data/knowledge/consent.yml that its consent is for.
CONSENT_VERSION = "consent_version"


def case_from(slots: Mapping[str, Any]) -> Assessment:
    """The case that a tracker's slots hold; a new one when there is none yet.

    A consent to other words than the present ones does not count: they are asked again.
    """
    stored = slots.get(ASSESSMENT)
    if not stored:
        return Assessment(consent=slots.get(CONSENT_GIVEN))
    values = json.loads(stored)
    agreed_to = values.pop(CONSENT_VERSION, None)
    case = Assessment.from_dict(values)
    return replace(case, consent=None) if case.consent and agreed_to != consent_version() else case


def consent_version() -> int:
    """The version of the words that people are asked for consent with now."""
    return load_knowledge().consent.version


def consent_answered(events: Sequence[Event]) -> Optional[bool]:
    """What the person answered in these events to being asked for consent; None when nothing."""
    answers = [e.value for e in events if isinstance(e, SlotSet) and e.key == CONSENT_GIVEN]
    return answers[-1] if answers else None


def slots_for(case: Assessment) -> dict[str, Any]:
    """Every slot that follows from the case."""
    agreed_to = {CONSENT_VERSION: consent_version()} if case.consent else {}
    return {
        # As text: Rasa copies every slot several times a turn, and a text is not copied.
        ASSESSMENT: json.dumps({**case.as_dict(), **agreed_to}, separators=(",", ":")),
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
