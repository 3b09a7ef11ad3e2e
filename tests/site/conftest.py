"""The site's pages and the widget's files behind a real web server."""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from typing import Iterator, Mapping

import pytest

from tests.programs import Program, free_port


@dataclass(frozen=True)
class Answer:
    """What an address answered; names of headers in small letters."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True)
class Site:
    """A running site."""

    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Asks for a path exactly as written; underscores in names stand for hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, headers=named)
            answer = connection.getresponse()
            told = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, told, answer.read())
        finally:
            connection.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo site and the widget."""
    port = free_port()
    output = tmp_path_factory.mktemp("site") / "output"
    program = Program(["tests.site.running", str(port)], port, output)
    try:
        yield Site(port)
    finally:
        program.stop()
