"""The database gives every writer its turn."""

import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from headache_relief.records import database
from headache_relief.records.database import StoreError, database_engine, writing


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> sa.engine.Engine:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    return database_engine(f"sqlite:///{tmp_path / 'kept.db'}")


def hold(engine: sa.engine.Engine, began: threading.Event, seconds: float) -> None:
    with writing(engine):
        began.set()
        time.sleep(seconds)


def holding(engine: sa.engine.Engine, seconds: float) -> threading.Thread:
    began = threading.Event()
    writer = threading.Thread(target=hold, args=(engine, began, seconds))
    writer.start()
    assert began.wait(5)
    return writer


def test_a_writer_waits_for_another_longer_than_sqlite_itself_would(
    engine: sa.engine.Engine,
) -> None:
    writer = holding(engine, seconds=0.3)
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE kept (word TEXT)")
    writer.join()
    assert sa.inspect(engine).has_table("kept")


def test_a_writer_that_never_ends_is_told_as_a_fault(
    engine: sa.engine.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "SECONDS_FOR_A_TURN", 0.05)
    writer = holding(engine, seconds=0.4)
    with pytest.raises(StoreError), writing(engine):
        pytest.fail("two writers at once")
    writer.join()
