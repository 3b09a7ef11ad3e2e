"""The database moved away, replaced or locked in the middle of a conversation."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

import pytest

from tests.conversations.talk import Talk, text
from tests.faults.said import DESCRIPTION, EMERGENCY, FAILURE, NOTHING, QUESTION, is_one_apology


@contextmanager
def moved_away(file: Path) -> Iterator[None]:
    away = file.with_name("away.db")
    file.rename(away)
    try:
        yield
        assert not file.exists()
    finally:
        away.rename(file)


@contextmanager
def replaced(file: Path) -> Iterator[None]:
    """An empty file takes the place of the database and of SQLite's files beside it."""
    away = file.parent / "away"
    away.mkdir()
    for part in parts(file):
        part.rename(away / part.name)
    file.touch()
    try:
        yield
    finally:
        for part in parts(file):
            part.unlink()
        for part in away.iterdir():
            part.rename(file.parent / part.name)
        away.rmdir()


def parts(file: Path) -> list[Path]:
    return list(file.parent.glob(f"{file.name}*"))


@contextmanager
def locked(file: Path) -> Iterator[None]:
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture(params=[moved_away, replaced, locked])
def outage(request: pytest.FixtureRequest):
    return request.param


@pytest.fixture
def talk(start) -> Talk:
    """A conversation in which the first checklist was just shown."""
    talk = start()
    talk.say(DESCRIPTION)
    return talk


def test_everything_said_is_one_apology_and_the_conversation_goes_on_afterwards(
    talk, database_file, logged, outage
) -> None:
    with outage(database_file):
        for message in (NOTHING, QUESTION, "start over"):
            assert is_one_apology(talk.say(message))
    assert logged().count(" ERROR ") == 3
    talk.say(NOTHING)
    assert talk.asked == "danger_background"
    talk.until("suggest", {"movement": "no, it stays the same"})
    assert "tension-type" in text(talk.last)


def test_what_was_stored_before_is_all_there_afterwards(
    talk, assistant, loop, names, database_file, outage
) -> None:
    def stored() -> list[str]:
        kept = loop.run_until_complete(assistant.store.keys())
        history = assistant.store.retrieve_full_tracker
        trackers = [loop.run_until_complete(history(conversation)) for conversation in kept]
        return [event.text for each in trackers for event in each.events if hasattr(event, "text")]

    before = stored()
    with outage(database_file):
        talk.say(NOTHING)
    assert stored() == before
    assert DESCRIPTION in before


def test_an_emergency_is_answered(talk, database_file, outage) -> None:
    with outage(database_file):
        talk.say(EMERGENCY)
    assert len(talk.last.bot) == 1
    assert FAILURE not in text(talk.last) and "112" in text(talk.last)


def test_an_emergency_that_could_not_be_stored_still_ends_massage(
    talk, database_file, outage
) -> None:
    with outage(database_file):
        talk.says(EMERGENCY, "it is easing, find me a massage")
    talk.say("find me a massage")
    assert talk.last.tier == "emergency" and talk.last.massage_allowed is False
    assert len([m for m in talk.last.bot if m.get("text")]) == 1


def test_another_conversation_knows_nothing_of_that_emergency(
    talk, start, database_file, outage
) -> None:
    with outage(database_file):
        talk.say(EMERGENCY)
    other = start()
    other.say(DESCRIPTION)
    assert other.last.massage_allowed is not False and other.asked == "danger_now"
