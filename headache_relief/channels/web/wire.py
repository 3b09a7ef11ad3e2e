"""socket.io for strangers: what no client of ours sends ends or is dropped before it is handled."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Callable, Optional

import engineio
import socketio
from engineio.async_drivers import sanic as sanic_driver
from socketio import packet

from headache_relief.channels.shared.limits import Counters, taken

# They log packets, and every oddity of a stranger as an error with its trace.
QUIET = logging.getLogger("headache_relief.channels.web.libraries")
QUIET.setLevel(logging.CRITICAL)

LARGEST_FRAME = 16 * 1024
SECONDS_TO_SHOW_A_TOKEN = 15.0
ENGINE_PACKETS = "0123456"
TOO_MANY = {"ok": False, "error": "too_many_connections"}
LIFECYCLE = ("connect", "disconnect")  # a client could call these handlers by name


class StrictJson:
    """JSON as engine.io wants it; what is nested too deeply is malformed, not a crash."""

    dumps = staticmethod(json.dumps)

    @staticmethod
    def loads(text: str) -> Any:
        try:
            return json.loads(text)
        except RecursionError as error:
            raise ValueError("nested too deeply") from error


class TextPacket(packet.Packet):
    """A socket.io packet without binary parts, whose events a client may send."""

    def decode(self, encoded_packet: Any) -> int:
        """Reads a packet; ValueError when no widget would send it."""
        if not isinstance(encoded_packet, str):
            raise ValueError("binary packet")
        attachments: int = super().decode(encoded_packet)
        if self.packet_type in (packet.BINARY_EVENT, packet.BINARY_ACK) or attachments:
            raise ValueError("binary packet")
        if self.packet_type == packet.EVENT:
            name = self.data[0] if isinstance(self.data, list) and self.data else None
            if not isinstance(name, str) or name in LIFECYCLE:
                raise ValueError("no event of a client")
        return attachments


class StrictWebSocket(sanic_driver.WebSocket):
    """A WebSocket that counts as closed at the first frame that is no engine.io packet of text."""

    async def wait(self) -> Optional[str]:
        data = await super().wait()
        if not isinstance(data, str) or len(data.encode("utf-8", "replace")) > LARGEST_FRAME:
            return None
        return data if data[:1] and data[0] in ENGINE_PACKETS else None


class Engine(engineio.AsyncServer):
    """engine.io that really ends a connection, whatever the client does."""

    async def disconnect(self, sid: Optional[str] = None) -> None:
        """Tells the client, and closes without waiting for it to read that."""
        connection = self.sockets.get(sid)
        if connection is not None:
            await connection.close(wait=False, reason=self.reason.SERVER_DISCONNECT)
            self.sockets.pop(sid, None)


class Wire(socketio.AsyncServer):
    """The socket.io server: events in order, connections counted, floods and silence ended."""

    def __init__(self, counters: Counters, address_of: Callable[[Any], str]) -> None:
        """`address_of` tells the caller's address of a Sanic request."""
        super().__init__(
            async_mode="sanic",
            # A connection's next event waits until this one is taken in, so that order holds.
            async_handlers=False,
            serializer=TextPacket,
            json=StrictJson,
            cors_allowed_origins=[],  # checked before, with a typed answer
            cors_credentials=False,
            max_http_buffer_size=LARGEST_FRAME,
            http_compression=False,
            cookie=None,
            logger=QUIET,
            engineio_logger=QUIET,
        )
        self.eio._async = {**self.eio._async, "websocket": StrictWebSocket}
        self._counters = counters
        self._address_of = address_of
        self._addresses: dict[str, str] = {}
        self._known: set[str] = set()

    def has_shown_a_token(self, environ: Any) -> None:
        """The connection with this environment belongs to a session and may stay."""
        self._known.add(environ["headache_relief.connection"])

    async def _handle_eio_connect(self, eio_sid: str, environ: dict[str, Any]) -> Any:
        address = self._address_of(environ["sanic.request"])
        counters = self._counters
        if not (taken((counters.connects, address)) and counters.connections.take(address)):
            return TOO_MANY
        self._addresses[eio_sid] = address
        environ["headache_relief.connection"] = eio_sid
        environ["headache_relief.address"] = address
        asyncio.get_running_loop().call_later(SECONDS_TO_SHOW_A_TOKEN, self._end_strangers, eio_sid)
        return await super()._handle_eio_connect(eio_sid, environ)

    async def _handle_connect(self, eio_sid: str, namespace: Optional[str], data: Any) -> None:
        if self.manager.sid_from_eio_sid(eio_sid, namespace or "/"):
            await self.eio.disconnect(eio_sid)  # one connection is one session
        else:
            await super()._handle_connect(eio_sid, namespace, data)

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        if not taken((self._counters.events, eio_sid)):
            await self.eio.disconnect(eio_sid)
            return
        await super()._handle_eio_message(eio_sid, data)

    async def _handle_eio_disconnect(self, eio_sid: str, reason: str) -> None:
        address = self._addresses.pop(eio_sid, None)
        if address is not None:
            self._counters.connections.free(address)
        self._known.discard(eio_sid)
        connection = self.eio.sockets.get(eio_sid)
        if connection is not None:
            # Behind the last packet: ends whatever still waits for one, a poll or a WebSocket.
            asyncio.get_running_loop().call_soon(connection.queue.put_nowait, None)
        await super()._handle_eio_disconnect(eio_sid, reason)

    def _engineio_server_class(self) -> type[Engine]:
        return Engine

    def _end_strangers(self, eio_sid: str) -> None:
        if eio_sid in self._addresses and eio_sid not in self._known:
            self.start_background_task(self.eio.disconnect, eio_sid)
