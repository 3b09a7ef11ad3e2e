"""Custom actions on a server of their own: there, away, hanging or answering junk."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Iterator

import pytest
from rasa.utils.endpoints import EndpointConfig

from headache_relief.rasa_parts.in_process_actions import ActionServer
from headache_relief.serving.assistant import Assistant, load_assistant
from headache_relief.settings import load_settings
from tests.conversations.talk import Talk, text
from tests.faults.said import (
    DESCRIPTION,
    EMERGENCY,
    FAILURE,
    NOTHING,
    PRIVATE,
    conversation,
    is_one_apology,
)
from tests.programs import action_server, free_port

JUNK = {
    "an error page": "<html>502</html>",
    "nothing": "",
    "another JSON": "[1, 2]",
    "an unknown event": '{"events": [{"event": "nonsense"}], "responses": []}',
    "an unknown response": '{"events": [], "responses": [{"response": "utter_nonexistent"}]}',
    "an unreadable case": (
        '{"events": [{"event": "slot", "name": "assessment", "value": "{"}], "responses": []}'
    ),
}


@pytest.fixture(scope="module")
def port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("actions") / "output"


@pytest.fixture(scope="module")
def remote(
    trained_model: Path, loop: asyncio.AbstractEventLoop, output: Path, port: int
) -> Iterator[Assistant]:
    """An assistant whose actions run on a server at `port`."""
    loaded = loop.run_until_complete(
        load_assistant(
            load_settings(),
            store=f"sqlite:///{output.parent}/conversations.db",
            action_server=f"http://127.0.0.1:{port}/webhook",
        )
    )
    yield loaded
    loop.run_until_complete(loaded.close())


@pytest.fixture
def talk(remote: Assistant, loop: asyncio.AbstractEventLoop, names: Iterator[str]) -> Talk:
    return conversation(remote, loop, next(names))


def test_a_whole_conversation_goes_through_it(talk, port, output) -> None:
    server = action_server(port, output)
    try:
        talk.say(DESCRIPTION)
        talk.until("suggest", {"movement": "no, it stays the same"})
        assert "tension-type" in text(talk.last) and "Stop at once" in text(talk.last)
        talk.says("Guide me through it", "next")
        assert "Step 2" in text(talk.last)
        talk.says("stop", "better")
        assert talk.last.stage == "follow_up"
    finally:
        server.stop()
    logged_there = output.read_text().lower()
    assert not [word for word in PRIVATE if word in logged_there], logged_there


def test_while_it_is_down_the_person_is_told_and_afterwards_it_goes_on(
    talk, port, output, logged
) -> None:
    server = action_server(port, output)
    try:
        talk.say(DESCRIPTION)
    finally:
        server.stop()
    for message in (NOTHING, NOTHING, DESCRIPTION):
        assert is_one_apology(talk.say(message))
        assert talk.asked == "danger_now" and talk.last.stage == "danger_screen"
    assert logged().count(" ERROR ") == 3
    server = action_server(port, output)
    try:
        talk.say(NOTHING)
        assert talk.asked == "danger_background"
        talk.until("suggest", {"movement": "no, it stays the same"})
    finally:
        server.stop()


def test_an_emergency_is_answered_while_it_is_down(talk) -> None:
    talk.say(EMERGENCY)
    assert talk.last.tier == "emergency" and talk.last.massage_allowed is False
    assert len(talk.last.bot) == 1
    assert FAILURE not in text(talk.last) and "112" in text(talk.last)


def test_a_server_that_never_answers_is_an_apology_in_time(assistant, start, monkeypatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/webhook"
        source = ActionServer(EndpointConfig(url), seconds=0.5)
        monkeypatch.setattr(assistant.agent.processor, "_actions", source)
        talk = start()
        assert is_one_apology(talk.say(DESCRIPTION))
        assert 500 <= talk.last.milliseconds < 1500
        assert talk.say(EMERGENCY).tier == "emergency"


@pytest.mark.parametrize("status", [200, 500])
@pytest.mark.parametrize("junk", JUNK)
def test_an_answer_that_makes_no_sense_is_one_apology(
    assistant, start, loop, monkeypatch, junk, status
) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(100_000)
        head = f"HTTP/1.1 {status} Whatever\r\nContent-Type: application/json\r\n"
        body = JUNK[junk].encode()
        writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        await writer.drain()
        writer.close()

    server = loop.run_until_complete(asyncio.start_server(answer, "127.0.0.1", 0))
    address = server.sockets[0].getsockname()
    source = ActionServer(EndpointConfig(f"http://127.0.0.1:{address[1]}/webhook"), seconds=2)
    talk = start()
    with monkeypatch.context() as patch:
        patch.setattr(assistant.agent.processor, "_actions", source)
        assert is_one_apology(talk.say(DESCRIPTION))
    server.close()
    assert talk.say(DESCRIPTION).asked == "danger_now"
