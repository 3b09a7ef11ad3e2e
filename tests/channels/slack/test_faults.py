"""Limits, refusals and a Slack that can't be reached."""

from __future__ import annotations

from headache_relief.channels.shared.limits import Limits
from tests.channels.slack.fake_slack import (
    BOT_TOKEN,
)
from tests.channels.slack.person import Person, words
from tests.channels.slack.played import soon


def test_an_answer_that_slack_puts_off_is_said_after_the_wait(here, ann):
    ann.slack.rate_limits["chat.postMessage"] = 2
    ann.say("one")
    ann.say("two")
    ann.hears("two")
    assert [words(message) for message in ann.messages()] == ["I hear: one", "I hear: two"]


def test_an_answer_that_slack_refuses_does_not_end_the_talk(here, ann):
    ann.slack.failures["chat.postMessage"] = "channel_not_found"
    ann.say("unheard")
    soon(lambda: here.assistant.talk_of(ann.user) == ["unheard"])
    soon(lambda: here.run(here.records.known("slack", "slack-U0ANN", "x")) is None)
    del ann.slack.failures["chat.postMessage"]
    ann.say("heard")
    ann.hears("I hear: heard")
    assert here.assistant.talk_of(ann.user) == ["unheard", "heard"]


def test_a_message_too_long_to_read_is_refused_in_words(here, ann):
    ann.say("word " * 801)
    assert "call 999" in words(ann.hears("too long"))
    assert here.assistant.heard == []


def test_too_many_messages_are_refused_in_words(open_here, slack):
    here = open_here(limits=Limits(messages_of_a_session=2))
    slack.until(lambda: slack.connections)
    ann = Person(slack, "U0ANN")
    for number in range(3):
        ann.say(f"line {number}")
    assert "call 999" in words(ann.hears("wait a minute"))
    ann.hears("I hear: line 1")
    assert here.assistant.talk_of(ann.user) == ["line 0", "line 1"]


def test_whoever_wrote_too_much_is_answered_in_an_emergency(open_here, slack):
    here = open_here(limits=Limits(messages_of_a_session=1))
    slack.until(lambda: slack.connections)
    ann = Person(slack, "U0ANN")
    for line in ("line 0", "line 1"):
        ann.say(line)
    ann.hears("wait a minute")
    ann.say("cant breathe worst headache of my life")
    ann.hears("I hear: cant breathe")
    assert here.assistant.talk_of(ann.user)[1:] == ["cant breathe worst headache of my life"]


def test_a_new_line_after_a_disconnect_takes_over(here, ann):
    ann.slack.disconnect()
    ann.slack.until(lambda: ann.slack.connections >= 2, "a second line")
    ann.say("still here")
    ann.hears("I hear: still here")
    assert here.assistant.talk_of(ann.user) == ["still here"]


def test_bad_tokens_leave_the_rest_running_and_are_tried_again(open_here, slack, caplog):
    slack.valid_tokens = False
    open_here()
    soon(lambda: "Slack refuses the tokens" in caplog.text)
    assert BOT_TOKEN not in caplog.text
    slack.valid_tokens = True
    slack.until(lambda: slack.connections, "connection")
