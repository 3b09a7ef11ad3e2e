"""The REST channel of a running server: odd senders, odd bodies, and what it then logs."""

from __future__ import annotations

import json
import sqlite3
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Iterator

import pytest

from tests.faults.said import DESCRIPTION, EMERGENCY, FAILURE, NOTHING, PRIVATE
from tests.programs import Program, free_port

ODD_SENDERS = [
    "\x00",
    "ann\x00bob",
    "\ud800",
    "ann\udfffbob",
    "../../etc/passwd",
    "'; drop table events; --",
    "%00%",
    "\U0001f9d1\u200d\u2695\ufe0f",
    " ",
    "a" * 5000,
    12345,
    ["ann"],
    {"name": "ann"},
]
ODD_MESSAGES = [None, 7, ["hi"], {"text": "hi"}, "", "\x00", "\ud800", "/inform{}", "a" * 200_000]
ODD_BODIES = [b"", b"not json", b"[1, 2]", b'"text"', b"null", b'{"sender": "x"}', b"\xff\xfe{}"]


@pytest.fixture(scope="module")
def server(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """A server; whatever it logged in all tests of this file holds nothing private."""
    folder = tmp_path_factory.mktemp("rest")
    port = free_port()
    program = Program(
        ["headache_relief", "serve", "--rest", "--port", str(port)],
        port,
        folder / "output",
        {"HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{database(folder)}"},
    )
    try:
        yield program
    finally:
        program.stop()
    output = program.output.read_text()
    assert not [word for word in PRIVATE if word in output.lower()], output
    assert "Traceback" not in output


def database(folder: Path) -> Path:
    return folder / "conversations.db"


def posted(server: Program, body: bytes, query: str = "") -> tuple[int, Any]:
    """The status of the answer, and its JSON if it is any."""
    address = f"{server.url}/webhooks/rest/webhook{query}"
    request = urllib.request.Request(address, body, {"Content-Type": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status, json.loads(response.read())
    except urllib.error.HTTPError as error:
        return error.code, None


def said(server: Program, sender: Any, message: Any) -> str:
    """Everything answered to a message, in one text."""
    status, answers = posted(server, json.dumps({"sender": sender, "message": message}).encode())
    assert status == 200
    return "\n".join(answer["text"] for answer in answers)


@pytest.mark.parametrize("sender", ODD_SENDERS, ids=lambda sender: ascii(sender)[:20])
def test_any_sender_is_answered_and_remembered(server, sender) -> None:
    first = said(server, sender, DESCRIPTION)
    assert first and FAILURE not in first
    agreed = said(server, sender, "Yes, go on")
    assert "band" in agreed.lower() and FAILURE not in agreed


def test_senders_that_differ_only_in_what_can_not_be_stored_are_kept_apart(server) -> None:
    said(server, "x\x00y", EMERGENCY)
    assert "112" not in said(server, "xy", "hello")
    assert "112" not in said(server, "x\ud800y", "hello")


@pytest.mark.parametrize("message", ODD_MESSAGES, ids=lambda message: ascii(message)[:20])
def test_any_message_is_answered_and_the_conversation_goes_on(server, message) -> None:
    sender = f"odd {ascii(message)[:20]}"
    said(server, sender, DESCRIPTION)
    assert said(server, sender, message)
    assert "band" in said(server, sender, "Yes, go on").lower()


@pytest.mark.parametrize("body", ODD_BODIES)
def test_a_body_that_is_no_message_harms_nobody(server, body) -> None:
    status, _ = posted(server, body)
    assert status < 500
    assert said(server, "after an odd body", "hello")


def test_five_messages_at_once_are_all_answered(server) -> None:
    said(server, "five", DESCRIPTION)
    said(server, "five", "Yes, go on")
    with ThreadPoolExecutor(5) as threads:
        answers = list(
            threads.map(lambda _: said(server, "five", "what is a trigger point"), [0] * 5)
        )
    assert all(answers) and not any(FAILURE in answer for answer in answers)


def test_a_locked_database_is_one_apology_and_nothing_is_lost(server) -> None:
    said(server, "locked", DESCRIPTION)
    said(server, "locked", "Yes, go on")
    other = sqlite3.connect(database(server.output.parent), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(2) as threads:
        apology = threads.submit(said, server, "locked", NOTHING)
        urgent = threads.submit(said, server, "someone else", EMERGENCY)
        assert FAILURE in apology.result()
        assert "112" in urgent.result()
    other.execute("ROLLBACK")
    other.close()
    assert "apply to you" in said(server, "locked", NOTHING)
