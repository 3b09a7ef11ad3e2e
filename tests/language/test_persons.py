"""Whose a finding is, and whether it belongs to the person whom the message asks about."""

from __future__ import annotations

import pytest

from headache_relief.assessment import triage
from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.language.reader import read
from headache_relief.language.understanding import Finding

ASIDE = [
    ("my friend is pregnant, and I have a headache", "pregnant"),
    ("I have a headache and my dad is on warfarin", "blood_thinner"),
    ("my husband has a headache, I am pregnant", "pregnant"),
    ("my mum is 68 and I have a headache", "age"),
    ("I have a headache. My husband takes warfarin. Is massage safe for me?", "blood_thinner"),
    ("the kids have a fever and I've got a headache", "fever"),
]
ASKED_ABOUT = [
    ("my wife has a headache and can't speak", "cannot_speak"),
    ("my wife has a headache, I noticed a rash on her", "rash"),
    ("I noticed my wife's face is drooping and she has a headache", "face_droop"),
    ("I'm worried about my mum, headache and confused", "confused"),
    ("my son has a headache, I took his temperature and it's 39.5", "temperature_c"),
    ("I am 34 weeks pregnant and my toddler has a cold, my head is pounding", "weeks_pregnant"),
    ("my wife and I both have headaches, she feels sick", "nausea"),
]


def found(text: str, concept: str) -> Finding:
    return next(finding for finding in read(text).findings if finding.concept == concept)


@pytest.mark.parametrize(("text", "concept"), ASIDE)
def test_what_somebody_else_has_is_told_aside(text: str, concept: str) -> None:
    assert found(text, concept).aside
    assert not found(text, concept).holds


@pytest.mark.parametrize(("text", "concept"), ASKED_ABOUT)
def test_what_the_patient_has_is_the_patients(text: str, concept: str) -> None:
    assert not found(text, concept).aside


def test_a_friends_pregnancy_is_no_fact_of_the_case() -> None:
    understanding = read("my friend is pregnant, and I have a headache")
    facts = triage.facts_from(understanding, 1, load_knowledge().parents)
    assert facts.present("headache")
    assert not facts.known("pregnant")


def test_an_emergency_of_somebody_mentioned_aside_is_still_one() -> None:
    knowledge = load_knowledge()
    understanding = read("I have a tension headache, my partner is having a seizure")
    raised = triage.screen_message(understanding, 1, knowledge.parents, knowledge.red_flags)
    assert [sign.flag for sign in raised if not sign.ask_back] == ["seizure"]


def test_signs_of_two_people_are_not_added_up() -> None:
    knowledge = load_knowledge()
    understanding = read("my son has a fever and I have a stiff neck and a headache")
    raised = triage.screen_message(understanding, 1, knowledge.parents, knowledge.red_flags)
    assert "meningitis" not in [sign.flag for sign in raised if not sign.ask_back]
