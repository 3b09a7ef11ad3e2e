"""Whether the database can be written to is found out by writing, and leaves nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from headache_relief.records.archive import Archive
from headache_relief.records.database import StoreError, database_engine
from tests.postgres import PostgresServer, ask

HELD = "SELECT count(*) FROM write_checks"


def archive_at(url: str) -> Archive:
    return Archive(database_engine(url))


def test_sqlite_is_found_writable_and_left_as_it_was(tmp_path: Path) -> None:
    archive = archive_at(f"sqlite:///{tmp_path}/talks.db")
    archive.prove_writable()
    with archive.reading("anybody") as connection:
        assert connection.exec_driver_sql(HELD).scalar_one() == 0
    archive.close()


def test_an_sqlite_file_that_was_moved_away_is_not(tmp_path: Path) -> None:
    archive = archive_at(f"sqlite:///{tmp_path}/talks.db")
    (tmp_path / "talks.db").rename(tmp_path / "away.db")
    with pytest.raises(StoreError):
        archive.prove_writable()
    (tmp_path / "away.db").rename(tmp_path / "talks.db")
    archive.prove_writable()
    archive.close()


def test_postgres_that_only_reads_is_not_writable(postgres_url: str) -> None:
    archive = archive_at(postgres_url)
    archive.prove_writable()
    name = postgres_url.rsplit("/", 1)[1]
    ask(postgres_url, f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    archive.close()
    with pytest.raises(StoreError):
        archive.prove_writable()
    writes = f"{postgres_url}?options=-cdefault_transaction_read_only%3Doff"
    ask(writes, f'ALTER DATABASE "{name}" RESET default_transaction_read_only')
    archive.close()
    archive.prove_writable()
    assert ask(postgres_url, HELD) == [(0,)]
    archive.close()


def test_postgres_that_was_stopped_is_not_writable_until_it_is_back(
    own_postgres_server: PostgresServer,
) -> None:
    archive = archive_at(own_postgres_server.new_database())
    archive.prove_writable()
    own_postgres_server.stop()
    with pytest.raises(StoreError):
        archive.prove_writable()
    own_postgres_server.start()
    archive.prove_writable()
    archive.close()


def test_an_error_of_the_database_does_not_repeat_what_was_to_be_written(tmp_path: Path) -> None:
    engine = database_engine(f"sqlite:///{tmp_path}/talks.db")
    with pytest.raises(Exception) as raised, engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO nowhere VALUES (?)", ("trombone",))
    assert "nowhere" in str(raised.value)
    assert "trombone" not in str(raised.value)
