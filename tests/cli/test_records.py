"""`records export` and `records erase` on the site's own database."""

import asyncio
import json
import re

import pytest
from typer.testing import CliRunner

from headache_relief.cli import records
from headache_relief.cli.program import app
from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records.conversation import RecordError
from headache_relief.records.data_keys import VARIABLE
from headache_relief.serving.errors import ServingError
from headache_relief.settings import Settings
from tests.rasa_parts.stored_conversations import DOMAIN, say


def use(monkeypatch, database: str) -> None:
    monkeypatch.setattr(records, "load_settings", lambda: Settings(database_url=database))


@pytest.fixture
def kept(tmp_path, monkeypatch) -> None:
    """A database in which Ann said that her head hurts."""
    database = f"sqlite:///{tmp_path}/conversations.db"

    async def talk() -> None:
        store = SqlTrackerStore(DOMAIN, database)
        await say(store, "ann", "my head hurts")
        store.close()

    asyncio.run(talk())
    use(monkeypatch, database)


def run(*words: str):
    return CliRunner().invoke(app, ["records", *words])


def test_an_export_is_printed_as_json(kept):
    printed = json.loads(run("export", "ann").stdout)
    assert printed["conversation"] == "ann"
    assert any(event.get("text") == "my head hurts" for event in printed["events"])


def test_after_an_erasure_nothing_is_left_to_export(kept):
    assert run("erase", "ann").stdout.startswith("Erased: ")
    assert isinstance(run("export", "ann").exception, RecordError)


def test_a_database_that_can_not_be_opened_is_said_in_one_sentence(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    use(monkeypatch, f"sqlite:///{tmp_path}/file/conversations.db")
    assert isinstance(run("erase", "ann").exception, ServingError)


def test_the_talks_that_are_kept_are_listed_with_the_time_of_the_last_message(kept):
    [line] = run("list").stdout.splitlines()
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d  ann", line)


def test_a_new_key_encrypts_and_is_printed_nowhere_else(kept, tmp_path, monkeypatch):
    key = run("new-key").stdout.strip()
    monkeypatch.setenv(VARIABLE, key)
    refused = run("export", "ann")
    assert "re-encrypt" in str(refused.exception) and key not in str(refused.exception)
    encrypted = run("re-encrypt")
    assert encrypted.stdout.startswith("Encrypted: ") and key not in encrypted.output
    assert json.loads(run("export", "ann").stdout)["conversation"] == "ann"
    files = [part.read_bytes() for part in tmp_path.glob("conversations.db*")]
    assert files and not any(b"my head hurts" in content for content in files)
    assert run("new-key").stdout.strip() != key


def test_without_a_key_there_is_nothing_to_encrypt_with(kept):
    assert VARIABLE in str(run("re-encrypt").exception)


def test_a_backup_is_restored_and_who_was_erased_meanwhile_is_not(kept, tmp_path):
    file = str(tmp_path / "backup")
    assert run("backup", file).stdout.startswith("Backed up: 1 talks")
    assert "another name" in str(run("backup", file).exception)
    assert "--force" in str(run("restore", file).exception)
    assert run("restore", file, "--force").stdout.startswith("Restored: 1 talks")
    run("erase", "ann")
    assert run("restore", file).stdout.startswith("Restored: 0 talks")
    assert isinstance(run("export", "ann").exception, RecordError)
    assert "can't be read" in str(run("restore", str(tmp_path / "none")).exception)


def test_the_files_are_written_anew_when_told_so(kept):
    assert run("scrub").exit_code == 0
    assert "my head hurts" in run("export", "ann").stdout
