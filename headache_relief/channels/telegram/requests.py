"""Calls to Telegram over aiohttp, which Slack's library uses too: half the time of httpx a call."""

from __future__ import annotations

import asyncio
from typing import Optional

import aiohttp
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

SECONDS_KEPT_OPEN = 30.0  # of a connection that nothing uses

Default = BaseRequest.DEFAULT_NONE


class AioRequest(BaseRequest):
    """The way that the library's bot calls Telegram; connections stay open between calls."""

    def __init__(self, connections: int, seconds: float) -> None:
        """At most so many connections; `seconds` is the time for each part of a call."""
        self._connections = connections
        self._seconds = seconds
        self._session: Optional[aiohttp.ClientSession] = None

    @property
    def read_timeout(self) -> Optional[float]:
        return self._seconds

    async def initialize(self) -> None:
        if self._session is None:
            line = aiohttp.TCPConnector(
                limit=self._connections, keepalive_timeout=SECONDS_KEPT_OPEN
            )
            self._session = aiohttp.ClientSession(connector=line, trust_env=True)

    async def shutdown(self) -> None:
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: Optional[RequestData] = None,
        read_timeout: ODVInput[float] = Default,
        write_timeout: ODVInput[float] = Default,
        connect_timeout: ODVInput[float] = Default,
        pool_timeout: ODVInput[float] = Default,
    ) -> tuple[int, bytes]:
        if self._session is None:
            raise RuntimeError("The request is not initialized.")
        time = aiohttp.ClientTimeout(
            total=None,
            connect=self._or_usual(connect_timeout),
            sock_read=self._or_usual(read_timeout),
        )
        try:
            async with self._session.request(
                method, url, data=_form(request_data), timeout=time, allow_redirects=False
            ) as answer:
                return answer.status, await answer.read()
        except asyncio.TimeoutError as error:
            raise TimedOut from error
        except aiohttp.ClientError as error:  # its text holds the address, and so the token
            raise NetworkError(type(error).__name__) from None

    def _or_usual(self, seconds: ODVInput[float]) -> Optional[float]:
        return seconds if isinstance(seconds, (int, float)) else self._seconds


def _form(data: Optional[RequestData]) -> Optional[aiohttp.FormData]:
    """What is sent, as fields of a form; files as parts of it."""
    if data is None:
        return None
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in (data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
