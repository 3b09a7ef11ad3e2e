"""The database gives every writer its turn."""

import threading
import time
from pathlib import Path

import pytest
import sqlalchemy as sa

from headache_relief.records import database
from headache_relief.records.database import (
    SECONDS_UNTIL_PERHAPS_DEAD,
    StoreError,
    database_engine,
    reading,
    writing,
)
from tests.postgres import ask


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


def test_connections_that_were_ended_while_they_rested_are_noticed_before_they_are_used(
    postgres_url: str,
) -> None:
    engine = database_engine(postgres_url)
    with reading(engine) as connection:
        ended = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
    ask(postgres_url, f"SELECT pg_terminate_backend({ended})")
    time.sleep(2 * SECONDS_UNTIL_PERHAPS_DEAD)
    with reading(engine) as connection:
        assert connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() != ended
    engine.dispose()


def test_reading_from_postgresql_asks_nothing_beside_what_is_read(postgres_url: str) -> None:
    engine = database_engine(postgres_url)
    with reading(engine) as connection:
        begun = "SELECT xact_start = query_start FROM pg_stat_activity WHERE pid = pg_backend_pid()"
        assert connection.exec_driver_sql(begun).scalar_one()
    with writing(engine) as connection:
        connection.exec_driver_sql("SELECT 1")
        assert not connection.exec_driver_sql(begun).scalar_one()
    engine.dispose()
