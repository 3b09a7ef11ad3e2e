"""A talk read from Rasa's events."""

from headache_relief.records.talk import Spoken, spoken, transcript


def person(message: str, text: str, at: float = 0.0) -> dict:
    return {"event": "user", "message_id": message, "text": text, "timestamp": at}


def bot(text: object, at: float = 0.0, data: object = None, metadata: object = None) -> dict:
    about = {"data": data, "metadata": metadata}
    return {"event": "bot", "text": text, "timestamp": at, **about}


def test_answers_are_numbered_behind_their_message():
    said = spoken([bot("a"), person("m", "b"), bot("c"), bot("d"), person("n", "e"), bot("f")])
    assert [each.id for each in said] == ["start.1", "m", "m.1", "m.2", "n", "n.1"]
    assert [each.by for each in said] == ["assistant", "person"] + ["assistant"] * 2 + [
        "person",
        "assistant",
    ]


def test_what_a_channel_said_to_be_greeted_was_said_by_nobody():
    said = spoken([person("greeting-x", "hello"), bot("Welcome."), person("m", "hi")])
    assert [each.text for each in said] == ["Welcome.", "hi"]
    assert said[0].id == "greeting-x.1"


def test_an_answer_keeps_its_response_buttons_and_view():
    button = {"title": "Yes", "payload": "Yes"}
    event = bot("Fine?", 5.0, {"buttons": [button]}, {"utter_action": "utter_x", "view": {"a": 1}})
    assert spoken([event]) == [
        Spoken("start.1", "assistant", 5.0, "Fine?", "utter_x", (button,), {"a": 1})
    ]


def test_other_events_and_missing_parts_change_nothing():
    events = [{"event": "slot", "timestamp": 0}, bot(None)]
    assert spoken(events) == [Spoken("start.1", "assistant", 0.0, "")]


def test_a_transcript_has_who_said_what_and_when():
    said = spoken([person("m", "my head hurts", 0.0), bot("I see.", 60.0)])
    assert transcript(said).splitlines() == [
        "1970-01-01 00:00 You: my head hurts",
        "",
        "1970-01-01 00:01 Assistant: I see.",
    ]
