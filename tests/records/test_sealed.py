"""With a key nothing that people said can be read in the files, and nothing gets lost by keys."""

from __future__ import annotations

import logging
import re
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Callable, Iterator

import pytest
import sqlalchemy as sa

from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records import re_encrypting
from headache_relief.records.archive import Archive
from headache_relief.records.conversation_tables import events, metadata
from headache_relief.records.data_keys import VARIABLE, data_keys, new_key
from headache_relief.records.database import StoreError, database_engine, reading
from headache_relief.records.re_encrypting import re_encrypt
from headache_relief.records.sealed import ConversationId, Sealed
from headache_relief.records.unlocking import unlock
from tests.rasa_parts.stored_conversations import DOMAIN, said, say

ANN, BEN = "telegram-1122334455", "slack-U0BENBEN"
PLANTED = "zebra"
# What the database needs to find and order rows; none of it is said by anybody.
IN_THE_OPEN = {
    "events.type",
    "quarantined_events.type",
    "quarantined_events.reason",
    "offered_choices.token",
    "offered_choices.message",
    "inbox.channel",
    "inbox.message",
    "outbox.channel",
    "outbox.message",
    "thumbs.message",
    "follow_ups.channel",
}


class Site:
    """A site's database, opened with whatever keys the environment holds."""

    def __init__(self, file: Path, environment: pytest.MonkeyPatch) -> None:
        self.file = file
        self._environment = environment
        self._stores: list[SqlTrackerStore] = []

    def keys(self, *keys: str) -> None:
        self._environment.setenv(VARIABLE, ",".join(keys))

    def store(self) -> SqlTrackerStore:
        self.close()
        self._stores.append(SqlTrackerStore(DOMAIN, f"sqlite:///{self.file}"))
        return self._stores[-1]

    def close(self) -> None:
        while self._stores:
            self._stores.pop().close()

    def re_encrypt(self) -> int:
        engine = database_engine(f"sqlite:///{self.file}")
        changed = re_encrypt(engine, data_keys())
        engine.dispose()
        return changed

    def holds(self, *texts: str) -> bool:
        """Whether any of the database's files holds one of the texts."""
        content = b"".join(part.read_bytes() for part in self.file.parent.iterdir())
        return any(text.encode() in content for text in texts)

    def run(self, statement: str, *values: object) -> list[tuple]:
        with sqlite3.connect(self.file) as connection:
            return connection.execute(statement, values).fetchall()


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    made = Site(tmp_path / "folder" / "kept.db", monkeypatch)
    made.keys()
    yield made
    made.close()


async def talk(store: SqlTrackerStore, conversation: str = ANN, words: str = PLANTED) -> None:
    """A talk that leaves something in every record."""
    for number in range(7):
        await say(store, conversation, f"{words} {number}", {"tier": words})
    await store.records.offer(conversation, "m1.1", [(words, words)])
    await store.records.receive("telegram", conversation, "m2", words)
    await store.records.set_thumb(conversation, "m1.1", True)


async def check_whole(store: SqlTrackerStore, conversation: str = ANN, words: str = PLANTED):
    kept = await store.export(conversation)
    assert said(await store.retrieve_full_tracker(conversation))[:7] == [
        f"{words} {number}" for number in range(7)
    ]
    assert (await store.retrieve(conversation)).get_slot("tier") == words
    assert [row["payload"] for row in kept["offered_choices"]] == [words]
    assert [row["content"] for row in kept["inbox"]] == [words]
    assert kept["unreadable"] == []
    assert [each.conversation for each in await store.records.unanswered("telegram")] == [
        conversation
    ]


def test_every_column_is_sealed_or_known_to_hold_nothing_that_was_said():
    for table in metadata.sorted_tables:
        assert isinstance(table.c.conversation.type, ConversationId), table.name
        for column in table.c:
            if isinstance(column.type, Sealed):
                assert column.type.place == f"{table.name}.{column.name}"
            elif isinstance(column.type, sa.Text):
                assert f"{table.name}.{column.name}" in IN_THE_OPEN


async def test_with_a_key_the_files_hold_neither_what_was_said_nor_who_said_it(site):
    store = site.store()
    await talk(store)
    assert site.holds(PLANTED) and site.holds(ANN), "without a key they do"
    await store.erase(ANN)
    site.keys(new_key())
    store = site.store()
    await talk(store)
    await check_whole(store)
    assert not site.holds(PLANTED, ANN, "1122334455")
    site.close()
    await check_whole(site.store())
    assert not site.holds(PLANTED, ANN, "1122334455")


