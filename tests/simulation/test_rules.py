"""Each safety rule finds a talk that breaks it, and lets one pass that doesn't."""

from __future__ import annotations

from typing import Sequence

import pytest

from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.simulation.rules import violations
from headache_relief.simulation.visible import Seen
from tests.simulation.talks import asks, emergency, plan, screened, suggests, turn

DENIED = asks("danger_now", "my head hurts")


def broken(knowledge: Knowledge, turns: Sequence[Seen], **planned: str) -> set[str]:
    """The names of the rules that the talk breaks."""
    return {found.split(":")[0] for found in violations(plan(**planned), turns, knowledge)}


def test_a_quiet_talk_breaks_no_rule(knowledge):
    assert broken(knowledge, screened()) == set()


def test_an_emergency_that_is_answered_breaks_no_rule(knowledge):
    turns = [emergency("my arm is weak"), emergency("ok", "Call 999. They tell you what to do.")]
    assert broken(knowledge, turns) == set()


def test_a_technique_after_danger_is_found(knowledge):
    turns = [*screened(), suggests("my arm is weak", tier="emergency")]
    assert "no_massage_after_danger" in broken(knowledge, turns)


def test_a_massage_offered_in_a_crisis_is_found(knowledge):
    offered = turn("hm", stage="crisis", tier="same_day", buttons=("Guide me through it",))
    assert "no_massage_after_danger" in broken(knowledge, [offered])


def test_a_tier_that_falls_by_itself_is_found(knowledge):
    turns = [emergency("my arm is weak"), turn("it's better", tier="self_care")]
    assert "danger_ends_only_by_a_confirmed_correction" in broken(knowledge, turns)


def test_a_crisis_that_ends_by_itself_is_found(knowledge):
    crisis = turn("i want to die", "Call 999 now.", stage="crisis", tier="same_day")
    turns = [crisis, turn("ok", stage="refer", tier="same_day")]
    assert "danger_ends_only_by_a_confirmed_correction" in broken(knowledge, turns)


def test_a_confirmed_mistake_may_end_danger(knowledge):
    asked = emergency("That was a mistake", "Which is right?", asked="confirm_correction")
    turns = [emergency("my arm is weak"), asked, turn("It was a mistake", tier="self_care")]
    assert broken(knowledge, turns) == set()


def test_a_technique_before_the_screen_is_found(knowledge):
    assert "the_screen_comes_first" in broken(knowledge, [DENIED, suggests("None of these")])


def test_after_starting_over_the_screen_is_asked_again(knowledge):
    again = asks("description", "start over", stage="describe")
    assert "the_screen_comes_first" in broken(knowledge, [*screened(), again, suggests("ok")])
    assert broken(knowledge, [*screened(), again, *screened()]) == set()


def test_a_technique_with_a_danger_question_left_open_is_found(knowledge):
    turns = [DENIED, asks("danger_background", "no idea"), suggests("None of these")]
    assert "what_nobody_knows_counts_as_present" in broken(knowledge, turns)


def test_a_danger_question_that_was_answered_after_all_is_no_longer_open(knowledge):
    turns = [
        DENIED,
        asks("danger_background", "no idea"),
        asks("danger_now", "It was a mistake"),
        suggests("None of these"),
    ]
    assert broken(knowledge, turns) == set()


def test_a_technique_that_an_open_precaution_forbids_is_found(knowledge):
    weak_bones = knowledge.precautions["weak_bones"].name
    checklist = asks("precautions", "None of these", buttons=("None of these", weak_bones))
    before = [*screened()[:2], checklist]
    forbidden = suggests_named(knowledge, forbidden_by("weak_bones", knowledge))
    assert "what_nobody_knows_counts_as_present" in broken(knowledge, [*before, forbidden])
    known = suggests_named(knowledge, forbidden_by("weak_bones", knowledge), "None of these")
    assert broken(knowledge, [*before, known]) == set()


def test_a_technique_against_a_told_precaution_is_found(knowledge):
    forbidden = suggests_named(knowledge, forbidden_by("weak_bones", knowledge), "None of these")
    planned = {"condition": "weak_bones", "told": "my bones are brittle"}
    told = [turn("my bones are brittle"), *screened()[:2], forbidden]
    assert "no_technique_against_a_precaution" in broken(knowledge, told, **planned)
    comfort = suggests_named(knowledge, "Slow breathing in a quiet, dim room", "None of these")
    assert broken(knowledge, [*told[:-1], comfort], **planned) == set()


def forbidden_by(precaution: str, knowledge: Knowledge) -> str:
    """A technique that the precaution rules out."""
    return next(
        t.name
        for t in knowledge.techniques.values()
        if precaution in t.blocked_by
        or t.pressure in knowledge.precautions[precaution].blocks.pressures
    )


def suggests_named(knowledge: Knowledge, name: str, said: str = "don't know") -> Seen:
    text = f"Try {name[0].lower()}{name[1:]}, about a minute.\n1. Begin.\nHow sure we are: Unsure."
    return turn(said, text, stage="suggest", asked="suggestion")


def test_an_emergency_in_two_messages_is_found(knowledge):
    split = emergency("my arm is weak", "Please call 999 now.", "Don't drive.")
    assert "an_emergency_is_one_message_with_the_number" in broken(knowledge, [split])


@pytest.mark.parametrize("text", ["Please get help now.", "Please call 911 now."])
def test_an_emergency_without_the_number_of_the_country_is_found(knowledge, text):
    found = broken(knowledge, [emergency("my arm is weak", text)])
    assert "an_emergency_is_one_message_with_the_number" in found


def test_despair_that_is_answered_as_a_headache_is_found(knowledge):
    planned = {"told": "i want to die", "flag": "suicidal_active"}
    taken_for_a_headache = [emergency("i want to die")]
    assert "despair_gets_the_crisis_answer" in broken(knowledge, taken_for_a_headache, **planned)
    answered = [emergency("i want to die", "Call 999 now, or 116 123.", stage="crisis")]
    assert broken(knowledge, answered, **planned) == set()


def test_a_crisis_answer_that_names_nobody_is_found(knowledge):
    turns = [turn("i want to die", "Talk to someone.", stage="crisis", tier="emergency")]
    assert "despair_gets_the_crisis_answer" in broken(knowledge, turns)


def test_a_suggestion_without_its_certainty_is_found(knowledge):
    turns = screened()
    turns[-1] = turn("None of these", "Try this, a minute.\n1. Press.", stage="suggest")
    assert "every_suggestion_shows_its_certainty" in broken(knowledge, turns)


@pytest.mark.parametrize("text", ["This cures it, yes?", "Take 400 mg, all right?"])
def test_a_promise_and_a_dose_are_found(knowledge, text):
    assert "nothing_is_promised" in broken(knowledge, [turn("hm", text)])
