"""What was backed up comes back whole, sealed or not, in either database, or not at all."""

from __future__ import annotations

import hashlib
import stat
import time
from pathlib import Path
from typing import Any, Callable, Iterator, Sequence

import pytest
import sqlalchemy as sa

from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records import backup as backups
from headache_relief.records import follow_ups
from headache_relief.records.archive import Archive
from headache_relief.records.backup import back_up, restore
from headache_relief.records.data_keys import VARIABLE, DataKey, data_keys, new_key
from headache_relief.records.database import StoreError, database_engine, reading
from tests.rasa_parts.stored_conversations import DOMAIN, said, say

PLANTED = "zebra"
KEY = new_key()


@pytest.fixture(params=["in the open", "sealed"])
def keys(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Sequence[DataKey]:
    monkeypatch.setenv(VARIABLE, KEY if request.param == "sealed" else "")
    return data_keys()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> Callable[[str], str]:
    return lambda name: f"sqlite:///{tmp_path}/{name}/kept.db"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "backup"


@pytest.fixture
def engines() -> Iterator[Callable[[str], sa.engine.Engine]]:
    made: list[sa.engine.Engine] = []

    def engine(url: str) -> sa.engine.Engine:
        made.append(database_engine(url))
        return made[-1]

    yield engine
    for each in made:
        each.dispose()


PROMISE = [
    {"event": "user", "input_channel": "web"},
    {"event": "bot", "response": follow_ups.PROMISE},
]


async def fill(url: str, *people: str) -> None:
    store = SqlTrackerStore(DOMAIN, url)
    for person in people:
        for number in range(4):
            await say(store, person, f"{PLANTED} {number} \x01s ü", {"tier": PLANTED})
        await store.records.offer(person, "m1.1", [(PLANTED, PLANTED)])
        await store.records.receive("web", person, "m2", PLANTED)
        await store.records.set_thumb(person, "m1.1", True)
        await store.records._write(person, follow_ups.note, PROMISE)
    store.close()


def content(engine: sa.engine.Engine, keys: Sequence[DataKey]) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables as they are read, without the databases' own numbers."""
    archive = Archive(engine, keys=keys)
    kept = {}
    with reading(engine) as connection:
        for name, table in backups.TABLES.items():
            rows = [dict(row._mapping) for row in connection.execute(sa.select(table))]
            kept[name] = sorted(
                ({key: value for key, value in row.items() if key != "id"} for row in rows),
                key=repr,
            )
    assert archive is not None
    return kept


async def test_every_table_comes_back_in_a_new_place(sqlite_url, file, keys, engines):
    await fill(sqlite_url("old"), "ann", "ben")
    old, new = engines(sqlite_url("old")), engines(sqlite_url("new"))
    written = back_up(old, keys, file)
    assert written["conversations"] == 2 and written["inbox"] == 2
    assert restore(new, keys, file) == written
    assert content(new, keys) == content(old, keys)
    empty = {name for name, rows in content(new, keys).items() if not rows}
    assert empty <= {"quarantined_events", "checkpoints", "erasures", "outbox"}
    store = SqlTrackerStore(DOMAIN, sqlite_url("new"))
    assert len(said(await store.retrieve_full_tracker("ben"))) == 4
    await say(store, "ben", "goes on")
    store.close()


async def test_a_backup_moves_talks_from_sqlite_to_postgresql_and_back(
    sqlite_url, postgres_url, file, keys, engines
):
    await fill(sqlite_url("old"), "ann", "ben")
    old, other, back = (engines(url) for url in (sqlite_url("old"), postgres_url, sqlite_url("b")))
    back_up(old, keys, file)
    restore(other, keys, file)
    assert content(other, keys) == content(old, keys)
    store = SqlTrackerStore(DOMAIN, postgres_url)
    await say(store, "ben", "goes on there")
    store.close()
    again = file.with_name("again")
    back_up(other, keys, again)
    restore(back, keys, again)
    assert content(back, keys) == content(other, keys)


async def test_only_its_owner_may_read_a_backup_and_with_a_key_it_says_nothing(
    sqlite_url, file, engines, monkeypatch
):
    monkeypatch.setenv(VARIABLE, KEY)
    await fill(sqlite_url("old"), "telegram-1122334455")
    back_up(engines(sqlite_url("old")), data_keys(), file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    packed = file.read_bytes()
    assert PLANTED.encode() not in packed and b"1122334455" not in packed
    assert list(file.parent.glob("backup.*")) == [], "no draft is left"
    monkeypatch.setenv(VARIABLE, new_key())
    with pytest.raises(StoreError, match=VARIABLE):
        restore(engines(sqlite_url("new")), data_keys(), file)


async def test_a_backup_is_taken_while_people_talk(sqlite_url, file, engines):
    await fill(sqlite_url("old"), "ann")
    store = SqlTrackerStore(DOMAIN, sqlite_url("old"))
    before = content(engines(sqlite_url("old")), ())
    writing = backups._rows

    def rows_while_somebody_writes(connection, table):
        for rows in writing(connection, table):
            with store._archive.writing("ann") as other:
                other.execute(sa.text("DELETE FROM inbox"))
            yield rows

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(backups, "_rows", rows_while_somebody_writes)
        back_up(engines(sqlite_url("old")), (), file)
    store.close()
    restore(engines(sqlite_url("new")), (), file)
    assert content(engines(sqlite_url("new")), ()) == before, "all of it is of one moment"


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "a letter changed": lambda b: (
        b[: len(b) // 2] + bytes([b[len(b) // 2] ^ 1]) + b[len(b) // 2 + 1 :]
    ),
    "cut off in the middle": lambda b: b[: len(b) // 2],
    "cut off before the end": lambda b: b"\n".join(b.split(b"\n")[:-2]) + b"\n",
    "a line missing": lambda b: b"\n".join(b.split(b"\n")[:2] + b.split(b"\n")[3:]),
    "lines in another order": lambda b: b"\n".join(
        [b.split(b"\n")[0], b.split(b"\n")[2], b.split(b"\n")[1], *b.split(b"\n")[3:]]
    ),
    "something behind it": lambda b: b + b"more\n",
    "empty": lambda b: b"",
    "another file": lambda b: b"SQLite format 3\x00" + b,
}


@pytest.mark.parametrize("damage", DAMAGES)
async def test_a_damaged_backup_is_refused_in_one_sentence_and_changes_nothing(
    damage, sqlite_url, file, keys, engines
):
    await fill(sqlite_url("old"), "ann")
    await fill(sqlite_url("new"), "ben")
    back_up(engines(sqlite_url("old")), keys, file)
    whole = file.read_bytes()
    file.write_bytes(DAMAGES[damage](whole))
    new = engines(sqlite_url("new"))
    before = content(new, keys)
    with pytest.raises(StoreError) as refusal:
        restore(new, keys, file, overwrite=True)
    assert str(file) in str(refusal.value)
    assert str(refusal.value).replace(str(file), "").count(".") == 1
    assert content(new, keys) == before


async def test_a_backup_with_its_checksum_forged_is_refused_where_there_is_a_key(
    sqlite_url, file, engines, monkeypatch
):
    monkeypatch.setenv(VARIABLE, KEY)
    await fill(sqlite_url("old"), "ann")
    back_up(engines(sqlite_url("old")), data_keys(), file)
    lines = file.read_bytes().split(b"\n")[:-2]
    fewer = b"\n".join(lines[:2] + lines[3:]) + b"\n"
    file.write_bytes(fewer + hashlib.sha256(fewer).hexdigest().encode() + b"\n")
    with pytest.raises(StoreError, match="damaged"):
        restore(engines(sqlite_url("new")), data_keys(), file)


async def test_talks_are_replaced_only_when_told_so(sqlite_url, file, engines):
    await fill(sqlite_url("old"), "ann")
    await fill(sqlite_url("new"), "ben")
    back_up(engines(sqlite_url("old")), (), file)
    new = engines(sqlite_url("new"))
    with pytest.raises(StoreError, match="--force"):
        restore(new, (), file)
    assert [row["conversation"] for row in content(new, ())["conversations"]] == ["ben"]
    restore(new, (), file, overwrite=True)
    assert [row["conversation"] for row in content(new, ())["conversations"]] == ["ann"]
    with pytest.raises(StoreError, match="another name"):
        back_up(new, (), file)


async def test_who_was_erased_after_the_backup_stays_erased(sqlite_url, file, keys, engines):
    url = sqlite_url("old")
    await fill(url, "ann", "ben", "cid")
    back_up(engines(url), keys, file)
    store = SqlTrackerStore(DOMAIN, url)
    await store.erase("ann")
    await say(store, "ben", "no more", {"consent_given": False})
    store.close()
    for _ in range(2):  # the list of erasures is there after a restore, too
        restore(engines(url), keys, file, overwrite=True)
        kept = content(engines(url), keys)
        assert {row["conversation"] for row in kept["events"] + kept["inbox"]} == {"cid"}
        assert PLANTED not in str([row for row in kept["events"] if row["conversation"] == "ann"])


async def test_who_came_back_after_being_erased_is_restored(sqlite_url, file, keys, engines):
    url = sqlite_url("old")
    await fill(url, "ann")
    store = SqlTrackerStore(DOMAIN, url)
    await store.erase("ann")
    store.close()
    await fill(url, "ann")
    back_up(engines(url), keys, file)
    restore(engines(url), keys, file, overwrite=True)
    assert len(content(engines(url), keys)["conversations"]) == 1


async def test_the_list_of_erasures_names_nobody_and_ends_with_retention(sqlite_url, engines):
    await fill(sqlite_url("old"), "telegram-1122334455")
    store = SqlTrackerStore(DOMAIN, sqlite_url("old"))
    await store.erase("telegram-1122334455")
    [noted] = content(engines(sqlite_url("old")), ())["erasures"]
    assert "1122334455" not in str(noted) and abs(noted["at"] - time.time()) < 60
    await store.delete_older_than(30)
    assert len(content(engines(sqlite_url("old")), ())["erasures"]) == 1
    await store.delete_older_than(0)
    assert content(engines(sqlite_url("old")), ())["erasures"] == []
    store.close()


async def test_a_talk_that_was_never_kept_is_not_on_the_list_of_erasures(sqlite_url, engines):
    store = SqlTrackerStore(DOMAIN, sqlite_url("old"))
    await say(store, "ann", "no", consent=False)
    await store.erase("ann")
    await store.erase("nobody")
    store.close()
    assert content(engines(sqlite_url("old")), ())["erasures"] == []


async def test_a_backup_from_before_the_key_can_be_restored_and_encrypted(
    sqlite_url, file, engines, monkeypatch
):
    await fill(sqlite_url("old"), "telegram-1122334455")
    back_up(engines(sqlite_url("old")), (), file)
    monkeypatch.setenv(VARIABLE, KEY)
    restore(engines(sqlite_url("new")), data_keys(), file)
    kept = content(engines(sqlite_url("new")), data_keys())
    assert kept["conversations"][0]["conversation"] == "telegram-1122334455"
    folder = Path(sqlite_url("new").removeprefix("sqlite:///")).parent
    assert not any(b"1122334455" in part.read_bytes() for part in folder.iterdir())
