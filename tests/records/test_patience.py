"""A database that does not answer makes nobody wait for long, and is used again once it answers."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Iterator

import pytest
import sqlalchemy as sa

from headache_relief.records.database import StoreError, database_engine, reading, writing
from headache_relief.records.patience import NoAnswer, PatientThreads

LIMIT = 0.2
SECONDS = 5.0


class Database:
    """Stands for a database: what asks it waits until it answers."""

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.answers.set()

    def ask(self) -> str:
        assert self.answers.wait(SECONDS)
        return "answer"


@pytest.fixture
def database() -> Database:
    return Database()


@pytest.fixture
def threads(database: Database) -> Iterator[PatientThreads]:
    threads = PatientThreads(2, "test", lambda: None if database.ask() else None, LIMIT)
    yield threads
    database.answers.set()
    threads.shutdown()


def test_work_is_done_in_time_and_its_fault_is_handed_on(threads, database):
    def fails() -> None:
        raise StoreError("it is locked")

    assert threads.submit(database.ask).result(SECONDS) == "answer"
    with pytest.raises(StoreError, match="locked"):
        threads.submit(fails).result(SECONDS)


def test_without_an_answer_work_fails_soon_and_what_follows_at_once(threads, database):
    database.answers.clear()
    began = time.monotonic()
    with pytest.raises(NoAnswer):
        threads.submit(database.ask).result(SECONDS)
    assert LIMIT <= time.monotonic() - began < SECONDS / 2
    assert isinstance(threads.submit(database.ask).exception(0), NoAnswer)


def test_when_the_database_answers_again_it_is_used_again(threads, database):
    database.answers.clear()
    with pytest.raises(NoAnswer):
        threads.submit(database.ask).result(SECONDS)
    database.answers.set()
    last = time.monotonic() + SECONDS
    while (fault := threads.submit(database.ask).exception(SECONDS)) and time.monotonic() < last:
        assert isinstance(fault, NoAnswer)
    assert fault is None


def test_work_that_waits_for_a_thread_is_not_late_while_others_are_served(threads):
    short = [threads.submit(time.sleep, LIMIT * 0.7) for _ in range(6)]
    assert [each.result(SECONDS) for each in short] == [None] * 6


def test_work_without_a_limit_may_take_long(threads, database):
    database.answers.clear()
    waiting = threads.within(None, database.ask)
    with pytest.raises(NoAnswer):
        threads.submit(database.ask).result(SECONDS)
    database.answers.set()
    assert waiting.result(SECONDS) == "answer"


def test_what_was_given_up_is_not_written_later(threads, database, tmp_path: Path):
    engine = database_engine(f"sqlite:///{tmp_path}/some.db")
    with writing(engine) as connection:
        connection.execute(sa.text("CREATE TABLE said (words TEXT)"))
    ended = threading.Event()

    def write() -> None:
        try:
            with writing(engine) as connection:
                connection.execute(sa.text("INSERT INTO said VALUES ('late')"))
                database.ask()
        finally:
            ended.set()

    database.answers.clear()
    with pytest.raises(NoAnswer):
        threads.submit(write).result(SECONDS)
    database.answers.set()
    assert ended.wait(SECONDS)
    with reading(engine) as connection:
        assert connection.execute(sa.text("SELECT count(*) FROM said")).scalar() == 0
