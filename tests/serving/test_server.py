"""The server as a person starts it: ready when it answers, gone at Ctrl-C."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Iterator

import pytest

SECONDS_TO_START = 100


class Server:
    """A server of its own, with its own database, that a test may stop."""

    def __init__(self, folder: Path) -> None:
        self.database = folder / "conversations.db"
        self.output = folder / "output"
        self.faults = folder / "faults"
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "headache_relief", "serve", "--rest", "--port", str(self.port)],
            stdout=self.output.open("w"),
            stderr=self.faults.open("w"),
            env={**os.environ, "HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{self.database}"},
        )

    def wait_until_it_listens(self) -> None:
        last = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < last and self.process.poll() is None:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"it did not start: {self.faults.read_text()}")

    def say(self, text: str) -> list[dict]:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/webhooks/rest/webhook",
            json.dumps({"sender": "someone", "message": text}).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.load(response)


@pytest.fixture(scope="module")
def server(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    started = Server(tmp_path_factory.mktemp("server"))
    try:
        started.wait_until_it_listens()
        yield started
    finally:
        started.process.kill()
        started.process.wait()


def test_it_answers_the_first_message_over_rest_as_soon_as_it_listens(server):
    assert all(message["text"] for message in server.say("hello"))


def test_it_says_where_to_talk_to_it(server):
    said = server.output.read_text()
    assert "headache-relief chat" in said
    assert f"Open http://127.0.0.1:{server.port} in a browser" in said
    assert f'src="http://127.0.0.1:{server.port}/widget/headache-chat.js"' in said
    assert f"http://127.0.0.1:{server.port}/webhooks/rest/webhook" in said


def test_the_conversation_of_the_readiness_check_is_not_kept(server):
    with sqlite3.connect(server.database) as database:
        tables = [row[0] for row in database.execute("select name from sqlite_master")]
        dump = "\n".join(database.iterdump())
    assert tables
    assert "readiness" not in dump


def test_ctrl_c_ends_it_cleanly_after_all_other_tests(server):
    server.say("my head hurts")
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=20) == 0
    assert server.faults.read_text() == ""
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", server.port), 1)
