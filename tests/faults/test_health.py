"""The health pages of the whole assistant, with its parts away."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from headache_relief.rasa_parts.rehearsal import rehearse
from headache_relief.serving.health import SAID, Health, is_answered


@pytest.fixture
def checks(assistant) -> Health:
    return Health(assistant)


def test_the_assistant_answers_a_greeting_and_danger_in_a_rehearsal(assistant, loop):
    greeting, danger = (
        loop.run_until_complete(rehearse(assistant.agent.processor, text)) for text in SAID
    )
    assert is_answered(greeting) and is_answered(danger, "danger")
    assert not is_answered(greeting, "danger")


def test_neither_check_leaves_anything(assistant, loop, checks, database_file):
    def rows() -> list[str]:
        with closing(sqlite3.connect(database_file)) as connection:
            return [line for line in connection.iterdump() if line.startswith("INSERT")]

    before, in_memory = rows(), assistant.store.talks_in_memory()
    assert loop.run_until_complete(checks.ready()) is None
    assert loop.run_until_complete(checks.live()) is None
    assert rows() == before
    assert assistant.store.talks_in_memory() == in_memory


def test_with_the_database_away_it_is_live_and_not_ready(loop, checks, database_file):
    away = database_file.with_name("away.db")
    database_file.rename(away)
    try:
        assert loop.run_until_complete(checks.ready()) == "database"
        assert loop.run_until_complete(checks.live()) is None
    finally:
        away.rename(database_file)


def test_with_the_database_locked_by_another_it_is_not_ready(loop, checks, database_file):
    with closing(sqlite3.connect(database_file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert loop.run_until_complete(checks.ready()) == "database"
        other.execute("ROLLBACK")


def test_with_the_understanding_broken_it_is_not_live(assistant, loop, checks, monkeypatch):
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("trombone")

    monkeypatch.setattr(assistant.agent.processor, "_parse_message_with_graph", broken)
    assert loop.run_until_complete(checks.live()) == "turn"


def test_with_an_action_broken_it_is_not_live(loop, checks, actions, monkeypatch):
    async def broken(*_: object) -> None:
        raise RuntimeError("trombone")

    for name in list(actions):
        monkeypatch.setitem(actions, name, broken)
    assert loop.run_until_complete(checks.live()) == "turn"
