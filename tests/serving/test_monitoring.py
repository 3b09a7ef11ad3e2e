"""The pages for whoever runs the assistant, on a server whose log and output can't be written."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Iterator

import pytest
from sanic.compat import Header

from headache_relief.serving.monitoring import Watchers
from tests.programs import ROOT, free_port

PAGES = ("/health/ready", "/health/live", "/metrics")
SECRET = "trombone"
NOT_FOUND = b'{"ok":false,"error":"not_found"}'
SECONDS_TO_START = 100


class Server:
    """`headache-relief serve` with standard error on a full disk and nobody at standard output."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        with Path("/dev/full").open("w") as full:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "headache_relief", "serve", "--rest", f"--port={self.port}"],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=full,
                env={**os.environ, "HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{folder}/talks.db"},
            )
        assert self.process.stdout is not None
        self.process.stdout.close()

    def wait(self) -> None:
        last = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < last:
            assert self.process.poll() is None, "it did not start"
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("it did not start in time")

    def ask(self, path: str, body: Any = None, **headers: str) -> tuple[int, bytes]:
        sent = None if body is None else json.dumps(body).encode()
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", sent, told)
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    def raw(self, sent: str) -> str:
        with socket.create_connection(("127.0.0.1", self.port), 5) as line:
            line.sendall(sent.encode())
            line.settimeout(5)
            return line.recv(65536).decode()


@pytest.fixture(scope="module")
def server(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("monitored"))
    try:
        started.wait()
        yield started
    finally:
        started.process.kill()
        started.process.wait()


def test_a_program_on_this_machine_sees_that_it_is_ready_and_live(server):
    assert server.ask("/health/ready") == (200, b'{"status":"ok"}')
    assert server.ask("/health/live") == (200, b'{"status":"ok"}')


def test_a_turn_is_counted_though_the_log_is_full(server):
    def turns() -> list[bytes]:
        return [
            line
            for line in server.ask("/metrics")[1].splitlines()
            if b'turns_total{channel="rest"}' in line
        ]

    before = turns()
    said = {"sender": SECRET, "message": f"my head hurts, {SECRET}"}
    status, answer = server.ask("/webhooks/rest/webhook", said, content_type="application/json")
    assert status == 200 and json.loads(answer)
    assert turns() != before
    assert SECRET.encode() not in server.ask("/metrics")[1]


def test_the_page_for_prometheus_tells_of_the_process_and_the_model(server):
    page = server.ask("/metrics")[1].decode()
    for name in (
        "process_resident_memory_bytes",
        "headache_relief_model_trained_timestamp_seconds",
    ):
        assert f"\n{name} " in page


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_through_a_proxy_the_pages_are_not_there(server, path, header):
    assert server.ask(path, **{header: "127.0.0.1"}) == (404, NOT_FOUND)
    assert server.ask("/nothing", **{header: "127.0.0.1"}) == (404, NOT_FOUND)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("GET /{} HTTP/1.1\r\n\r\n", "404"),
        ("DELETE /metrics?{} HTTP/1.1\r\n\r\n", "405"),
        ("GET /webhooks/web/socket.io/?sid={} HTTP/1.1\r\n\r\n", "400"),
        ("GET /webhooks/web/socket.io/?EIO=4&transport={} HTTP/1.1\r\n\r\n", "400"),
        ("{}\r\n\r\n", "400"),
        ("GET /none HTTP/1.1\r\n{}\r\n\r\n", "400"),
        ("POST /none HTTP/1.1\r\nContent-Length: {}\r\n\r\n", "400"),
        ("POST /none HTTP/1.1\r\nTransfer-Encoding: {}\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\nX: " + "x" * 9000 + "{}\r\n\r\n", "413"),
    ],
)
def test_what_is_refused_is_never_repeated(server, sent, status):
    answer = server.raw(sent.format(SECRET))
    assert answer.startswith(f"HTTP/1.1 {status} ")
    head, _, body = answer.partition("\r\n\r\n")
    assert set(json.loads(body)) == {"ok", "error"}
    assert SECRET not in answer and "Traceback" not in answer


def test_it_ends_cleanly_though_nothing_can_be_written(server):
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=30) == 0


@pytest.mark.parametrize(
    ("address", "let_in"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.42.7.1", True),
        ("::ffff:10.42.7.1", True),
        ("10.43.0.1", False),
        ("203.0.113.7", False),
        ("2001:db8::1", False),
        ("", False),
        ("unix", False),
    ],
)
def test_only_this_machine_and_named_networks_are_let_in(address, let_in):
    request: Any = SimpleNamespace(ip=address, headers=Header({}))
    assert Watchers(["10.42.0.0/16"]).let_in(request) is let_in
