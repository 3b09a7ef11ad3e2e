"""A suggestion says why, how, how sure, and what to take care of."""

import pytest

from headache_relief.assessment.advice import Advice
from headache_relief.assessment.case import Assessment, FlagRecord, FlagState
from headache_relief.assessment.facts import Fact
from headache_relief.assessment.patterns import Verdict
from headache_relief.assessment.prevention import prevention
from headache_relief.assessment.spine import advise
from headache_relief.assessment.suggestion import (
    also_see,
    likeness,
    minutes,
    one_of,
    pressure,
    steps,
    suggestion_fields,
)
from tests.assessment.cases import cleared, facts

TENSION = "headache pressing both_sides mild no_change_on_moving stress"


def case(knowledge, present: str, flags: tuple[FlagRecord, ...] = ()) -> Assessment:
    told = cleared(facts(knowledge, present), knowledge)
    return Assessment(consent=True, facts=told.facts, flags=flags)


def fields(knowledge, technique: str, told: Assessment) -> dict[str, str]:
    advised = Advice((technique,), {}, comfort_only=False)
    return suggestion_fields(technique, (), advised, told, knowledge)


def test_every_technique_that_is_offered_has_certainty_caveats_and_when_to_stop(knowledge):
    tense = case(knowledge, TENSION)
    for name, technique in knowledge.techniques.items():
        if technique.offered and technique.self_version:
            said = fields(knowledge, name, tense)
            assert said["certainty"] and said["caveats"] and said["evidence"], name
            assert said["stop_if"] or technique.kind == "comfort", name


def test_it_resembles_and_never_is(knowledge):
    said = likeness(Verdict("pattern", ("tension",), ("pressing",)), knowledge)
    assert "It isn't a diagnosis" in said
    assert "pressing" in said


def test_what_does_not_fit_is_said_too(knowledge):
    said = likeness(Verdict("pattern", ("tension",), ("pressing",), ("nausea",)), knowledge)
    assert "doesn't fit: nausea" in said


def test_two_likely_kinds_are_both_named(knowledge):
    said = likeness(Verdict("mixed", ("tension", "migraine")), knowledge)
    assert knowledge.patterns["tension"].resembles in said
    assert knowledge.patterns["migraine"].resembles in said


def test_an_unclear_headache_is_called_unclear(knowledge):
    assert likeness(Verdict("unclear", ()), knowledge) == knowledge.wording["likeness_unclear"]


def test_a_precaution_that_applies_changes_how_it_is_done(knowledge):
    name, limited = next(
        (name, technique)
        for name, technique in knowledge.techniques.items()
        if technique.limited_by and technique.self_version
    )
    precaution, sentence = next(iter(limited.limited_by.items()))
    concept = knowledge.precautions[precaution].sets[0]
    assert sentence in fields(knowledge, name, case(knowledge, f"{TENSION} {concept}"))["limits"]
    assert sentence not in fields(knowledge, name, case(knowledge, TENSION))["limits"]


def test_a_routine_sign_says_whom_to_see_beside_the_massage(knowledge):
    flag = FlagRecord("medication_overuse", "routine", FlagState.fired)
    said = also_see(case(knowledge, TENSION, flags=(flag,)), knowledge)
    assert knowledge.red_flags["medication_overuse"].message.do in said


def test_headaches_on_most_days_need_a_doctor_beside_the_massage(knowledge):
    often = Assessment(facts=(Fact("headache_days", "present", value=20),))
    assert "doctor" in also_see(often, knowledge)


def test_what_is_left_out_for_safety_is_named(knowledge):
    tense = case(knowledge, f"{TENSION} weak_bones neck_condition")
    advised = advise(tense, knowledge)
    assert advised.left_out
    said = suggestion_fields(advised.techniques[0], (), advised, tense, knowledge)
    assert said["left_out"].startswith("Left out to be safe")


def test_steps_are_numbered_a_line_each(knowledge):
    version = knowledge.techniques["cold_pack"].self_version
    lines = steps(version, knowledge).split("\n")
    assert len(lines) == len(version.steps)
    assert lines[1].startswith("2. ")


@pytest.mark.parametrize(
    ("level", "said"), [(0, "no pressure"), (1, "very light pressure"), (3, "3 out of 10")]
)
def test_pressure_is_said_in_words(knowledge, level, said):
    assert said in pressure(level, knowledge)


def test_one_minute_is_no_minutes(knowledge):
    assert minutes(1, knowledge) == "about a minute"
    assert minutes(5, knowledge) == "about 5 minutes"


def test_reasons_to_stop_become_one_sentence(knowledge):
    said = one_of(["You feel dizzy.", "The pain grows."], knowledge)
    assert said == "you feel dizzy, or the pain grows"


def test_prevention_fits_the_kind_of_headache(knowledge):
    said = prevention(case(knowledge, TENSION), knowledge)
    assert said.startswith(knowledge.patterns["tension"].advice[0])


def test_an_unclear_headache_gets_what_suits_most(knowledge):
    assert prevention(Assessment(), knowledge) == knowledge.wording["prevention_unclear"]
