"""Many at once, and a restart: nothing lost, doubled or out of order."""

from __future__ import annotations

import sqlite3
import statistics
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.channels.slack.conftest import started
from tests.channels.slack.fake_slack import FakeSlack
from tests.channels.slack.person import Person, titles, words
from tests.channels.slack.played import soon
from tests.channels.slack.web_api import ACKNOWLEDGED_WITHIN
from tests.faults.said import DESCRIPTION

PEOPLE, LINES = 25, 20  # 500 messages; twenty a minute is what one person may say


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_five_hundred_messages_at_once_are_all_answered_once_and_in_order(here, slack):
    people = [Person(slack, f"U{number:03d}MANY") for number in range(PEOPLE)]
    deliveries = []
    for line in range(LINES):
        for person in people:
            identity = f"Ev{person.user}{line}"
            deliveries.append(person.say(f"line {line}", identity=identity))
            if line % 5 == 0:
                deliveries.append(person.say(f"line {line}", identity=identity))
    for person in people:
        slack.until(lambda p=person: len(p.messages()) >= LINES, "all answers", seconds=120)
    wanted = [f"line {line}" for line in range(LINES)]
    for person in people:
        assert here.assistant.talk_of(person.user) == wanted
        assert person.texts() == [f"I hear: {line}" for line in wanted]
    waits = [slack.acknowledged(each).acknowledged_after for each in deliveries]
    assert max(waits) < ACKNOWLEDGED_WITHIN
    assert {each.times for each in deliveries} == {1}, "Slack had to send some again"


def test_the_first_call_comes_soon_after_the_turn(here, ann):
    delays = []
    for number in range(12):
        started_at = time.monotonic()
        ann.say(f"line {number}")
        ann.hears(f"I hear: line {number}")
        call = next(c for c in reversed(ann.slack.calls) if c.method == "chat.postMessage")
        delays.append(call.at - started_at)
    assert statistics.median(delays) < 0.1  # a slow machine; the played turn itself takes none


def unanswered(database: Path) -> int:
    """How many messages in the database wait for their answer, or their answers to arrive."""
    with closing(sqlite3.connect(database)) as connection:
        asked = (
            "SELECT (SELECT COUNT(*) FROM inbox WHERE content IS NOT NULL) "
            "+ (SELECT COUNT(*) FROM outbox)"
        )
        return int(connection.execute(asked).fetchone()[0])


@pytest.mark.timeout(240)
def test_after_a_restart_the_talk_goes_on_and_a_repeated_delivery_is_not_answered_again(
    trained_model, tmp_path: Path
):
    slack = FakeSlack().start()
    ann = Person(slack, "U0ANN")
    server = started(tmp_path, slack)
    try:
        slack.until(lambda: slack.connections, "connection")
        ann.say("hello")
        ann.press("Yes, go on", ann.until(1))
        ann.until(2)
        delivered = ann.say(DESCRIPTION, identity="Ev0BEFORE")
        question = ann.hears("Any of these right now?")
        slack.acknowledged(delivered)
        soon(lambda: unanswered(tmp_path / "talks.db") == 0)
    finally:
        server.stop()
    lines, count = slack.connections, len(ann.messages())
    server = started(tmp_path, slack)
    try:
        slack.until(lambda: slack.connections > lines, "connection")
        slack.acknowledged(ann.say(DESCRIPTION, identity="Ev0BEFORE"))
        ann.press("None of these", question)
        ann.hears("any of these apply to you?")
        texts = [words(message) for message in ann.messages()[count:]]
        assert not any("Any of these right now?" in text for text in texts)
        assert "None of these" in titles(ann.messages()[-1])
    finally:
        server.stop()
        slack.stop()
    assert slack.refused == []
