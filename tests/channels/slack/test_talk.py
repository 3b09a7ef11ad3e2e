"""Whole talks in direct messages, with the real assistant and the real library."""

from __future__ import annotations

from tests.channels.slack.person import Person, elements, titles, words
from tests.faults.said import DESCRIPTION, EMERGENCY


def agreed(person: Person) -> int:
    """They said hello and agreed; returns how many messages they have then."""
    person.say("hello")
    asked = person.until(1)
    person.press("Yes, go on", asked)
    person.until(2)
    return len(person.messages())


def test_the_first_message_is_answered_with_the_question_for_consent(newcomer):
    ann = newcomer()
    ann.say("hello")
    asked = ann.until(1)
    assert titles(asked) == ["Yes, go on", "No, thanks", "What is kept"]


def test_a_pressed_button_gives_way_to_the_choice(newcomer):
    ann = newcomer()
    ann.say("hello")
    asked = ann.until(1)
    ann.press("Yes, go on", asked)
    ann.slack.until(lambda: "You chose: Yes, go on" in words(asked), "the choice")
    assert elements(asked) == []
    ann.until(2)


def test_a_whole_talk_leads_to_a_suggestion_and_a_guide(newcomer):
    ann = newcomer()
    agreed(ann)
    ann.say("dull tight band round my head on both sides since lunch, stress, no nausea no fever")
    now = ann.hears("Any of these right now?")
    ann.press("None of these", now)
    background = ann.hears("any of these apply to you?")
    ann.press("None of these", background)
    seen = len(ann.messages())
    for _ in range(8):
        question = ann.until(seen + 1)
        ann.slack.until(lambda n=seen: len(ann.messages()) > n, "the next question")
        question = ann.messages()[-1]
        names = titles(question)
        if "Guide me through it" in names:
            break
        seen = len(ann.messages())
        if any(each["type"] == "static_select" for each in elements(question)):
            ann.select(4, question)
        elif "None of these" in names:
            ann.press("None of these", question)
        else:
            ann.press(
                next(n for n in ("No difference", "Not sure", *names) if n in names), question
            )
    technique = ann.hears("How sure we are")
    assert "It isn't a diagnosis" in words(technique)
    ann.press("Guide me through it", technique)
    step = ann.hears("Step 1 of")
    assert {"Next", "Stop"} <= set(titles(step))
    pictures: list[dict] = []
    for number in (2, 3):
        ann.press("Next", step)
        step = ann.hears(f"Step {number} of")
        pictures += [block for block in step["blocks"] if block["type"] == "image"]
    assert pictures and pictures[0]["alt_text"].startswith("Drawing of step ")
    assert ann.slack.files[pictures[0]["slack_file"]["id"]].startswith(b"\x89PNG")


def test_a_ticked_danger_sign_is_answered_with_whom_to_call(newcomer):
    ann = newcomer()
    agreed(ann)
    ann.say(DESCRIPTION)
    now = ann.hears("Any of these right now?")
    ann.tick(["Sudden or the worst ever"], now)
    told = ann.hears("999")
    assert {"type": "mrkdwn", "text": "<tel:999|Call 999>", "verbatim": True} in [
        block.get("text") for block in told["blocks"]
    ]


def test_the_buttons_of_danger_count_though_a_question_follows_in_the_same_answer(newcomer):
    ann = newcomer()
    agreed(ann)
    ann.say("headache with a fever since yesterday")
    told = ann.hears("NHS 111")
    ann.press("Who can I see?", told)
    ann.hears("right after this")
    ann.slack.until(lambda: "You chose: Who can I see?" in words(told), "the choice")
    assert titles(told) == []


def test_an_emergency_before_consent_is_answered(newcomer):
    ann = newcomer()
    ann.say(EMERGENCY)
    assert "999" in words(ann.until(1))


def test_the_talk_goes_on_where_it_was_after_slack_moves_the_line(newcomer):
    ann = newcomer()
    agreed(ann)
    lines = ann.slack.connections
    ann.slack.disconnect()
    ann.slack.until(lambda: ann.slack.connections > lines, "a new line")
    ann.say(DESCRIPTION)
    asked = ann.hears("Any of these right now?")
    assert "None of these" in titles(asked)
