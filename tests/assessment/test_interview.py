"""Only what is unknown and would change the outcome is asked."""

from dataclasses import replace

import pytest

from headache_relief.assessment.case import Assessment, QuestionRecord, QuestionState
from headache_relief.assessment.facts import Fact
from headache_relief.assessment.interview import (
    MOST_QUESTIONS,
    in_attack,
    interview_questions,
    next_question,
)
from headache_relief.assessment.patterns import assess
from tests.assessment.cases import facts


def case(present: str = "", absent: str = "", **measures: float) -> Assessment:
    told = [Fact(concept, "present") for concept in present.split()]
    told += [Fact(concept, "absent") for concept in absent.split()]
    told += [Fact(name, "present", value=value) for name, value in measures.items()]
    return Assessment(consent=True, facts=tuple(told))


def asked_in_all(told: Assessment, knowledge) -> list[str]:
    """Every question asked of someone who never knows."""
    asked = []
    while (question := next_question(told, knowledge)) is not None:
        asked.append(question)
        told = told.with_question(QuestionRecord(question, QuestionState.unknown))
    return asked


@pytest.mark.parametrize(
    ("present", "attack"),
    [
        ("light_sensitivity nausea", True),
        ("light_sensitivity severe", True),
        ("severe vomiting", True),
        ("light_sensitivity", False),
        ("nausea mild", False),
        ("severe pressing", False),
    ],
)
def test_an_attack_is_light_sickness_and_severity_two_of_them(knowledge, present, attack):
    assert in_attack(facts(knowledge, present)) is attack


def test_someone_who_said_only_that_it_hurts_is_asked_something(knowledge):
    assert next_question(case("headache"), knowledge) in interview_questions(knowledge)


def test_nobody_is_asked_more_than_eight_questions(knowledge):
    assert 0 < len(asked_in_all(case("headache"), knowledge)) <= MOST_QUESTIONS


def test_in_an_attack_at_most_two_questions_are_asked(knowledge):
    attack = case("light_sensitivity vomiting severe")
    assert len(asked_in_all(attack, knowledge)) <= 2


def test_no_question_is_asked_twice(knowledge):
    asked = asked_in_all(case("headache"), knowledge)
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("question", "present"),
    [
        ("location", "headache both_sides"),
        ("quality", "headache throbbing"),
        ("movement", "headache worse_on_moving"),
        ("duration", "headache from_4_to_72_h"),
    ],
)
def test_what_was_told_is_not_asked(knowledge, question, present):
    assert question not in asked_in_all(case(present), knowledge)


def test_a_pain_score_answers_how_bad_it_is(knowledge):
    assert "severity" not in asked_in_all(case("headache", pain_score=4), knowledge)


def test_the_companions_are_asked_when_only_one_was_spoken_of(knowledge):
    told = case("headache throbbing one_side", absent="nausea")
    assert "companions" in asked_in_all(told, knowledge)


def test_a_clear_migraine_needs_no_more_questions(knowledge):
    told = case(
        "headache throbbing one_side nausea light_sensitivity sound_sensitivity worse_on_moving"
        " severe from_4_to_72_h stops_activities"
    )
    assert assess(told.known(knowledge.parents), knowledge).patterns == ("migraine",)
    assert next_question(told, knowledge) is None


def test_the_age_of_a_question_does_not_matter(knowledge):
    told = case("headache")
    later = replace(told, turn=30)
    assert next_question(told, knowledge) == next_question(later, knowledge)
