"""Questions as they are shown in a case: their options, and which are left."""

import pytest

from headache_relief.assessment.asking import (
    asked_question,
    open_options,
    precaution_options,
    screen_left,
    titles,
)
from headache_relief.assessment.case import Assessment, QuestionRecord, QuestionState
from headache_relief.assessment.facts import Fact


def case(*present: str, absent: tuple[str, ...] = ()) -> Assessment:
    told = [Fact(concept, "present") for concept in present]
    told += [Fact(concept, "absent", words="no") for concept in absent]
    return Assessment(consent=True, facts=tuple(told))


def test_what_was_told_is_not_listed_again(knowledge):
    listed = [
        option.title for option in open_options("danger_background", case("child"), knowledge)
    ]
    assert "Under 18" not in listed
    assert "Pregnant or a new baby" in listed


def test_an_item_with_several_signs_stays_until_each_was_spoken_of(knowledge):
    def asks_about_rash(told: Assessment) -> bool:
        return any("rash" in o.asks_about for o in open_options("danger_now", told, knowledge))

    assert asks_about_rash(case(absent=("fever",)))
    assert not asks_about_rash(case(absent=("fever", "chills", "rash", "neck_rigid")))


def test_none_of_these_is_always_offered_first_in_a_danger_question(knowledge):
    assert titles("danger_now", case("fever"), knowledge)[0] == "None of these"


def test_both_danger_questions_are_left_at_first(knowledge):
    assert screen_left(case("headache"), knowledge) == "danger_now"


def test_an_answered_danger_question_is_not_left(knowledge):
    answered = case().with_question(QuestionRecord("danger_now", QuestionState.answered))
    assert screen_left(answered, knowledge) == "danger_background"


def test_a_danger_question_that_gave_up_is_not_asked_for_ever(knowledge):
    told = case()
    for question in ("danger_now", "danger_background"):
        told = told.with_question(QuestionRecord(question, QuestionState.unknown))
    assert screen_left(told, knowledge) is None


def test_precautions_already_denied_are_not_asked(knowledge):
    tense = case("pressing", "both_sides", "mild")
    first = precaution_options(tense, knowledge)[1]
    denied = case("pressing", "both_sides", "mild", absent=tuple(first.present))
    assert first.title not in [option.title for option in precaution_options(denied, knowledge)]


def test_a_question_of_the_conversation_has_no_clinical_options(knowledge):
    assert asked_question("suggestion", case(), knowledge) is None
    assert titles("suggestion", case(), knowledge)[0] == "Guide me through it"


@pytest.mark.parametrize("question", ["danger_now", "danger_background", "precautions"])
def test_danger_and_precaution_questions_take_maybe_for_yes(knowledge, question):
    assert asked_question(question, case(), knowledge).cautious


def test_every_ask_back_can_be_asked(knowledge):
    for name, flag in knowledge.red_flags.items():
        asked = asked_question(f"ask_back:{name}", case(), knowledge)
        assert (asked is not None) == (flag.ask_back is not None)
