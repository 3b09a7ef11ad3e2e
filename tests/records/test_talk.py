"""A talk as its person saw it, from the events that are stored."""

from __future__ import annotations

from rasa.core.actions.action import create_bot_utterance
from rasa.shared.core.events import ActionExecuted, SlotSet, UserUttered

from headache_relief.records.talk import Spoken, spoken, transcript

NOON = 1_782_993_600.0  # 2 July 2026, 12:00 UTC


def person(text: str, message: str, at: float = NOON) -> dict:
    return UserUttered(text, message_id=message, timestamp=at).as_dict()


def answer(text: str, at: float = NOON, **more: object) -> dict:
    event = create_bot_utterance({"text": text, **more})
    event.timestamp = at
    return event.as_dict()


def test_answers_are_numbered_after_the_message_that_they_answer():
    events = [
        ActionExecuted("action_session_start").as_dict(),
        answer("Hello"),
        answer("Shall we?"),
        person("yes", "m1"),
        SlotSet("tier", "none").as_dict(),
        answer("Good"),
        person("thanks", "m2"),
        answer("One"),
        ActionExecuted("action_listen").as_dict(),
        answer("Two"),
    ]
    assert [(each.id, each.by, each.text) for each in spoken(events)] == [
        ("start.1", "assistant", "Hello"),
        ("start.2", "assistant", "Shall we?"),
        ("m1", "person", "yes"),
        ("m1.1", "assistant", "Good"),
        ("m2", "person", "thanks"),
        ("m2.1", "assistant", "One"),
        ("m2.2", "assistant", "Two"),
    ]


def test_what_a_channel_said_to_be_greeted_is_left_out_and_the_greeting_is_not():
    said = spoken([person("hello", "greeting-abc"), answer("Hello, I'm a program")])
    assert [(each.id, each.text) for each in said] == [("greeting-abc.1", "Hello, I'm a program")]


def test_an_answer_keeps_its_response_buttons_and_view():
    view = {"kind": "scale"}
    buttons = [{"title": "5", "payload": "5"}]
    event = answer("How bad?", NOON, buttons=buttons, utter_action="utter_ask_severity", view=view)
    assert spoken([event]) == [
        Spoken(
            "start.1",
            "assistant",
            NOON,
            "How bad?",
            "utter_ask_severity",
            ({"title": "5", "payload": "5"},),
            view,
        )
    ]


def test_an_answer_without_words_or_metadata_is_read_too():
    [said] = spoken([{"event": "bot", "timestamp": NOON, "text": None, "data": None}])
    assert (said.text, said.response, said.buttons, said.view) == ("", "", (), None)


def test_the_transcript_is_plain_text_with_times():
    said = spoken([answer("Hello"), person("my head hurts", "m", NOON + 90)])
    assert transcript(said) == (
        "2026-07-02 12:00 Assistant: Hello\n\n2026-07-02 12:01 You: my head hurts\n"
    )


def test_of_nothing_the_transcript_is_empty():
    assert transcript(spoken([])) == ""
