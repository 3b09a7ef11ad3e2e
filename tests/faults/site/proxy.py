"""A way over TCP that a test can break: refuse, cut, slow down, or swallow everything."""

from __future__ import annotations

import asyncio
import socket
import struct
from contextlib import suppress
from typing import Optional

PIECE = 65_536


class Proxy:
    """Passes connections on to a port of this machine, for as long as nothing is set."""

    def __init__(self) -> None:
        self.port = 0
        self.refuses = False  # new connections end at once
        self.swallows = False  # connections stay open, and nothing passes
        self.delay = 0.0  # seconds that each piece waits, in each direction
        self.cut_after: Optional[int] = None  # bytes of answers, then the connection breaks
        self.connections = 0  # ever made
        self._to = 0
        self._server: Optional[asyncio.Server] = None
        self._lines: set[asyncio.StreamWriter] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    async def open(self, to: int) -> None:
        """Begins to listen on a port of its own, for what goes to the port `to`."""
        self._to = to
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Ends every connection and listens no more; then connections are refused."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self.cut()
        for task in list(self._tasks):
            task.cancel()

    async def open_again(self) -> None:
        """Listens again, on the same port."""
        await self.open(self._to)

    def cut(self) -> None:
        """Breaks every connection in the middle of whatever passes."""
        for line in list(self._lines):
            with suppress(OSError):
                _reset(line)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._lines.add(writer)
        if self.refuses:
            _reset(writer)
            self._lines.discard(writer)
            return
        try:
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            _reset(writer)
            self._lines.discard(writer)
            return
        self._lines.add(inner_writer)
        ways = [
            asyncio.create_task(self._pass(reader, inner_writer, False)),
            asyncio.create_task(self._pass(inner_reader, writer, True)),
        ]
        self._tasks.update(ways)
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        for way in ways:
            way.cancel()
            self._tasks.discard(way)
        for line in (writer, inner_writer):
            self._lines.discard(line)
            line.close()

    async def _pass(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, answers: bool
    ) -> None:
        passed = 0
        with suppress(OSError):
            while piece := await reader.read(PIECE):
                while self.swallows:
                    await asyncio.sleep(0.05)
                if self.delay:
                    await asyncio.sleep(self.delay)
                if answers and self.cut_after is not None:
                    piece = piece[: max(0, self.cut_after - passed)]
                writer.write(piece)
                await writer.drain()
                passed += len(piece)
                if answers and self.cut_after is not None and passed >= self.cut_after:
                    _reset(writer)
                    return


def _reset(line: asyncio.StreamWriter) -> None:
    """Ends a connection as a crash would: with a reset, and nothing flushed."""
    sock = line.get_extra_info("socket")
    if sock is not None:
        with suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    line.transport.abort()
