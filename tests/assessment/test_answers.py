"""What a message answers to the question that was asked."""

import pytest

from headache_relief.assessment.answers import Answer, answer_to, choice_meant
from headache_relief.assessment.asking import asked_question
from headache_relief.assessment.case import Assessment
from headache_relief.assessment.titles import titled
from headache_relief.assessment.triage import facts_from
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.language.reader import read


def answer(knowledge: Knowledge, asked: str, text: str) -> Answer:
    understanding = read(text)
    told = facts_from(understanding, 1, knowledge.parents).facts
    question = asked_question(asked, Assessment(asked=asked), knowledge)
    assert question is not None
    return answer_to(question, understanding, told, knowledge.parents, turn=1)


def said(answer: Answer, status: str) -> set[str]:
    return {fact.concept for fact in answer.facts if fact.status == status}


def test_a_button_is_recognised_however_it_is_typed():
    assert titled("  NONE of these! ", ["None of these", "Stress"]) == (0,)


def test_several_options_are_separated_by_commas():
    assert titled("Stress, My period", ["None", "Stress", "My period"]) == (1, 2)


def test_a_title_within_a_longer_text_is_not_a_button():
    assert titled("my period of stress", ["Stress", "My period"]) == ()


def test_a_checklist_names_what_is_there_and_denies_the_rest(knowledge):
    ticked = answer(knowledge, "companions", "Feeling sick, Light bothers me")
    assert ticked.settled and ticked.chosen
    assert said(ticked, "present") == {"nausea", "light_sensitivity"}
    assert {"vomiting", "aura", "neck_stiffness"} <= said(ticked, "absent")


def test_an_item_stands_for_its_milder_signs_too_when_it_is_denied(knowledge):
    denied = said(answer(knowledge, "danger_now", "None of these"), "absent")
    assert {"fever", "chills", "rash", "neck_rigid", "seizure"} <= denied


def test_ticking_an_item_leaves_what_it_merely_covers_open(knowledge):
    ticked = answer(knowledge, "danger_now", "Fever / rash / rigid neck")
    assert said(ticked, "present") == {"fever"}
    assert "neck_rigid" not in said(ticked, "absent")


def test_yes_alone_answers_no_checklist(knowledge):
    assert answer(knowledge, "danger_now", "yes") == Answer()


def test_no_alone_denies_a_whole_checklist(knowledge):
    denied = answer(knowledge, "danger_background", "no")
    assert denied.settled
    assert {"pregnant", "cancer", "blood_thinner"} <= said(denied, "absent")


def test_one_denied_item_does_not_answer_the_checklist(knowledge):
    assert not answer(knowledge, "danger_now", "no fever").settled


def test_a_checklist_is_answered_in_own_words(knowledge):
    told = answer(knowledge, "danger_background", "I'm on warfarin")
    assert told.settled
    assert said(told, "present") == {"blood_thinner"}
    assert "cancer" in said(told, "absent")


def test_news_of_the_headache_does_not_deny_the_background(knowledge):
    told = answer(knowledge, "danger_background", "it's getting worse and it throbs")
    assert not told.settled
    assert "pregnant" not in said(told, "absent")


def test_a_milder_sign_than_the_list_names_does_not_answer_the_danger_check(knowledge):
    answered = answer(knowledge, "danger_now", "neck stiff from the desk")
    assert not answered.settled
    assert "vision_lost" not in said(answered, "absent")


def test_a_question_back_denies_nothing(knowledge):
    assert not answer(knowledge, "danger_now", "does a fever of 37.5 count?").settled


def test_maybe_counts_as_yes_in_a_danger_question(knowledge):
    assert "fever" in said(answer(knowledge, "danger_now", "maybe a fever"), "present")


def test_dont_know_settles_no_danger_question(knowledge):
    unsure = answer(knowledge, "danger_now", "I don't know")
    assert unsure.unsure and not unsure.settled


def test_a_wider_finding_does_not_answer_an_ask_back(knowledge):
    assert not answer(knowledge, "ask_back:meningitis", "my neck is a bit stiff").settled


def test_no_to_an_ask_back_with_a_danger_sign_is_not_a_no(knowledge):
    told = answer(knowledge, "ask_back:meningitis", "no but I have a rash")
    assert "rash" in said(told, "present")
    assert said(told, "absent") == set()


def test_yes_to_an_ask_back_sets_what_it_stands_for(knowledge):
    assert "weakness_one_side" in said(answer(knowledge, "ask_back:stroke_neuro", "yes"), "present")


def test_not_sure_at_an_ask_back_counts_as_yes(knowledge):
    unsure = answer(knowledge, "ask_back:thunderclap", "not sure")
    assert "peaked_at_once" in said(unsure, "present")


def test_what_else_is_told_beside_a_no_is_not_taken_for_the_option(knowledge):
    told = answer(knowledge, "impact", "no but I feel numb on one side")
    assert told.settled and not told.chosen


def test_a_pain_score_is_a_number_and_a_severity(knowledge):
    told = answer(knowledge, "severity", "7")
    assert [f.value for f in told.facts if f.concept == "pain_score"] == [7.0]
    assert "severe" in said(told, "present")


def test_the_middle_of_the_scale_is_moderate(knowledge):
    assert "moderate" in said(answer(knowledge, "severity", "about a 5"), "present")


def test_a_number_off_the_scale_is_no_answer(knowledge):
    assert answer(knowledge, "severity", "15") == Answer(out_of_range=True)


def test_there_are_no_forty_five_days_in_a_month(knowledge):
    assert answer(knowledge, "headache_days", "45").out_of_range


def test_every_day_is_a_number_of_days(knowledge):
    told = answer(knowledge, "headache_days", "every day")
    assert [fact.value for fact in told.facts] == [30.0]


def test_a_choice_of_the_conversation_is_meant_by_title_word_or_intent(knowledge):
    choices = knowledge.choices["suggestion"]
    assert choice_meant(choices, read("Show another"), "") == "another"
    assert choice_meant(choices, read("yes"), "") == "guide"
    assert choice_meant(choices, read("hm"), "want_person") == "see_someone"
    assert choice_meant(choices, read("hm"), "") is None


TITLES = ("None of these", "Under 18", "Neck trouble / dizzy on turning", "Stress")


@pytest.mark.parametrize(
    ("typed", "position"),
    [
        ("none of thse", 0),
        ("None of thee", 0),
        ("Udner 18", 1),
        ("Neck tfouble / dizzy on trning", 2),
    ],
)
def test_a_long_title_is_known_with_a_slip_of_the_finger(typed: str, position: int) -> None:
    assert titled(typed, TITLES) == (position,)


@pytest.mark.parametrize(
    "typed", ["one of these", "under 19", "Under 8", "stres", "none of them is"]
)
def test_what_may_mean_something_else_is_no_title(typed: str) -> None:
    assert titled(typed, TITLES) == ()


def test_several_titles_may_each_have_a_slip() -> None:
    assert titled("undr 18, neck trouble / dizy on turning", TITLES) == (1, 2)


def test_of_two_answer_words_the_first_counts(knowledge):
    said_no = answer(knowledge, "ask_back:head_injury_danger", "no i feel ok")
    assert "knocked_out" in said(said_no, "absent")
    assert said(said_no, "present") == set()
