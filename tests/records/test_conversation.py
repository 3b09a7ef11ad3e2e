"""A person may have, or have erased, all that is kept of their conversation."""

import json
from pathlib import Path
from typing import Iterator

import pytest

from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records.conversation import RecordError, erase, export
from tests.rasa_parts.stored_conversations import DOMAIN, say


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlTrackerStore]:
    made = SqlTrackerStore(DOMAIN, f"sqlite:///{tmp_path}/conversations.db")
    yield made
    made.close()


async def test_the_export_holds_what_was_said_and_answered(store):
    await say(store, "ann", "my head hurts, José")
    handed_out = await export(store, "ann")
    texts = [event.get("text") for event in json.loads(handed_out)["events"]]
    assert "my head hurts, José" in texts
    assert "You said my head hurts, José" in texts
    assert "José" in handed_out, "a person can read it"


async def test_what_is_erased_is_gone_and_others_stay(store):
    await say(store, "ann", "my head hurts")
    await say(store, "bob", "mine too")
    assert await erase(store, "ann") > 0
    assert not await store.exists("ann")
    assert await store.exists("bob")


@pytest.mark.parametrize("ask", [export, erase])
async def test_an_unknown_id_is_named(store, ask):
    with pytest.raises(RecordError, match="'nobody'.*check its id"):
        await ask(store, "nobody")
