"""A real server behind one trusted proxy, and pages that reach it from addresses of their own."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Callable, Iterator

import pytest

from tests.channels.web.widget import Assistant
from tests.faults.said import PRIVATE
from tests.programs import Program, free_port

SITE = "https://site.example"
KEY = "k" * 48
ADDRESSES = (f"10.1.{number // 250}.{number % 250}" for number in itertools.count(1))


def environment(database: Path) -> dict[str, str]:
    """Settings of a server whose limits count by the address that the proxy names."""
    return {
        "HEADACHE_RELIEF_ALLOWED_ORIGINS": SITE,
        "HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{database}",
        "HEADACHE_RELIEF_TRUSTED_PROXIES": "1",
        "HEADACHE_RELIEF_WEB_KEY": KEY,
    }


def started(folder: Path) -> Program:
    """A server with its database in the folder."""
    port = free_port()
    return Program(
        ["headache_relief", "serve", "--port", str(port)],
        port,
        folder / "output",
        environment(folder / "talks.db"),
    )


@pytest.fixture(scope="session")
def server(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A server; whatever it logged in all tests that use it holds nothing private."""
    program = started(tmp_path_factory.mktemp("web"))
    try:
        yield program
    finally:
        program.stop()
    output = program.output.read_text()
    assert not [word for word in PRIVATE if word in output.lower()], output
    assert "Traceback" not in output


@pytest.fixture
def page(server: Program) -> Assistant:
    """A page of the allowed site, reached from an address that no other test uses."""
    return Assistant(server.url, SITE, next(ADDRESSES))


@pytest.fixture
def elsewhere(server: Program) -> Callable[[], Assistant]:
    """The same page seen by somebody at another address."""
    return lambda: Assistant(server.url, SITE, next(ADDRESSES))
