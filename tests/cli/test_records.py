"""`records export` and `records erase` on the site's own database."""

import asyncio
import json

import pytest
from typer.testing import CliRunner

from headache_relief.cli import records
from headache_relief.cli.program import app
from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records.conversation import RecordError
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
