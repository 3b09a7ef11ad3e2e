"""A site of two workers on one PostgreSQL, shared by the tests that need whole assistants."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest

from tests.channels.web.conftest import KEY, SITE
from tests.channels.web.widget import Assistant, request
from tests.postgres import PostgresServer
from tests.programs import Program, free_port

ADDRESSES = (f"10.9.{number // 250}.{number % 250}" for number in itertools.count(1))


@pytest.fixture(scope="session")
def site(
    trained_model: Path, postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    port = free_port()
    program = Program(
        ["headache_relief", "serve", "--port", str(port), "--workers", "2"],
        port,
        tmp_path_factory.mktemp("site") / "output",
        {
            "HEADACHE_RELIEF_ALLOWED_ORIGINS": SITE,
            "HEADACHE_RELIEF_DATABASE_URL": postgres_server.new_database(),
            "HEADACHE_RELIEF_TRUSTED_PROXIES": "1",
            "HEADACHE_RELIEF_WEB_KEY": KEY,
        },
    )
    try:
        yield program
    finally:
        assert program.end(40) == 0
    assert "Traceback" not in program.output.read_text()


@pytest.fixture
def page(site: Program) -> Callable[[], Assistant]:
    """A page of the allowed site, seen by somebody at an address of their own."""
    return lambda: Assistant(site.url, SITE, next(ADDRESSES))


def whereabouts(site: Program) -> list[str]:
    """The addresses of the workers."""
    told: Any = request(f"{site.url}/health/workers").json
    return [f"http://{target}" for target in told[0]["targets"]]
