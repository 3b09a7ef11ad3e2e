"""What was erased is in no file of the database any more; how that was searched is here to read."""

from __future__ import annotations

import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Callable

import pytest
import sqlalchemy as sa

from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records.channel_tables import follow_ups, outbox
from headache_relief.records.data_keys import VARIABLE, new_key
from headache_relief.records.rows import TABLES
from headache_relief.records.scrubbing import scrub
from headache_relief.records.site_tables import site_metadata
from headache_relief.records.stored_id import stored_id
from tests.postgres import PostgresServer
from tests.rasa_parts.stored_conversations import DOMAIN, say

ANN, BEN = "telegram-1122334455", "slack-U0BENBEN"
PLANTED = "zebraword"
LONGEST_SECONDS = 60.0  # from asking to the last trace
LOG = "pg_wal"


def found_in(folder: Path, *texts: str) -> Counter[str]:
    """How often the texts stand in the files below a folder, by the names of what is in it."""
    found: Counter[str] = Counter()
    for file in folder.rglob("*"):
        if file.is_file():
            content = file.read_bytes()
            found[file.relative_to(folder).parts[0]] += sum(
                content.count(text.encode()) for text in texts
            )
    return +found


async def talk(store: SqlTrackerStore, conversation: str, words: str) -> None:
    """A talk that leaves its words in every table that holds any."""
    for number in range(7):
        await say(store, conversation, f"{words} {number}", {"tier": words})
    await store.records.offer(conversation, "m1.1", [(words, words)])
    await store.records.receive("telegram", conversation, "m2", words)
    await store.records.set_thumb(conversation, "m1.1", True)
    with store._archive.writing(conversation) as connection:
        waiting = {"channel": "telegram", "conversation": conversation, "message": "m1"}
        numbers = {"answers": 2, "delivered": 1, "claimed": time.time()}
        connection.execute(outbox.insert(), {**waiting, **numbers})
        promised = {"channel": "telegram", "conversation": conversation, "due": time.time()}
        connection.execute(follow_ups.insert(), promised)
    store._recent.forget()
    damaged = "UPDATE events SET type = 'user', data = '{' WHERE number = 4"
    with store._archive._database.begin() as connection:
        connection.execute(sa.text(damaged))
    assert await store.retrieve_full_tracker(conversation)


def rows(store: SqlTrackerStore, conversation: str) -> Counter[str]:
    """How many rows of the conversation each table holds."""
    key = stored_id(conversation)
    with store._archive.reading(conversation) as connection:
        return Counter(
            {
                table.name: len(
                    connection.execute(
                        sa.select(table.c.conversation).where(table.c.conversation == key)
                    ).all()
                )
                for table in TABLES
            }
        )


@pytest.fixture(params=["in the open", "sealed"])
def sealed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setenv(VARIABLE, new_key() if request.param == "sealed" else "")
    return bool(request.param == "sealed")


async def erase(store: SqlTrackerStore) -> None:
    await store.erase(ANN)


async def wait_for_retention(store: SqlTrackerStore) -> None:
    with store._archive._database.begin() as connection:
        connection.execute(
            sa.text("UPDATE conversations SET last_active = :then WHERE events > 20"),
            {"then": time.time() - 31 * 86_400},
        )
    assert await store.delete_older_than(30) == 1


async def decline(store: SqlTrackerStore) -> None:
    await say(store, ANN, "no", {"consent_given": False})
    await store.erase(ANN)  # from memory


ENDS: dict[str, Callable] = {
    "erased": erase,
    "too old": wait_for_retention,
    "declined later": decline,
}


@pytest.mark.parametrize("end", ENDS)
async def test_sqlites_files_hold_nothing_of_a_talk_that_ended(end, sealed, tmp_path):
    folder = tmp_path / "folder"
    store = SqlTrackerStore(DOMAIN, f"sqlite:///{folder}/kept.db")
    await talk(store, ANN, PLANTED)
    await say(store, BEN, "something else")
    kept = rows(store, ANN)
    assert not [table for table in kept if not kept[table]], "every table has something of it"
    assert bool(found_in(folder, PLANTED, ANN)) is not sealed
    exported = str(await store.export(ANN))
    assert exported.count(PLANTED) >= 3 * 7
    began = time.monotonic()
    await ENDS[end](store)
    assert found_in(folder, PLANTED, ANN, "1122334455") == {}
    assert time.monotonic() - began < LONGEST_SECONDS
    assert sum(rows(store, ANN).values()) == 0 and sum(rows(store, BEN).values()) > 0
    store.close()
    assert found_in(folder, PLANTED, ANN, "1122334455") == {}


