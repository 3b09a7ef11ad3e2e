"""A stored conversation of which an event can't be read any more."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.conversations.talk import text
from tests.faults.said import EMERGENCY


def test_danger_is_seen_though_the_event_that_says_that_it_listens_is_damaged(
    start, assistant, database_file: Path
):
    talk = start()
    talk.say("my head hurts")
    with closing(sqlite3.connect(database_file, isolation_level=None)) as connection:
        connection.execute(
            "UPDATE events SET data = 'broken' WHERE id = (SELECT max(id) FROM events)"
        )
    assistant.store._recent.forget()  # as after a restart
    talk.say(EMERGENCY)
    assert "112" in text(talk.last) and talk.last.tier == "emergency"
