"""What the web channel costs: time over the assistant's own turn, and memory of idle connections.

`python -m headache_relief.benchmark.web_channel` prints the figures (benchmarks/README.md).
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping, Sequence

from websockets.client import WebSocketClientProtocol, connect

from headache_relief.benchmark.bots import OUR_OPENING, OUR_TALK
from headache_relief.benchmark.running_bot import free_port
from headache_relief.serving.assistant import Assistant, load_assistant
from headache_relief.serving.logs import configure_logs
from headache_relief.settings import ROOT, load_settings

TALKS = 12
CONNECTIONS = 200
CONNECTIONS_OF_AN_ADDRESS = 40
SECONDS_TO_START = 120.0
SECONDS_TO_SETTLE = 3.0
WEB = "/webhooks/web"


@dataclass(frozen=True)
class Server:
    """A server in a process of its own, behind a proxy that the clients play."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def megabytes(self) -> float:
        """The memory that it holds now (Linux)."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1000

    def token(self, address: str) -> str:
        """A new session from an address."""
        headers = {
            "Content-Type": "application/json",
            "Origin": self.url,
            "X-Forwarded-For": address,
        }
        request = urllib.request.Request(f"{self.url}{WEB}/session", b"{}", headers)
        with urllib.request.urlopen(request) as response:
            return str(json.load(response)["token"])

    def connect(self, address: str) -> Any:
        """A WebSocket from an address."""
        where = f"ws://127.0.0.1:{self.port}{WEB}/socket.io/?EIO=4&transport=websocket"
        headers = {"Origin": self.url, "X-Forwarded-For": address}
        return connect(where, extra_headers=headers)


@contextmanager
def running_server(folder: Path, environment: Mapping[str, str] = {}) -> Iterator[Server]:
    """A server with a database in the folder and these settings; ended afterwards."""
    port = free_port()
    settings = {
        "HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{folder}/served.db",
        "HEADACHE_RELIEF_TRUSTED_PROXIES": "1",
        **environment,
    }
    command = [sys.executable, "-m", "headache_relief", "serve", "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env={**os.environ, **settings}, stdout=log, stderr=log
        )
    server = Server(process, port)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait()


def _wait(server: Server) -> None:
    last = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            server.token("192.0.2.1")
            return
        except OSError:
            if time.monotonic() > last:
                raise
            time.sleep(0.2)


async def heard(line: WebSocketClientProtocol, event: str) -> Any:
    """The data of the next such event."""
    async for frame in line:
        if frame == "2":
            await line.send("3")
        elif str(frame).startswith(f'42["{event}"'):
            return json.loads(str(frame)[2:])[1]
    raise ConnectionError("the connection ended")


async def said(line: WebSocketClientProtocol, text: str) -> float:
    """Says something; the seconds until the first message of the answer."""
    message = {"id": uuid.uuid4().hex, "text": text}
    started = time.perf_counter()
    await line.send("42" + json.dumps(["say", message]))
    await heard(line, "message")
    passed = time.perf_counter() - started
    await heard(line, "state")
    return passed


async def turns(server: Server, assistant: Assistant) -> tuple[list[float], list[float]]:
    """Milliseconds of the assistant's own whole turns, and until the first message over the web.

    The two say the same in turn, message by message, so that what else runs disturbs both.
    """
    own, web = [], []
    for number in range(TALKS):
        address, conversation = f"198.51.100.{number}", f"own-{number}"
        await assistant.say(conversation, "hello")
        async with server.connect(address) as line:
            await line.recv()
            await line.send("40" + json.dumps({"token": server.token(address)}))
            await heard(line, "state")
            for text in (*OUR_OPENING[1:], *OUR_TALK):
                own.append((await assistant.say(conversation, text)).milliseconds)
                web.append(await said(line, text) * 1000)
    return own, web


async def idle_megabytes(server: Server) -> float:
    """What so many connections cost that were greeted and say nothing."""
    before = server.megabytes()
    async with AsyncExitStack() as stack:
        for number in range(CONNECTIONS):
            address = f"203.0.113.{number // CONNECTIONS_OF_AN_ADDRESS}"
            line = await stack.enter_async_context(server.connect(address))
            await line.recv()
            await line.send("40" + json.dumps({"token": server.token(address)}))
            await heard(line, "state")
        await asyncio.sleep(SECONDS_TO_SETTLE)
        return server.megabytes() - before


def share(values: Sequence[float], part: float) -> float:
    """The value that this part of the values does not exceed."""
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


async def measure(folder: Path) -> None:
    """Prints the figures."""
    configure_logs()
    with running_server(folder) as server:
        assistant = await load_assistant(load_settings(), f"sqlite:///{folder}/own.db")
        own, web = await turns(server, assistant)
        await assistant.close()
        for name, part in (("p50", 0.5), ("p95", 0.95)):
            alone, served = share(own, part), share(web, part)
            print(
                f"{name} of {len(own)} turns: own {alone:.1f} ms, first message over the web "
                f"{served:.1f} ms, added {served - alone:.1f} ms (goal: 30)"
            )
        megabytes = await idle_megabytes(server)
        print(f"{CONNECTIONS} idle connections: {megabytes:.1f} MB (goal: 100)")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name)))
