"""A talk that one worker erased is over in all of them."""

from __future__ import annotations

from headache_relief.records.archive import Archive
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.database import database_engine
from headache_relief.records.inbox import Receipt
from tests.records.test_channel_records import ANN, BEN, agree


async def test_who_was_erased_by_one_worker_is_let_in_by_none(postgres_url: str) -> None:
    here, there = (Archive(database_engine(postgres_url)) for _ in range(2))
    agree(here, ANN, BEN)
    assert not await ChannelRecords(there).is_revoked(ANN)
    here.erase(ANN)
    assert await ChannelRecords(there).is_revoked(ANN)
    assert not await ChannelRecords(there).is_revoked(BEN)
    here.close()
    there.close()


async def test_of_a_talk_that_was_never_kept_nothing_is_noted(postgres_url: str) -> None:
    archive = Archive(database_engine(postgres_url))
    records = ChannelRecords(archive)
    assert await records.receive("web", ANN, "m", "hello") is Receipt.new
    archive.erase(ANN)
    assert not await records.is_revoked(ANN)
    archive.close()
