"""What the one port before several workers answers to what can't be passed on."""

from __future__ import annotations

import json
import socket

import pytest

from tests.channels.web.widget import request
from tests.programs import Program

SECRET = "trombone"


@pytest.mark.parametrize(
    "sent",
    [
        "{}\r\n\r\n",
        "GET /{} HTTP/9.9\r\n\r\n",
        "GET / HTTP/1.1\r\n{}\r\n\r\n",
        "GET /" + "x" * 9000 + "{} HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.1\r\nContent-Length: {}\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: {}\r\n\r\n",
    ],
)
def test_what_is_no_http_is_refused_without_repeating_it(site: Program, sent: str) -> None:
    with socket.create_connection(("127.0.0.1", site.port), 5) as line:
        line.sendall(sent.format(SECRET).encode())
        line.settimeout(5)
        answer = line.recv(65536).decode()
    assert answer.split()[1] == "400"
    assert "\nserver:" not in answer.lower()
    assert json.loads(answer.partition("\r\n\r\n")[2]) == {"ok": False, "error": "bad_request"}


@pytest.mark.parametrize("path", [f"/{SECRET}", f"/widget/{SECRET}", f"/metrics/{SECRET}"])
def test_an_address_that_is_not_there_is_not_repeated(site: Program, path: str) -> None:
    answer = request(site.url + path)
    assert (answer.status, answer.json) == (404, {"ok": False, "error": "not_found"})


@pytest.mark.parametrize("path", ["/health/ready", "/widget/none", "/webhooks/web/history"])
def test_no_answer_names_the_server_and_its_version(site: Program, path: str) -> None:
    for url in (site.url, worker(site)):
        assert "server" not in {name.lower() for name in request(url + path).headers}


def test_the_parent_has_no_figures_of_its_own_and_hands_none_on(site: Program) -> None:
    assert request(f"{site.url}/metrics").status == 404
    assert b"headache_relief_turns_total" in request(f"{worker(site)}/metrics").body


def worker(site: Program) -> str:
    target: str = request(f"{site.url}/health/workers").json[0]["targets"][0]
    return f"http://{target}"


def test_the_parent_logs_nothing_of_it(site: Program) -> None:
    assert SECRET not in site.output.read_text()
