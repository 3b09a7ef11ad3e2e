"""The case lives in one slot; the others follow from it."""

import json
from dataclasses import replace

import pytest
from rasa.shared.core.events import SlotSet

from headache_relief.assessment.case import (
    Assessment,
    FlagRecord,
    FlagState,
    Latest,
    Move,
    QuestionRecord,
    QuestionState,
    Stage,
)
from headache_relief.assessment.facts import Fact
from headache_relief.rasa_parts import case_slot
from headache_relief.rasa_parts.case_slot import (
    case_from,
    changed_slots,
    consent_answered,
    slots_for,
)

EMERGENCY = FlagRecord("seizure", "emergency", FlagState.fired, words=("a fit",))
FULL = Assessment(
    consent=True,
    stage=Stage.guide,
    turn=7,
    facts=(Fact("pain_score", "present", turn=2, sentence=1, value=6.0, words="6/10"),),
    flags=(EMERGENCY,),
    questions=(QuestionRecord("danger_now", QuestionState.answered, tries=1, turn=3),),
    asked="guide_step",
    latest=Latest(intent="affirm", answers=("yes",), meant="next"),
    move=Move("guide", ("cold_pack", "1"), opening="utter_noted"),
    suggested=("cold_pack",),
    current="cold_pack",
    step=1,
    doubt=("seizure",),
)


def test_a_case_comes_back_as_it_was_stored():
    assert case_from(slots_for(FULL)) == FULL


def test_the_slot_is_plain_text():
    assert json.loads(slots_for(FULL)["assessment"])["turn"] == 7


def test_without_a_stored_case_it_is_a_new_one():
    assert case_from({}) == Assessment()


def test_a_consent_given_before_the_talk_is_taken_over():
    assert case_from({"assessment": None, "consent_given": True}).consent is True


def test_a_consent_to_other_words_does_not_count_and_is_asked_again(monkeypatch):
    slots = slots_for(FULL)
    monkeypatch.setattr(case_slot, "consent_version", lambda: 10_000)
    assert case_from(slots) == replace(FULL, consent=None)


def test_a_consent_from_before_there_were_versions_does_not_count():
    before = {"assessment": json.dumps(FULL.as_dict()), "consent_given": True}
    assert case_from(before).consent is None


@pytest.mark.parametrize("consent", [None, False])
def test_whoever_did_not_agree_is_not_asked_again_because_of_the_version(consent, monkeypatch):
    case = replace(FULL, consent=consent)
    slots = slots_for(case)
    monkeypatch.setattr(case_slot, "consent_version", lambda: 10_000)
    assert case_from(slots) == case


@pytest.mark.parametrize(
    ("values", "answer"),
    [([], None), ([True], True), ([False], False), ([True, None], None), ([None, True], True)],
)
def test_the_last_word_on_consent_in_a_turn_is_the_answer(values, answer):
    turn = [SlotSet("tier", "none"), *(SlotSet("consent_given", value) for value in values)]
    assert consent_answered([*turn, SlotSet("stage", "hello")]) is answer


def test_an_emergency_forbids_massage_in_its_slots():
    slots = slots_for(FULL)
    assert (slots["tier"], slots["massage_allowed"]) == ("emergency", False)


def test_a_crisis_forbids_massage_whatever_its_tier():
    crisis = FlagRecord("suicidal_passive", "routine", FlagState.fired, crisis=True)
    assert slots_for(Assessment(flags=(crisis,)))["massage_allowed"] is False


def test_the_tier_is_self_care_only_once_the_danger_screen_is_behind():
    assert slots_for(Assessment(stage=Stage.danger_screen))["tier"] == "none"
    assert slots_for(Assessment(stage=Stage.interview))["tier"] == "self_care"


def test_only_what_changed_is_written():
    before = slots_for(Assessment(consent=True))
    assert changed_slots(before, Assessment(consent=True)) == {}
    assert set(changed_slots(before, Assessment(consent=True, asked="severity"))) == {
        "assessment",
        "requested_slot",
    }