async def test_without_its_key_the_database_is_refused_in_one_sentence(site, caplog):
    key, other = new_key(), new_key()
    site.keys(key)
    await talk(site.store())
    for wrong in ((), (other,)):
        site.keys(*wrong)
        with pytest.raises(StoreError, match=VARIABLE) as refusal:
            site.store()
        assert str(refusal.value).count(".") == 1 and "\n" not in str(refusal.value)
        assert other not in str(refusal.value) + caplog.text
    site.keys(key)
    await check_whole(site.store())


def test_what_is_no_key_is_refused_without_being_shown(site):
    for broken in ("short", "A" * 40, new_key()[:-8], "é" * 44):
        site.keys(broken)
        with pytest.raises(StoreError, match="new-key") as refusal:
            site.store()
        assert broken not in str(refusal.value)


def test_a_key_does_not_show_when_it_is_printed():
    key = new_key()
    assert key not in repr(data_keys({VARIABLE: key}))
    assert data_keys({VARIABLE: key})[0].secret.hex() not in repr(data_keys({VARIABLE: key}))


async def test_a_talk_from_before_the_key_goes_on_once_it_is_told_to_encrypt(site):
    await talk(site.store())
    site.keys(new_key())
    with pytest.raises(StoreError, match="re-encrypt"):
        site.store()
    assert site.re_encrypt() > 10
    assert not site.holds(PLANTED, ANN)
    await check_whole(site.store())
    assert site.re_encrypt() == 0


async def test_while_it_is_encrypted_the_sealed_and_the_open_are_read(site, monkeypatch):
    await talk(site.store())
    site.close()
    site.keys(new_key())
    with monkeypatch.context() as patch:
        patch.setattr(re_encrypting, "ROWS_AT_ONCE", 2)
        patch.setattr(re_encrypting, "_batches", stopped_after(re_encrypting._batches, 3))
        with pytest.raises(InterruptedError):
            site.re_encrypt()
    assert site.holds(PLANTED) and not site.holds(ANN), "halfway"
    store = site.store()
    await check_whole(store)
    await say(store, ANN, "quagga")
    assert site.re_encrypt() > 5, "while the assistant runs"
    assert not site.holds(PLANTED, "quagga")
    assert said(await store.retrieve_full_tracker(ANN))[-1] == "quagga"


def stopped_after(
    batches: Callable[..., Iterator[int]], number: int
) -> Callable[..., Iterator[int]]:
    """The same batches, of which only some get done."""
    left = iter(range(number))

    def some(*arguments: object) -> Iterator[int]:
        for batch in batches(*arguments):
            yield batch
            if next(left, None) is None:
                raise InterruptedError

    return some


async def test_a_key_can_be_replaced_while_the_assistant_runs(site):
    first, second = new_key(), new_key()
    site.keys(first)
    await talk(site.store())
    site.keys(second, first)
    store = site.store()
    await talk(store, BEN)
    site.keys(second)
    with pytest.raises(StoreError, match=VARIABLE):
        site.store()
    site.keys(second, first)
    running = site.store()
    assert site.re_encrypt() > 10
    await say(running, ANN, "one more")
    site.keys(second)
    store = site.store()
    assert said(await store.retrieve_full_tracker(ANN))[-1] == "one more"
    assert said(await store.retrieve_full_tracker(BEN))[0] == f"{PLANTED} 0"
    site.keys(first)
    with pytest.raises(StoreError, match=VARIABLE):
        site.store()


async def test_a_row_under_a_key_that_only_another_assistant_has_is_not_taken_for_damaged(site):
    """Taken for damaged it would be set aside, and lost when the key comes."""
    first, second = new_key(), new_key()
    site.keys(first)
    behind = Archive(database_engine(f"sqlite:///{site.file}"), keys=data_keys())
    site.keys(second, first)
    await talk(site.store())
    with pytest.raises(StoreError, match=VARIABLE), behind.reading(ANN) as connection:
        connection.execute(sa.select(events.c.data)).all()
    behind.close()


