"""A short answer means what was asked."""

import pytest

from headache_relief.assessment.in_context import in_context
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.language.reader import read


def found(knowledge: Knowledge, text: str, asked: str) -> dict[str, str]:
    """The status of each concept in the message, as an answer to the question."""
    understanding = in_context(read(text), asked, knowledge)
    return {finding.concept: finding.status for finding in understanding.findings}


def test_no_to_a_danger_checklist_denies_its_signs(knowledge):
    denied = found(knowledge, "no", "danger_now")
    assert denied["fever"] == denied["seizure"] == denied["weakness_one_side"] == "absent"


def test_yes_alone_to_a_checklist_states_nothing(knowledge):
    assert found(knowledge, "yes", "danger_now") == {}


@pytest.mark.parametrize(("text", "status"), [("yes", "present"), ("no", "absent")])
def test_yes_and_no_answer_a_question_about_one_thing(knowledge, text, status):
    assert found(knowledge, text, "fever") == {"fever": status}


def test_a_number_is_the_pain_when_that_was_asked(knowledge):
    understanding = in_context(read("7"), "severity", knowledge)
    score = next(f for f in understanding.findings if f.concept == "pain_score")
    assert score.value == 7
    assert found(knowledge, "7", "severity")["severe"] == "present"


def test_dont_know_leaves_every_danger_sign_uncertain(knowledge):
    assert found(knowledge, "don't know", "danger_now")["fever"] == "uncertain"


def test_maybe_counts_as_there_in_a_danger_question(knowledge):
    assert found(knowledge, "maybe a fever", "danger_now")["fever"] == "present"


def test_an_ask_back_is_answered_by_yes(knowledge):
    assert found(knowledge, "yes", "ask_back:stroke_neuro")["weakness_one_side"] == "present"


@pytest.mark.parametrize("asked", ["no_such_question", "ask_back:no_such_flag", ""])
def test_an_unknown_question_changes_nothing(knowledge, asked):
    assert in_context(read("yes"), asked, knowledge) == read("yes")
