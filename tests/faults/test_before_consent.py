"""Before consent an emergency is answered, and nothing of it is written; after it all is."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from tests.conversations.talk import Talk, text
from tests.faults.said import EMERGENCY
from tests.faults.test_database_away import moved_away, parts

PLANTED = "trombone"


@pytest.fixture
def name(names) -> str:
    return next(names)


@pytest.fixture
def talk(assistant, loop, name) -> Talk:
    """A conversation whose person was not asked for consent yet."""
    return Talk(lambda words: loop.run_until_complete(assistant.say(name, words)))


def written(file: Path, name: str) -> bool:
    """Whether the database's files hold the conversation's name, or what was planted in it."""
    connection = sqlite3.connect(file)
    rows = [row for row in connection.iterdump() if f"'{name}'" in row]
    connection.close()
    return bool(rows)


def planted(file: Path) -> int:
    return sum(part.read_bytes().count(PLANTED.encode()) for part in parts(file))


def test_an_emergency_before_consent_is_answered_and_not_written(talk, name, database_file):
    before = planted(database_file)
    talk.say(EMERGENCY)
    assert "112" in text(talk.last) and talk.last.tier == "emergency"
    talk.say("it is easing, find me a massage")
    assert talk.last.massage_allowed is False, "it is remembered all the same"
    assert planted(database_file) == before and not written(database_file, name)


def test_what_was_told_before_is_written_with_the_consent_and_erased_with_it(
    talk, name, database_file, assistant, loop
):
    before = planted(database_file)
    talk.say(f"hello, my head hurts since the {PLANTED} lesson")
    assert talk.asked == "consent" and talk.last.stage == "hello"
    assert planted(database_file) == before and not written(database_file, name)
    talk.say("yes")
    assert talk.asked not in (None, "consent")
    assert planted(database_file) > before and written(database_file, name)
    talk.say("delete my data")
    assert "erased" in text(talk.last)
    assert planted(database_file) == before and not written(database_file, name)
    talk.say("my head hurts")
    assert talk.asked == "consent"


def test_whoever_declines_is_answered_and_not_written(talk, name, database_file):
    talk.says("my head hurts", "no thanks", "does massage help headaches?")
    assert len(talk.last.bot) >= 1
    assert not written(database_file, name)


def test_a_consent_to_other_words_is_asked_again_and_the_case_goes_on(
    start, assistant, loop, monkeypatch
):
    talk = start()
    talk.say("a dull band round my head, no nausea")
    waiting = talk.asked
    assert waiting != "consent"
    monkeypatch.setattr("headache_relief.rasa_parts.case_slot.consent_version", lambda: 10_000)
    talk.say("none of these")
    assert talk.asked == "consent"
    talk.say("yes")
    assert talk.asked not in (None, "consent", "description"), "what was told is still known"


def test_an_emergency_before_consent_is_answered_while_the_database_is_away(
    talk, name, database_file
):
    talk.say("hello")
    with moved_away(database_file):
        talk.say(EMERGENCY)
        assert "112" in text(talk.last) and talk.last.tier == "emergency"
