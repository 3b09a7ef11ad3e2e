"""A running assistant, spoken to over its web channel."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from headache_relief.cli.running import RunningAssistant
from headache_relief.serving.errors import ServingError
from tests.programs import Program, free_port


@pytest.fixture
def impostor():
    """A server that is something else: it answers everything with `body` and `status`."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(server.status)
            self.end_headers()
            self.wfile.write(server.body.encode())

        def log_message(self, *unused):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.body, server.status = "<html>", 200
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def spoken_to(server) -> RunningAssistant:
    return RunningAssistant(f"http://127.0.0.1:{server.server_port}/")


async def test_a_talk_goes_on_from_message_to_message(trained_model, tmp_path):
    port = free_port()
    database = {"HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{tmp_path / 'talks.db'}"}
    arguments = ["headache_relief", "serve", "--port", str(port)]
    program = Program(arguments, port, tmp_path / "output", database)
    try:
        running = RunningAssistant(program.url)
        assert running.answers()
        (greeting,) = await running.say("hello")
        assert "Yes, go on" in [button["payload"] for button in greeting["buttons"]]
        asked = await running.say("Yes, go on")
        assert asked[-1]["text"] != greeting["text"]
        checked = await running.say("dull band round my head, no nausea")
        assert "band" in checked[0]["text"].lower()
        with pytest.raises(ServingError, match="two messages"):
            await running.say("x" * 1_001)
        assert await running.say("None of these")
    finally:
        program.stop()


@pytest.mark.parametrize("body", ["<html>", "[]", '{"token": 1}', "{}"])
async def test_an_answer_that_is_not_the_assistants_is_said_in_one_sentence(impostor, body):
    impostor.body = body
    with pytest.raises(ServingError, match="is it the assistant"):
        await spoken_to(impostor).say("hello")


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('{"ok": false, "error": "forbidden_origin"}', "allowed_origins"),
        ('{"ok": false, "error": "unavailable"}', "unavailable"),
        ("<html>", "status 403"),
        ("[]", "status 403"),
    ],
)
async def test_a_refusal_is_said_in_one_sentence(impostor, body, said):
    impostor.body, impostor.status = body, 403
    with pytest.raises(ServingError, match=said):
        await spoken_to(impostor).say("hello")


def test_nothing_answers_where_nothing_runs():
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    assert not RunningAssistant(f"http://127.0.0.1:{port}").answers()


@pytest.mark.parametrize("url", ["", "nonsense", "http://127.0.0.1:99999"])
def test_what_is_no_address_answers_nothing(url):
    assert not RunningAssistant(url).answers()
