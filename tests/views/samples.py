"""Sample messages of the web channel, one of each view, said by the real actions and responses.

`python -m tests.views.samples` writes them to widget/fixtures, for the widget's gallery and tests.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from pathlib import Path
from typing import Any, Iterator, Mapping, Optional
from unittest import mock

from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.ask_next import AskNext
from actions.case_action import CaseAction
from actions.guide import GuideStep
from actions.refer import Refer
from actions.suggest import SuggestTechnique
from headache_relief.assessment.case import Assessment, FlagRecord, FlagState, Move, Stage
from headache_relief.assessment.danger import DangerReply
from headache_relief.assessment.facts import Fact
from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.rasa_parts import danger_wording, site_responses
from headache_relief.rasa_parts.case_slot import slots_for
from headache_relief.rasa_parts.danger_wording import danger_slots
from headache_relief.rasa_parts.site_responses import SiteResponses
from headache_relief.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = ROOT / "widget" / "fixtures"
SITE = Settings(
    site_name="Quiet Hours",
    country="GB",
    booking_link="https://example.org/book",
    contact="hello@example.org",
)
SAID_AT = 1_760_000_000
Json = dict[str, Any]


def samples() -> dict[str, Json]:
    """Every sample by its name: a Message of the protocol."""
    domain = Domain.load(str(ROOT / "domain.yml"))
    with (
        mock.patch.object(site_responses, "load_settings", lambda: SITE),
        mock.patch.object(danger_wording, "load_settings", lambda: SITE),
    ):
        said = {
            **{name: _acted(domain, *told) for name, told in ACTED.items()},
            **{name: _danger(domain, *told) for name, told in DANGERS.items()},
        }
    return {name: as_message(name, message) for name, message in said.items()}


def as_message(name: str, said: Mapping[str, Any]) -> Json:
    """What was said as the web channel sends it, with a token for each payload."""
    numbers = itertools.count(1)
    return {
        "id": f"sample-{name.replace('_', '-')}.1",
        "from": "assistant",
        "at": SAID_AT,
        "text": said["text"],
        "choices": [
            {"token": f"token-{next(numbers)}", "title": button["title"]}
            for button in said.get("buttons") or ()
        ],
        "response": said["utter_action"],
        "view": _with_tokens(said.get("view"), numbers),
        "helpful": None,
    }


def write_samples(directory: Path = FIXTURES) -> list[Path]:
    """Writes every sample and returns the files' paths."""
    directory.mkdir(parents=True, exist_ok=True)
    return [_write(directory / f"{name}.json", message) for name, message in samples().items()]


def text_of(message: Json) -> str:
    """A sample as it stands in its file."""
    return json.dumps(message, indent=2, ensure_ascii=False) + "\n"


def _write(path: Path, message: Json) -> Path:
    path.write_text(text_of(message), encoding="utf-8")
    return path


def _with_tokens(view: Optional[Json], numbers: Iterator[int]) -> Optional[Json]:
    if view is None or view["kind"] != "head_map":
        return view
    regions = [
        {**{k: v for k, v in region.items() if k != "payload"}, "token": f"token-{next(numbers)}"}
        for region in view["regions"]
    ]
    return {**view, "regions": regions}


def asking(question: str, present: str = "", stage: Stage = Stage.interview) -> Assessment:
    """A case in which a question is asked."""
    return Assessment(
        consent=True,
        stage=stage,
        facts=tuple(Fact(concept, "present", words=concept) for concept in present.split()),
        gist_said=True,
        asked=question,
        move=Move("ask", (question,)),
    )


def suggesting(technique: str, other: str, present: str) -> Assessment:
    """A case in which a technique is suggested or guided, with every precaution denied."""
    precautions = load_knowledge().precautions.values()
    denied = (concept for precaution in precautions for concept in precaution.sets)
    told = [Fact(concept, "present", words=concept) for concept in present.split()]
    return Assessment(
        consent=True,
        stage=Stage.suggest,
        facts=(*told, *(Fact(concept, "absent") for concept in dict.fromkeys(denied))),
        asked="suggestion",
        current=technique,
        move=Move("suggest", (technique, other)),
    )


def referring(destination: str, present: str = "") -> Assessment:
    """A case in which someone is named to see."""
    facts = tuple(Fact(concept, "present", words=concept) for concept in present.split())
    return Assessment(
        consent=True, stage=Stage.refer, facts=facts, move=Move("refer", (destination,))
    )