async def test_postgresqls_files_hold_nothing_of_it_once_they_are_written_anew(
    sealed, own_postgres_server: PostgresServer
):
    server, folder = own_postgres_server, own_postgres_server.folder / "data"
    store = SqlTrackerStore(DOMAIN, server.new_database())
    await talk(store, ANN, PLANTED)
    server.ask("CHECKPOINT")
    assert bool(found_in(folder, PLANTED, ANN)) is not sealed
    began = time.monotonic()
    await store.erase(ANN)
    assert sum(rows(store, ANN).values()) == 0
    scrub(store._archive._database)
    server.ask("CHECKPOINT")
    left = found_in(folder, PLANTED, ANN, "1122334455")
    assert time.monotonic() - began < LONGEST_SECONDS
    # The server's own log keeps what was written until it is recycled, as docs/storage.md says.
    assert set(left) == (set() if sealed else {LOG})
    store.close()


async def test_what_belongs_to_no_talk_does_not_outlive_the_next_day(tmp_path):
    store = SqlTrackerStore(DOMAIN, f"sqlite:///{tmp_path}/kept.db")
    await talk(store, ANN, PLANTED)
    with store._archive._database.begin() as connection:
        connection.execute(sa.text("DELETE FROM conversations"))
    assert sum(rows(store, ANN).values()) > 0
    await store.delete_older_than(30)
    assert found_in(tmp_path, PLANTED, ANN) == {}
    store.close()


async def test_every_table_of_the_site_is_emptied_of_people_by_retention(tmp_path, monkeypatch):
    store = SqlTrackerStore(DOMAIN, f"sqlite:///{tmp_path}/kept.db")
    await say(store, ANN, "erased")
    await store.erase(ANN)
    later = time.time() + 31 * 86_400
    monkeypatch.setattr(time, "time", lambda: later)
    await store.delete_older_than(30)
    with store._archive._database.begin() as connection:
        tables = (*TABLES, *site_metadata.sorted_tables)
        left = {t.name for t in tables if connection.execute(sa.select(t)).first()}
    assert left == {"site_secrets"}
    store.close()


async def test_a_talk_held_while_the_clock_was_ahead_is_not_kept_for_years(tmp_path, monkeypatch):
    store = SqlTrackerStore(DOMAIN, f"sqlite:///{tmp_path}/kept.db")
    await say(store, ANN, "a wrong year")
    today = time.time()
    with store._archive._database.begin() as connection:
        connection.execute(
            sa.text("UPDATE conversations SET last_active = :then"), {"then": today + 3e8}
        )
    assert await store.delete_older_than(30) == 0
    monkeypatch.setattr(time, "time", lambda: today + 29 * 86_400)
    assert await store.delete_older_than(30) == 0
    monkeypatch.setattr(time, "time", lambda: today + 31 * 86_400)
    assert await store.delete_older_than(30) == 1
    store.close()


async def test_what_a_backup_was_reading_leaves_the_files_within_the_next_minute(tmp_path):
    store = SqlTrackerStore(DOMAIN, f"sqlite:///{tmp_path}/kept.db")
    await talk(store, ANN, PLANTED)
    with closing(sqlite3.connect(tmp_path / "kept.db")) as backup:
        backup.execute("BEGIN")
        backup.execute("SELECT count(*) FROM events").fetchone()
        began = time.monotonic()
        await store.erase(ANN)
        assert time.monotonic() - began < 5, "nobody waits for the backup"
        assert await store.retrieve(ANN) is None
        assert found_in(tmp_path, PLANTED), "as the backup may still read it"
    await store.forget_old()  # which the assistant does every minute
    assert found_in(tmp_path, PLANTED, ANN) == {}
    store.close()
