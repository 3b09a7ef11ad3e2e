"""The helper in channels: only what is general is said there."""

from __future__ import annotations

import pytest

from tests.channels.slack.person import CHANNEL, words
from tests.channels.slack.played import CALL, GENERAL, soon

PERSONAL = "my left temple is throbbing"
DANGER = "my head exploded out of nowhere"


def test_a_general_question_is_answered_in_its_thread(here, ann):
    ann.mention(GENERAL, ts="5.5")
    said = ann.slack.until(lambda: ann.slack.posted(channel=CHANNEL))[0]
    assert said["thread_ts"] == "5.5" and "A tender knot." in words(said)
    assert ann.messages() == [] and ann.whispers() == []


def test_the_talk_in_which_a_public_question_was_looked_at_is_erased(here, ann):
    ann.mention(GENERAL)
    ann.slack.until(lambda: ann.slack.posted(channel=CHANNEL))
    looked = [name for name, _ in here.assistant.heard]
    soon(lambda: here.assistant.erased == looked)
    assert here.assistant.talk_of(ann.user) == []


@pytest.mark.parametrize(
    "text", [PERSONAL, "what is a trigger point? my neck hurts", "trigger point throbbing"]
)
def test_what_is_personal_moves_to_direct_messages_and_only_that_person_is_told(here, ann, text):
    ann.mention(text)
    ann.slack.until(ann.whispers)
    assert "direct message" in words(ann.whispers()[0])
    soon(lambda: here.assistant.talk_of(ann.user) == [text])
    ann.until(1)
    assert ann.slack.posted(channel=CHANNEL) == []


def test_danger_in_a_channel_is_answered_to_that_person_only_there_and_directly(here, ann):
    ann.mention(DANGER, ts="5.5")
    whisper = ann.slack.until(ann.whispers)[0]
    assert CALL in words(whisper) and whisper["thread_ts"] == "5.5"
    ann.hears(CALL)
    assert ann.slack.posted(channel=CHANNEL) == []


def test_the_command_is_answered_to_that_person_only(here, ann):
    ann.command(GENERAL)
    whisper = ann.slack.until(ann.whispers)[0]
    assert "A tender knot." in words(whisper)
    ann.command(DANGER)
    ann.hears(CALL)
    assert ann.slack.posted(channel=CHANNEL) == []


def test_the_command_alone_begins_a_direct_talk(here, ann):
    ann.command("")
    ann.hears("I hear: hello")
    assert "direct message" in words(ann.slack.until(ann.whispers)[0])


def test_the_command_is_answered_where_the_app_is_not_in_the_channel(here, ann):
    ann.slack.failures["chat.postEphemeral"] = "not_in_channel"
    ann.command(GENERAL)
    ann.slack.until(ann.whispers)
    assert ann.messages() == []


def test_when_nothing_can_be_said_in_the_channel_it_is_said_directly(here, ann):
    ann.slack.failures |= {"chat.postEphemeral": "not_in_channel", "response_url": "expired"}
    ann.command(GENERAL)
    ann.hears("A tender knot.")
    ann.command(DANGER)
    ann.hears(CALL)
    assert ann.whispers() == []
