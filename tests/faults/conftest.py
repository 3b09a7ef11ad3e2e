"""The trained assistant with faults put in; nothing private may be logged under any of them."""

from __future__ import annotations

import asyncio
import io
import itertools
import logging
import sys
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
import structlog

from headache_relief.records import database
from headache_relief.serving.assistant import Assistant, load_assistant
from headache_relief.serving.logs import NOISY_LOGGERS, configure_logs
from headache_relief.settings import load_settings
from tests.conversations.talk import Talk
from tests.faults.said import PRIVATE, conversation

SECONDS_FOR_A_LOCKED_DATABASE = 0.3

Start = Callable[[], Talk]


def pytest_addoption(parser: pytest.Parser) -> None:
    """Known where the tests of faults are named, as `make test-faults` does."""
    parser.addoption("--kills", type=int, help="how often the assistant is killed at random")


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def database_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults") / "conversations.db"


@pytest.fixture(scope="session")
def assistant(
    trained_model: Path, loop: asyncio.AbstractEventLoop, database_file: Path
) -> Iterator[Assistant]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "BUSY_SECONDS", SECONDS_FOR_A_LOCKED_DATABASE)
        store = f"sqlite:///{database_file}"
        loaded = loop.run_until_complete(load_assistant(load_settings(), store))
        yield loaded
        loop.run_until_complete(loaded.close())


@pytest.fixture(scope="session")
def names() -> Iterator[str]:
    """A new conversation's name each time."""
    return (f"fault-{number}" for number in itertools.count(1))


@pytest.fixture
def start(assistant: Assistant, loop: asyncio.AbstractEventLoop, names: Iterator[str]) -> Start:
    """Starts a new conversation, with consent given."""

    def begin() -> Talk:
        return conversation(assistant, loop, next(names))

    return begin


@pytest.fixture
def actions(assistant: Assistant) -> dict[str, Callable[..., Any]]:
    """The registered custom actions by name; a test may put others in their place."""
    registered: dict[str, Callable[..., Any]] = assistant.agent.processor._actions._executor.actions
    return registered


@pytest.fixture(autouse=True)
def logged(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], str]]:
    """Everything logged and printed in the test so far, at the level that serving uses.

    At the end of every test it must hold nothing that the person said, and no stack trace.
    """
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    monkeypatch.setattr(sys, "stdout", stream)
    monkeypatch.setattr(sys, "stderr", stream)
    configure_logs()
    yield stream.getvalue
    output = stream.getvalue()
    root.handlers[:], root.level = handlers, level
    for name in NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()
    assert not [word for word in PRIVATE if word in output.lower()], output
    assert "Traceback" not in output
