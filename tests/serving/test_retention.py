"""Old conversations are erased, day after day, whatever happened yesterday."""

import asyncio

import pytest

from headache_relief.records.database import StoreError
from headache_relief.serving import retention


class Store:
    """Fails the first time it is told to delete, and ends the test's loop the third time."""

    def __init__(self) -> None:
        self.told: list[float] = []
        self.forgot = 0

    async def delete_older_than(self, days: float) -> int:
        self.told.append(days)
        if len(self.told) == 1:
            raise StoreError("The database is locked.")
        if len(self.told) == 3:
            raise asyncio.CancelledError
        return 0

    async def forget_old(self) -> None:
        self.forgot += 1


async def test_a_failing_database_is_logged_and_tried_again(monkeypatch, caplog):
    monkeypatch.setattr(retention, "SECONDS_A_DAY", 0)
    store = Store()
    with pytest.raises(asyncio.CancelledError):
        await retention.keep_erasing(store, 30)
    assert store.told == [30, 30, 30]
    assert len(caplog.records) == 1
    assert store.forgot == 1, "what has no consent is forgotten beside it, every minute"