async def test_a_text_moved_into_another_talk_or_column_is_not_read_there(site, caplog):
    site.keys(new_key())
    store = site.store()
    await talk(store, ANN, "anns secret")
    await talk(store, BEN, "other words")
    hidden = [name for (name,) in site.run("SELECT conversation FROM conversations ORDER BY rowid")]
    site.run("UPDATE OR IGNORE inbox SET conversation = ?, message = 'x'", hidden[1])
    site.run(
        "UPDATE offered_choices SET title = (SELECT content FROM inbox LIMIT 1) "
        "WHERE conversation = ?",
        hidden[0],
    )
    with caplog.at_level(logging.ERROR):
        kept = await store.export(BEN)
        assert "anns secret" not in str(kept)
        [choice] = (await store.export(ANN))["offered_choices"]
    assert (choice["title"], choice["payload"]) == ("", "anns secret")
    assert "inbox.content" in caplog.text and "secret" not in caplog.text
    assert "telegram-" not in caplog.text


async def test_a_damaged_event_is_set_aside_and_the_talk_goes_on(site):
    site.keys(new_key())
    store = site.store()
    await talk(store)
    site.run("UPDATE events SET data = substr(data, 1, 60) WHERE number = 3")
    store = site.store()
    assert said(await store.retrieve_full_tracker(ANN))[-1] == f"{PLANTED} 6"
    with sqlite3.connect(site.file) as connection:
        assert connection.execute("SELECT count(*) FROM quarantined_events").fetchone() == (1,)


async def test_sealing_anew_stops_at_damage_instead_of_sealing_nothing_in_its_place(site):
    first, second = new_key(), new_key()
    site.keys(first)
    await talk(site.store())
    site.run("UPDATE inbox SET content = substr(content, 1, 30)")
    [damaged] = site.run("SELECT content FROM inbox")
    site.keys(second, first)
    with pytest.raises(StoreError, match="inbox.content"):
        site.re_encrypt()
    assert site.run("SELECT content FROM inbox") == [damaged]


@pytest.mark.parametrize("sealed", [False, True])
async def test_a_text_that_looks_sealed_is_only_a_text(site, sealed):
    if sealed:
        site.keys(new_key())
    store = site.store()
    await talk(store)
    for number, words in enumerate(("\x01s0011223344556677", "\x01p", "\x01", "^abc", "")):
        await store.records.receive("web", ANN, f"odd{number}", words)
        waiting = {each.message_id: each.content for each in await store.records.unanswered("web")}
        assert waiting[f"odd{number}"] == words


async def test_the_same_words_are_never_sealed_the_same(site):
    site.keys(new_key())
    store = site.store()
    await talk(store)
    for number in range(3):
        await store.records.receive("web", ANN, f"same{number}", "the same")
    kept = [text for (text,) in site.run("SELECT content FROM inbox WHERE channel = 'web'")]
    assert len(set(kept)) == 3 and all(re.match(r"\x01s[0-9a-f]{8}", text) for text in kept)


async def test_no_text_goes_in_unsealed_by_another_way(site):
    site.keys(new_key())
    site.store()
    engine = database_engine(f"sqlite:///{site.file}")
    unlock(engine, data_keys())
    row = {"conversation": "x", "number": 1, "type": "user", "data": PLANTED}
    with pytest.raises(StoreError), reading(engine) as connection:
        connection.execute(events.insert().values(**row))
    engine.dispose()
    assert not site.holds(PLANTED)


@pytest.mark.parametrize("sealed", [False, True])
def test_assistants_that_start_at_once_agree_on_one_database(sealed, site, postgres_url):
    site.keys(*([new_key()] if sealed else []))
    for _ in range(3):
        with ThreadPoolExecutor(4) as threads:
            starting = [threads.submit(started, postgres_url) for _ in range(4)]
            secrets = {each.result() for each in starting}
        assert len(secrets) == 1


def started(url: str) -> bytes:
    archive = Archive(database_engine(url), keys=data_keys())
    archive.close()
    return archive._erasures


async def test_postgresql_is_encrypted_and_its_key_replaced_too(site, postgres_url, monkeypatch):
    monkeypatch.setattr(re_encrypting, "ROWS_AT_ONCE", 5)
    store = SqlTrackerStore(DOMAIN, postgres_url)
    await talk(store, ANN)
    store.close()
    first, second = new_key(), new_key()
    engine = database_engine(postgres_url)
    for keys in ((first,), (second, first)):
        site.keys(*keys)
        assert re_encrypt(engine, data_keys()) > 10
    stands = sa.text("SELECT string_agg(conversation || data, ' ') FROM events")
    with engine.connect() as connection:
        kept = connection.execute(stands).scalar_one()
    assert PLANTED not in kept and ANN not in kept
    site.keys(second)
    store = SqlTrackerStore(DOMAIN, postgres_url)
    await check_whole(store)
    store.close()
    engine.dispose()
