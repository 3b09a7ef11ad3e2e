"""A statement that fails leaves nothing that anybody said in PostgreSQL's own log."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from headache_relief.records.database import StoreError, database_engine, writing
from headache_relief.records.postgres_log import CLEAN, TELLS_TOO_MUCH
from tests.postgres import USER, PostgresServer, ask

WORD = "trombone"


@pytest.fixture
def table(postgres_url: str) -> Iterator[str]:
    """The address of a database with a table whose rows must differ."""
    ask(postgres_url, "CREATE TABLE said (said text PRIMARY KEY)")
    ask(postgres_url, "GRANT ALL ON said TO PUBLIC")
    yield postgres_url


@pytest.fixture
def role(postgres_server: PostgresServer) -> Iterator[str]:
    """Somebody who is no administrator."""
    postgres_server.ask("CREATE ROLE assistant LOGIN")
    yield "assistant"
    postgres_server.ask("DROP OWNED BY assistant")
    postgres_server.ask("DROP ROLE assistant")


def say_twice(url: str, word: str) -> None:
    engine = database_engine(url)
    statement = sa.text("INSERT INTO said VALUES (:word)")
    try:
        for _ in range(2):
            with writing(engine) as connection:
                connection.execute(statement, {"word": word})
    finally:
        engine.dispose()


def log_of(server: PostgresServer) -> str:
    return Path(server.log).read_text()


def test_as_its_administrator_the_assistant_sees_to_it(
    postgres_server: PostgresServer, table: str
) -> None:
    with pytest.raises(StoreError):
        say_twice(table, f"{WORD} one")
    assert "duplicate key" in log_of(postgres_server)
    assert f"{WORD} one" not in log_of(postgres_server)


def test_else_it_warns_and_what_it_asks_for_helps(
    postgres_server: PostgresServer, table: str, role: str, caplog: pytest.LogCaptureFixture
) -> None:
    url = table.replace(f"//{USER}@", f"//{role}@")
    with pytest.raises(StoreError):
        say_twice(url, f"{WORD} two")
    assert f"{WORD} two" in log_of(postgres_server)
    assert [each.getMessage() for each in caplog.records] == [TELLS_TOO_MUCH]
    for name, value in CLEAN.items():
        postgres_server.ask(f"ALTER ROLE {role} SET {name} = {value}")
    caplog.clear()
    with pytest.raises(StoreError):
        say_twice(url, f"{WORD} three")
    assert f"{WORD} three" not in log_of(postgres_server)
    assert caplog.records == []
