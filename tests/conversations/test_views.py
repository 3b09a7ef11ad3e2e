"""What a rich place gets in whole talks: views beside the words, and menu words at every stage."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Callable, Mapping

import jsonschema
import pytest
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from tests.conversations.talk import Talk, text

PROTOCOL = json.loads(
    (Path(__file__).resolve().parents[2] / "widget/protocol.schema.json").read_text()
)
EMERGENCY = "worst headache of my life, it came on in seconds"
Say = Callable[[str], list[Mapping[str, Any]]]


class WholeResponses(CollectingOutputChannel):
    """Keeps every response as Rasa hands it to a channel."""

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        self.messages.append(message)


@pytest.fixture
def say(assistant, loop, request) -> Say:
    """Says something in one conversation before consent; the responses that come back."""

    def said(words: str) -> list[Mapping[str, Any]]:
        heard = WholeResponses()
        message = UserMessage(words, heard, f"views-{request.node.name}")
        loop.run_until_complete(assistant.agent.handle_message(message))
        return list(heard.messages)

    return said


def views(responses: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The views of responses, each checked as the protocol has it after the tokens' exchange."""
    found = [response["view"] for response in responses if response.get("view")]
    for view in found:
        shown = json.loads(json.dumps(view).replace('"payload"', '"token"'))
        jsonschema.validate(
            shown, {"$ref": "#/definitions/View", "definitions": PROTOCOL["definitions"]}
        )
    return found


def test_from_a_tap_on_the_map_to_a_guided_session(say) -> None:
    say("hello")
    (view,) = views(say("Yes, go on"))
    assert view["kind"] == "head_map"
    tapped = ", ".join(
        region["payload"]
        for region in view["regions"]
        if region["id"] in ("temple_left", "temple_right")
    )
    (view,) = views(say(tapped))
    assert view["kind"] == "checklist"
    for _ in range(12):
        if view["kind"] == "technique":
            break
        responses = say("None of these" if view.get("none") else "4")
        while not views(responses):
            responses = say("skip")
        (view,) = views(responses)
    assert view["kind"] == "technique" and view["steps"]
    first, second = views(say("Guide me through it")), views(say("Next"))
    assert [v["number"] for v in (*first, *second) if v["kind"] == "guide_step"][:1] == [1]


def test_an_emergency_before_consent_shows_whom_to_call(say) -> None:
    (view,) = views(say(EMERGENCY))
    assert (view["kind"], view["danger"]) == ("danger", "emergency")


@pytest.mark.parametrize("words", ["start over", "talk to a person", "delete my data"])
def test_the_menu_does_not_end_an_emergency(say, words: str) -> None:
    say(EMERGENCY)
    assert [view["danger"] for view in views(say(words))] == ["emergency"]


@pytest.mark.parametrize(
    "said", ["calling now", "called them", "i rang 112", "ambulance is coming"]
)
def test_help_that_was_called_is_heard(say, said: str) -> None:
    say(EMERGENCY)
    assert [message["utter_action"] for message in say(said)] == ["utter_emergency_called"]


@pytest.mark.parametrize("said", ["i cant call", "i havent called", "should i call someone?"])
def test_help_that_was_not_called_is_not_taken_for_called(say, said: str) -> None:
    say(EMERGENCY)
    assert "utter_emergency_called" not in [message["utter_action"] for message in say(said)]


STAGES: Mapping[str, tuple[str, ...]] = {
    "before the greeting": (),
    "at consent": ("hello",),
    "at the description": ("hello", "Yes, go on"),
    "at the danger screen": ("hello", "Yes, go on", "my head hurts"),
    "in the interview": (
        "hello",
        "Yes, go on",
        "my head hurts",
        "None of these",
        "None of these",
    ),
}


@pytest.mark.parametrize("stage", STAGES)
def test_a_person_can_be_asked_for_at_every_stage(say, stage: str) -> None:
    for words in STAGES[stage]:
        say(words)
    responses = say("talk to a person")
    assert {view["kind"] for view in views(responses)} == {"referral"}
    assert [b["title"] for b in responses[-1]["buttons"]] == ["Go on", "That's all"]
    assert say("Go on")[-1]["utter_action"].startswith("utter_ask_")


@pytest.mark.parametrize("stage", STAGES)
def test_one_can_start_over_at_every_stage(say, stage: str) -> None:
    for words in STAGES[stage]:
        say(words)
    agreed = "Yes, go on" in STAGES[stage]
    wanted = "utter_ask_description" if agreed else "utter_ask_consent"
    assert say("start over")[-1]["utter_action"] == wanted


def test_a_person_named_before_the_danger_screen_is_no_all_clear(start) -> None:
    talk: Talk = start(consent=False)
    talk.says("talk to a person", "That's all")
    assert [turn.tier for turn in talk.turns] == ["none", "none"]
    assert "Take it gently" in text(talk.last)


def test_no_gist_stands_between_danger_and_its_question(say) -> None:
    say("hello")
    say("Yes, go on")
    said = [message["utter_action"] for message in say("headache and a fever since yesterday")]
    assert said == ["utter_same_day", "utter_ask_back"]
