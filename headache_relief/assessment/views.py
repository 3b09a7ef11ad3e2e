"""What a message looks like in a place that can show more than text.

A view is a dictionary in the form of widget/protocol.schema.json. It says nothing that the message
doesn't say in words. A head map's regions carry the `payload` to send, which a channel exchanges.
"""

from __future__ import annotations

from typing import Any, Mapping, Optional

from headache_relief.assessment.asking import asked_question
from headache_relief.assessment.calling import call_link
from headache_relief.assessment.case import DESCRIBE, Assessment
from headache_relief.assessment.danger import SHOWN_DANGERS
from headache_relief.assessment.head_map import LOCATION
from headache_relief.assessment.suggestion import pressure
from headache_relief.knowledge.clinical import Option, Question, Technique
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.knowledge.pictures import StepDrawing

View = dict[str, Any]

NONE_OF_THESE = "none_of_these"
DIM = "dim_the_light"
SAME_IN_WORDS = ("likeness", "why", "position", "limits", "certainty", "evidence", "stop_if")
ALSO_IN_WORDS = ("left_out", "also_see", "others")
LEFT_OUT_IN_AN_ATTACK = ("likeness", "why")


def question_view(question: str, case: Assessment, knowledge: Knowledge) -> Optional[View]:
    """How a question is best shown: as a checklist, scale or head map; None as plain buttons.

    The map comes with the first question too: pointing is the shortest description.
    """
    if question in (LOCATION, DESCRIBE):
        return head_map_view(knowledge.questions[LOCATION].in_short or "", knowledge)
    entry = knowledge.questions.get(question)
    if entry is None or entry.in_short is None:
        return None
    if entry.kind == "scale":
        return _scale(entry, entry.in_short)
    asked = asked_question(question, case, knowledge)
    return _checklist(entry.in_short, asked.options if asked else ())


def head_map_view(in_short: str, knowledge: Knowledge) -> View:
    """The places that can be tapped; each one's title is what it sends."""
    regions = [
        {"id": name, "figure": region.figure, "title": region.title, "payload": region.title}
        for name, region in knowledge.head_map.items()
    ]
    return {"kind": "head_map", "question": in_short, "regions": regions}


def technique_view(
    name: str, fields: Mapping[str, str], knowledge: Knowledge, attack: bool = False
) -> View:
    """A suggested technique, in an attack in fewer words; `fields` are of `suggestion_fields`."""
    technique = knowledge.techniques[name]
    said = {key: fields[key] for key in (*SAME_IN_WORDS, *ALSO_IN_WORDS)}
    if attack:
        said.update(dict.fromkeys(LEFT_OUT_IN_AN_ATTACK, ""))
    return {
        "kind": "technique",
        "technique": name,
        "name": technique.name,
        "minutes": fields["minutes"],
        **said,
        "steps": [step_view(name, number, knowledge) for number in range(_steps(technique))],
        "certainty_level": technique.certainty.value,
        "caveats": list(technique.caveats),
    }


def guide_step_view(name: str, number: int, knowledge: Knowledge) -> View:
    """One step of a guided session; `number` counts from 0."""
    technique = knowledge.techniques[name]
    return {
        "kind": "guide_step",
        "technique": name,
        "name": technique.name,
        "number": number + 1,
        "total": _steps(technique),
        "step": step_view(name, number, knowledge),
    }


def step_view(name: str, number: int, knowledge: Knowledge) -> View:
    """A step of a technique's self version and where it is done; `number` counts from 0."""
    version = knowledge.techniques[name].self_version
    if version is None:
        raise ValueError(f"{name} has no self_version, so it has no step {number}.")
    step = version.steps[number]
    drawing = knowledge.technique_drawings[name].steps[number]
    return {
        "text": step.text,
        "seconds": step.seconds,
        "pressure": step.pressure,
        "pressure_words": pressure(step.pressure, knowledge),
        "spots": _spots(drawing) if isinstance(drawing, StepDrawing) else [],
    }


def referral_view(
    name: str, fields: Mapping[str, str], knowledge: Knowledge, site: Mapping[str, str]
) -> View:
    """A destination; `fields` are those of `referral_fields`, `site` the site's own."""
    referral = knowledge.referrals[name]
    said = {key: fields[key] for key in ("name", "why", "how_soon", "find", "tell_them")}
    return {
        "kind": "referral",
        "referral": name,
        **said,
        "bookable": referral.bookable,
        "booking_link": site.get("booking_link", "") if referral.bookable else "",
        "contact": fields["contact"],
        "call": call_link(site.get(referral.call, "")) if referral.call else "",
    }


def danger_view(response: str, site: Mapping[str, str]) -> Optional[View]:
    """The numbers of the country (in `site`) beside a danger response; None beside any other."""
    danger = SHOWN_DANGERS.get(response)
    if danger is None:
        return None
    return {
        "kind": "danger",
        "danger": danger,
        "emergency_number": site["emergency_number"],
        "call": call_link(site["emergency_number"]),
        "advice_line": site["advice_line"],
        "advice_call": call_link(site["advice_line"]),
        "crisis_line": site["crisis_line"],
        "crisis_call": call_link(site["crisis_line"]),
    }


def light_hurts(case: Assessment, knowledge: Knowledge) -> bool:
    """Whether the person said that light hurts: a hint to dim the place where the talk is shown."""
    return case.known(knowledge.parents).holds(knowledge.hints[DIM].when) is not None


def _checklist(in_short: str, options: tuple[Option, ...]) -> View:
    none = next((option.title for option in options if NONE_OF_THESE in option.answers), None)
    return {"kind": "checklist", "question": in_short, "none": none}


def _scale(entry: Question, in_short: str) -> View:
    named = [option for option in entry.options if option.up_to is not None]
    return {
        "kind": "scale",
        "question": in_short,
        "lowest": int(entry.lowest or 0),
        "highest": int(entry.highest or 0),
        "parts": [{"up_to": int(option.up_to or 0), "title": option.title} for option in named],
    }


def _steps(technique: Technique) -> int:
    return len(technique.self_version.steps) if technique.self_version else 0


def _spots(drawing: StepDrawing) -> list[View]:
    """The places and arrows by the ids of their shapes."""
    places = [(f"place-{place}", "") for place in drawing.places]
    arrows = [("", f"arrow-{arrow}") for arrow in drawing.arrows]
    return [
        {"figure": drawing.figure, "place": place, "arrow": arrow}
        for place, arrow in (*places, *arrows)
    ]