TENSE = "pressing both_sides stress posture_screen"
SICK = "throbbing one_side light_sensitivity nausea severe"
# The name of a sample: the action, the case, and which of the action's messages it is.
ACTED: Mapping[str, tuple[CaseAction, Assessment, int]] = {
    "checklist_danger_now": (AskNext(), asking("danger_now", "", Stage.danger_screen), 0),
    "checklist_danger_background": (
        AskNext(),
        asking("danger_background", "", Stage.danger_screen),
        0,
    ),
    "checklist_companions": (AskNext(), asking("companions", "pressing"), 0),
    "checklist_triggers": (AskNext(), asking("triggers", "pressing"), 0),
    "checklist_precautions": (AskNext(), asking("precautions", TENSE, Stage.precautions), 0),
    "scale": (AskNext(), asking("severity", "pressing"), 0),
    "head_map": (AskNext(), asking("location", "throbbing"), 0),
    "head_map_to_begin": (AskNext(), asking("description", "", Stage.describe), 0),
    "choices": (AskNext(), asking("movement", "pressing both_sides"), 0),
    "consent": (AskNext(), asking("consent", "", Stage.hello), 0),
    "technique": (
        SuggestTechnique(),
        suggesting("suboccipital_release", "shoulder_massage", TENSE),
        0,
    ),
    "technique_many_steps": (
        SuggestTechnique(),
        suggesting("acupressure", "slow_breathing", TENSE),
        0,
    ),
    "technique_attack": (SuggestTechnique(), suggesting("cold_pack", "slow_breathing", SICK), 0),
    "guide_step": (
        GuideStep(),
        suggesting("temple_jaw_massage", "slow_breathing", TENSE),
        1,
    ),
    "guide_step_without_a_drawing": (
        GuideStep(),
        suggesting("slow_breathing", "still_touch", TENSE),
        1,
    ),
    "referral_bookable": (Refer(), referring("physiotherapist", "neck_back"), 0),
    "referral_doctor": (Refer(), referring("doctor", "throbbing one_side"), 0),
    "referral_today": (Refer(), referring("same_day_doctor", "pressing"), 0),
    "referral_emergency": (Refer(), referring("emergency_services"), 0),
}
# The name of a sample: the danger response, and the flag that it is about.
DANGERS: Mapping[str, tuple[str, str]] = {
    "danger_emergency": ("utter_emergency", "thunderclap"),
    "danger_emergency_again": ("utter_emergency_again", "thunderclap"),
    "danger_same_day": ("utter_same_day", "fever_unexplained"),
    "danger_same_day_again": ("utter_massage_stays_off", "fever_unexplained"),
    "danger_crisis": ("utter_crisis", "suicidal_active"),
}


def _acted(domain: Domain, action: CaseAction, case: Assessment, number: int) -> Json:
    """One of the messages of an action, as Rasa hands it to a channel."""
    slots = slots_for(case)
    dispatcher = CollectingDispatcher()
    action.run(dispatcher, Tracker("someone", slots, {}, [], False, None, {}, None), {})
    said = RemoteAction._utter_responses(
        dispatcher.messages,
        CollectingOutputChannel(),
        SiteResponses(None, domain),
        _tracker(domain, slots),
    )
    message: Json = asyncio.run(said)[number].message()
    return message


def _danger(domain: Domain, response: str, flag: str) -> Json:
    """A danger response, as the safety policy has it said."""
    knowledge = load_knowledge()
    record = FlagRecord(flag, knowledge.red_flags[flag].tier.value, FlagState.fired)
    slots = slots_for(Assessment(consent=True, stage=Stage.emergency, flags=(record,)))
    slots.update(danger_slots(DangerReply(response, flag), slots, knowledge))
    said = SiteResponses(None, domain).generate(response, _tracker(domain, slots), "web")
    return {**(asyncio.run(said) or {}), "utter_action": response}


def _tracker(domain: Domain, slots: Mapping[str, Any]) -> DialogueStateTracker:
    filled = [SlotSet(name, value) for name, value in slots.items()]
    return DialogueStateTracker.from_events("someone", filled, slots=domain.slots)


if __name__ == "__main__":
    for written in write_samples():
        print(written.relative_to(ROOT))
