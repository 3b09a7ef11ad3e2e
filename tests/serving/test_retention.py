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
    monkeypatch.setattr(retention, "SECONDS_AN_HOUR", 0)
    monkeypatch.setattr(retention, "SECONDS_A_DAY", 0.01)
    monkeypatch.setattr(retention.Days, "jumped_ahead", lambda _: 0.0)
    store = Store()
    with pytest.raises(asyncio.CancelledError):
        await retention.keep_erasing(store, 30)
    assert store.told == [30, 30, 30]
    assert len(caplog.records) == 1
    assert store.forgot == 1, "what has no consent is forgotten beside it, every minute"


class Clocks:
    """The machine's clock and the time that really passed."""

    def __init__(self) -> None:
        self.clock, self.passed = 1e9, 50.0

    def go_on(self, seconds: float, jump: float = 0.0) -> None:
        self.clock += seconds + jump
        self.passed += seconds


async def test_a_clock_that_jumps_ahead_erases_nothing_until_the_day_after(caplog):
    time, store, day = Clocks(), Store(), retention.SECONDS_A_DAY
    store.told.append(30)  # past the failure of the first time
    clock = retention.Days(lambda: time.clock, lambda: time.passed)
    await retention._erase_old(store, 30, clock)
    assert len(store.told) == 2
    time.go_on(day, jump=40 * day)
    await retention._erase_old(store, 31, clock)
    assert len(store.told) == 2 and "40 days" in caplog.text
    time.go_on(day)
    with pytest.raises(asyncio.CancelledError):  # the store's third time
        await retention._erase_old(store, 30, clock)


async def test_a_clock_that_is_set_back_or_a_little_ahead_changes_nothing():
    time, day = Clocks(), retention.SECONDS_A_DAY
    clock = retention.Days(lambda: time.clock, lambda: time.passed)
    for jump in (-400 * day, 0, 3600):
        time.go_on(day, jump)
        assert clock.jumped_ahead() == pytest.approx(jump) and jump <= day
