"""The talk in the terminal."""

import pytest

from headache_relief.cli.chat import chosen, shown, talk

CHECKLIST = {
    "text": "Any of these right now?",
    "buttons": [
        {"title": "None of these", "payload": "t1"},
        {"title": "A fever", "payload": "t2"},
    ],
}
SCALE = {"text": "How bad?", "buttons": [{"title": "5", "payload": "t5"}, {"title": "1"}]}


def test_buttons_are_numbered_below_the_text():
    assert shown(CHECKLIST) == ("Any of these right now?\n  [1] None of these\n  [2] A fever\n")


@pytest.mark.parametrize(
    ("answer", "sent"),
    [("2", "t2"), (" 1 ", "t1"), ("3", "3"), ("0", "0"), ("none of these", "none of these")],
)
def test_a_number_chooses_a_button_and_anything_else_is_said_as_it_is(answer, sent):
    assert chosen(answer, [CHECKLIST]) == sent


def test_a_button_that_is_a_number_is_meant_by_that_number():
    assert chosen("5", [SCALE]) == "t5"
    assert chosen("1", [SCALE]) == "1"


def test_the_buttons_of_the_last_message_that_has_some_count():
    assert chosen("2", [SCALE, CHECKLIST, {"text": "Take your time."}]) == "t2"


async def test_the_talk_starts_with_a_greeting_and_ends_at_the_end_of_the_input(capsys):
    said = []
    answers = iter(["2"])

    async def say(text):
        said.append(text)
        return [CHECKLIST]

    def ask():
        try:
            return next(answers)
        except StopIteration:
            raise EOFError from None

    await talk(say, ask)
    assert said == ["hello", "t2"]
    assert capsys.readouterr().out.count("None of these") == 2
