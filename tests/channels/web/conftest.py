"""A real server behind one trusted proxy, and pages that reach it from addresses of their own."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path
from typing import AsyncIterator, Callable, Iterator

import jwt
import pytest

from tests.channels.web.widget import Assistant, Tab
from tests.faults.said import DESCRIPTION, PRIVATE
from tests.programs import Program, assistant

SITE = "https://site.example"
KEY = "k" * 48
ADDRESSES = (f"10.1.{number // 250}.{number % 250}" for number in itertools.count(1))


# Limits count by the address that the proxy names.
SETTINGS = {
    "HEADACHE_RELIEF_ALLOWED_ORIGINS": SITE,
    "HEADACHE_RELIEF_TRUSTED_PROXIES": "1",
    "HEADACHE_RELIEF_WEB_KEY": KEY,
}


def started(folder: Path) -> Program:
    """A server with its database in the folder."""
    return assistant(folder, SETTINGS)


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


@pytest.fixture
async def victim(elsewhere) -> AsyncIterator[Tab]:
    """Somebody in the middle of a talk, who at the end has heard nothing that is not theirs."""
    page = elsewhere()
    token = page.token()
    async with page.talking(token) as tab:
        await tab.turn(DESCRIPTION)
        heard = len(tab.heard)
        tab.conversation = jwt.decode(token, options={"verify_signature": False})["sub"]
        yield tab
        assert len(tab.heard) == heard, "somebody else wrote into the talk"
        state = await asyncio.wait_for(tab.turn("None of these"), 10)
        assert state["asked"] == "danger_background", "somebody else moved the talk on"
