"""A running assistant, spoken to over HTTP, with a small server standing in for it."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from headache_relief.cli.running import RunningAssistant
from headache_relief.serving.errors import ServingError


@pytest.fixture
def server():
    """A server that answers with what it was sent; `server.body` replaces that."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            echo = json.dumps([{"text": f"{self.path} {sent['sender']}: {sent['message']}"}])
            self.send_response(200)
            self.end_headers()
            self.wfile.write((server.body or echo).encode())

        def log_message(self, *unused):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.body = ""
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def spoken_to(server) -> RunningAssistant:
    return RunningAssistant(f"http://127.0.0.1:{server.server_port}/", "chat-1")


async def test_a_message_is_posted_to_the_rest_channel_in_its_conversation(server):
    assert spoken_to(server).answers()
    assert await spoken_to(server).say("très mal") == [
        {"text": "/webhooks/rest/webhook chat-1: très mal"}
    ]


async def test_an_answer_that_is_not_the_assistants_is_said_in_one_sentence(server):
    server.body = "<html>"
    with pytest.raises(ServingError, match="is it the assistant"):
        await spoken_to(server).say("hello")


def test_nothing_answers_where_nothing_runs(server):
    gone = spoken_to(server)
    server.shutdown()
    server.server_close()
    assert not gone.answers()


@pytest.mark.parametrize("url", ["", "nonsense", "http://127.0.0.1:99999"])
def test_what_is_no_address_answers_nothing(url):
    assert not RunningAssistant(url, "chat-1").answers()
