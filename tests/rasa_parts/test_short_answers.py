"""Short answers are certain by their words; everything longer is left to the classifier."""

import pytest

from headache_relief.language.reader import read
from headache_relief.rasa_parts.short_answers import certain_intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("yes", "affirm"),
        ("nope", "deny"),
        ("no idea", "dont_know"),
        ("none of these", "none_of_these"),
        ("start over", "start_over"),
        ("throbbing", "add_detail"),
        ("both temples", "add_detail"),
    ],
)
def test_a_few_words_that_are_an_answer_are_just_that(text, intent):
    assert certain_intent(text, read(text)) == intent


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes?",
        "how does pressing help",
        "massage please",
        "I think that it started some time in the early afternoon",
    ],
)
def test_anything_else_is_left_open(text):
    assert certain_intent(text, read(text)) is None


def test_another_language_is_certain_when_nothing_was_understood():
    text = "me duele mucho la cabeza desde ayer por la tarde y no se que hacer"
    assert certain_intent(text, read(text)) == "other_language"


def test_letters_without_a_word_are_not_understood():
    assert certain_intent("fnxq zzgrb", read("fnxq zzgrb")) == "nlu_fallback"
