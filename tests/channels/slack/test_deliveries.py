"""What is taken in, from whom, once and in order."""

from __future__ import annotations

from tests.channels.slack.person import CHANNEL, words
from tests.channels.slack.played import GENERAL
from tests.channels.slack.web_api import BOT_ID, BOT_USER


def test_a_delivery_is_acknowledged_at_once_though_the_answer_takes_long(here, ann):
    here.assistant.gate.clear()
    said = ann.slack.acknowledged(ann.say("hello there"))
    assert said.acknowledged_after is not None and said.acknowledged_after < 1
    assert ann.messages() == []
    here.assistant.gate.set()
    ann.hears("I hear: hello there")
    assert said.times == 1


def test_a_delivery_that_comes_twice_is_answered_once(here, ann):
    for _ in range(2):
        ann.slack.acknowledged(ann.say("the same", identity="Ev0TWICE"))
    ann.say("another")
    ann.hears("I hear: another")
    assert here.assistant.talk_of(ann.user) == ["the same", "another"]


def test_a_mention_that_comes_twice_is_answered_once(here, ann):
    for _ in range(2):
        ann.slack.acknowledged(ann.mention(GENERAL, identity="Ev0MENTION"))
    ann.slack.acknowledged(ann.mention(f"{GENERAL} again"))
    ann.slack.until(lambda: len(ann.slack.posted(channel=CHANNEL)) >= 2)
    assert len(ann.slack.posted(channel=CHANNEL)) == 2


def test_messages_of_a_person_are_answered_in_their_order(here, ann):
    for number in range(15):
        ann.say(f"line {number}")
    ann.until(15)
    assert here.assistant.talk_of(ann.user) == [f"line {number}" for number in range(15)]
    assert [words(m) for m in ann.messages()] == [f"I hear: line {n}" for n in range(15)]


def test_what_programs_say_is_ignored(here, ann):
    ann.say("from a program", bot_id="B0OTHER")
    ann.say("from the assistant", user=BOT_USER, bot_id=BOT_ID)
    ann.say("posted by a program", subtype="bot_message", user=None)
    ann.mention(GENERAL, bot_id="B0OTHER")
    ann.say("from a person")
    ann.hears("I hear: from a person")
    assert here.assistant.talk_of(ann.user) == ["from a person"]
    assert ann.slack.posted(channel=CHANNEL) == []


def test_talk_in_a_channel_without_a_mention_is_ignored(here, ann):
    ann.say("my head", channel=CHANNEL, channel_type="channel")
    ann.say("my head", channel="G0GROUP", channel_type="mpim")
    ann.say("from a person")
    ann.hears("I hear: from a person")
    assert here.assistant.talk_of(ann.user) == ["from a person"]


def test_two_people_have_talks_of_their_own(here, ann, ben):
    ann.say("ann speaks")
    ben.say("ben speaks")
    ann.hears("ann speaks")
    ben.hears("ben speaks")
    assert not any("ben" in text for text in ann.texts())
    assert not any("ann" in text for text in ben.texts())


def test_a_picture_or_a_voice_message_gets_the_answer_that_only_text_is_read(here, ann):
    ann.say("", subtype="file_share", files=[{"id": "F1", "mimetype": "audio/webm"}])
    assert "call 999" in words(ann.hears("only read text"))
    assert here.assistant.heard == []


def test_a_picture_with_words_is_answered_for_its_words(here, ann):
    ann.say("look at this", subtype="file_share", files=[{"id": "F1"}])
    ann.hears("I hear: look at this")
    assert here.assistant.talk_of(ann.user) == ["look at this"]


def test_a_changed_message_is_answered_politely_and_once(here, ann):
    now = {"user": ann.user, "text": "new", "ts": "1.1", "edited": {"user": ann.user, "ts": "2"}}
    event = {
        "type": "message",
        "subtype": "message_changed",
        "channel": ann.direct,
        "channel_type": "im",
        "message": now,
        "previous_message": {"user": ann.user, "text": "old", "ts": "1.1"},
        "ts": "3.3",
    }
    for _ in range(2):
        ann.slack.acknowledged(ann.send(event, identity="Ev0EDIT"))
    assert "call 999" in words(ann.hears("don't see changes"))
    ann.say("on")
    ann.hears("I hear: on")
    assert len(ann.messages()) == 2 and here.assistant.talk_of(ann.user) == ["on"]
