"""Whole messages that are answers, in the spelling of people in a hurry."""

import pytest

ANSWERS = [
    ("yes", "yes"),
    ("yeah a bit", "yes"),
    ("yep", "yes"),
    ("YES!!", "yes"),
    ("yes please", "yes"),
    ("yes, it does", "yes"),
    ("👍", "yes"),
    ("ok", "yes"),
    ("sometimes", "yes"),
    ("no", "no"),
    ("nope", "no"),
    ("nah not really", "no"),
    ("no, only the dizziness", "no"),
    ("no just a dull ache", "no"),
    ("never", "no"),
    ("none", "none_of_these"),
    ("none of these", "none_of_these"),
    ("none of those thanks", "none_of_these"),
    ("neither", "none_of_these"),
    ("nothing like that", "none_of_these"),
    ("dunno", "dont_know"),
    ("i dont know", "dont_know"),
    ("no idea", "dont_know"),
    ("not sure", "dont_know"),
    ("idk", "dont_know"),
    ("hard to say", "dont_know"),
    ("skip", "skip"),
    ("skip this one", "skip"),
    ("id rather not say", "skip"),
    ("go back", "back"),
    ("back", "back"),
    ("stop", "stop"),
    ("please stop", "stop"),
    ("cancel", "stop"),
    ("start again", "start_over"),
    ("start over", "start_over"),
    ("restart", "start_over"),
    ("help", "help"),
    ("talk to a human", "person"),
    ("can i speak to a real person please", "person"),
    ("thanks", "thanks"),
    ("thank you so much", "thanks"),
    ("better thanks", "better"),
    ("its a bit better now", "better"),
    ("feels better", "better"),
    ("about the same", "same"),
    ("no change", "same"),
    ("no better", "same"),
    ("worse", "worse"),
    ("its got worse", "worse"),
    ("next", "next"),
    ("done", "next"),
    ("what next", "next"),
]
NO_ANSWER = [
    ("no nausea", "no"),
    ("no fever or rash", "no"),
    ("my headache is worse in the morning", "worse"),
    ("nothing helps", "none_of_these"),
    ("it feels better when i lie down in the dark", "better"),
    ("help my arm is numb", "help"),
    ("stop me if you have heard this headache story", "stop"),
    ("the person next to me has a headache", "next"),
    ("not sure if the fever is back", "back"),
    ("same tight band as always", "same"),
]


@pytest.mark.parametrize(("text", "answer"), ANSWERS)
def test_a_message_that_is_an_answer_is_read_as_it(reader, text, answer):
    assert answer in reader.read(text).answers


@pytest.mark.parametrize(("text", "answer"), NO_ANSWER)
def test_a_message_that_says_something_else_is_not_that_answer(reader, text, answer):
    assert answer not in reader.read(text).answers


def test_an_answer_at_the_head_leaves_the_finding_after_it_present(reader):
    understanding = reader.read("no, only the dizziness")
    assert understanding.answers == ("no",)
    assert [(f.concept, f.status) for f in understanding.findings] == [("dizziness", "present")]


@pytest.mark.parametrize(
    ("text", "answer"),
    [("none of these you idiot", "none_of_these"), ("no ffs", "no"), ("fuck no", "no")],
)
def test_an_answer_said_in_anger_is_an_answer(reader, text, answer):
    assert answer in reader.read(text).answers


def test_a_clear_yes_is_a_yes_and_ok_is_not_a_clear_one(reader):
    assert set(reader.read("yes").answers) == {"clearly_yes", "yes"}
    assert "yes" in reader.read("ok").answers
    assert "clearly_yes" not in reader.read("ok").answers


def test_not_sure_is_neither_yes_nor_no(reader):
    assert set(reader.read("not sure").answers) == {"dont_know"}
