"""Drawings of guided steps, and the words that must arrive without them too."""

from __future__ import annotations

import pytest

from tests.channels.slack.person import titles, words


def kinds(message: dict) -> list[str]:
    return [block["type"] for block in message["blocks"]]


def test_a_step_has_its_drawing_uploaded_once_with_words_beside_it(ann):
    ann.say("step")
    ann.say("step")
    ann.until(2)
    first, second = ann.messages()
    assert kinds(first) == ["section", "image", "actions"]
    assert first["blocks"][1]["alt_text"] == "Drawing of step 1: Press here."
    assert first["blocks"][1]["slack_file"] == second["blocks"][1]["slack_file"]
    assert len(ann.slack.files) == 1


@pytest.mark.parametrize("method", ["files.getUploadURLExternal", "files.completeUploadExternal"])
def test_a_step_without_its_drawing_is_said_all_the_same(ann, method):
    ann.slack.failures[method] = "missing_scope"
    ann.say("step")
    message = ann.hears("Press here.")
    assert kinds(message) == ["section", "actions"] and titles(message) == ["Yes", "No"]


def test_a_drawing_that_slack_can_not_show_yet_does_not_hold_the_words_back(ann):
    ann.say("step")
    ann.until(1)
    ann.slack.files.clear()
    ann.say("step")
    message = ann.until(2)
    assert kinds(message) == ["section", "actions"] and "Press here." in words(message)
    assert [fault for fault in ann.slack.refused if "no file" in fault]
    ann.slack.refused.clear()


def test_the_head_map_is_a_picture_with_the_numbers_of_the_list(ann):
    ann.say("map")
    message = ann.until(1)
    assert kinds(message) == ["section", "image", "section", "actions", "actions"]
    assert message["blocks"][1]["alt_text"].endswith(": 1 Left temple, 2 Right temple")
    file = message["blocks"][1]["slack_file"]["id"]
    assert ann.slack.files[file].startswith(b"\x89PNG")
    chooser = message["blocks"][2]["accessory"]
    labels = [option["text"]["text"] for option in chooser["options"]]
    assert labels == ["1 Left temple", "2 Right temple"]


def test_without_its_picture_the_places_have_no_numbers(ann):
    ann.slack.failures["files.getUploadURLExternal"] = "missing_scope"
    ann.say("map")
    message = ann.until(1)
    labels = [o["text"]["text"] for o in message["blocks"][1]["accessory"]["options"]]
    assert labels == ["Left temple", "Right temple"]


def test_whom_light_hurts_sees_no_pictures(ann):
    ann.say("light hurts")
    ann.hears("I hear: light hurts")
    ann.say("step")
    assert "image" not in kinds(ann.hears("Press here."))
