"""The one port before all workers: hands each request, and each WebSocket, to its worker."""

from __future__ import annotations

import asyncio
import ipaddress
from contextlib import suppress
from typing import Iterable, Union

from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    ClientWebSocketResponse,
    WSMsgType,
    web,
)
from multidict import CIMultiDict, CIMultiDictProxy

from headache_relief.serving.workers.crew import Crew
from headache_relief.serving.workers.routes import route_of
from headache_relief.serving.workers.worker import Worker

LARGEST_BODY = 1024 * 1024 + 64 * 1024
LARGEST_FRAME = 64 * 1024
SECONDS_FOR_AN_ANSWER = 75.0  # a socket.io poll waits for 25
SECONDS_TO_OPEN_A_SOCKET = 3.0
# They belong to one connection, not to what is said over it.
OF_THE_CONNECTION = frozenset(
    {
        "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
        "transfer-encoding", "upgrade", "content-length", "forwarded",
    }
)  # fmt: skip
OF_THE_HANDSHAKE = ("sec-websocket-key", "sec-websocket-version", "sec-websocket-extensions")
FORWARDED_FOR = "X-Forwarded-For"
UNAVAILABLE = {"error": "unavailable"}
SECONDS_UNTIL_THERE = "3"

Socket = Union[web.WebSocketResponse, ClientWebSocketResponse]


def entrance_to(crew: Crew, calling: ClientSession) -> web.Application:
    """The application that listens on the port people come by."""

    async def pass_on(request: web.Request) -> web.StreamResponse:
        workers = crew.choose(route_of(request.path, request.query))
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await _pass_socket_on(request, workers, calling)
        return await _pass_request_on(request, workers, calling)

    async def ready(request: web.Request) -> web.Response:
        _check_watcher(request)
        return web.json_response({"workers": len(crew.workers)}, status=200 if crew.ready else 503)

    async def whereabouts(request: web.Request) -> web.Response:
        """Prometheus's list of places to ask: each worker has figures of its own."""
        _check_watcher(request)
        targets = [worker.url.removeprefix("http://") for worker in crew.workers]
        return web.json_response([{"targets": targets}])

    app = web.Application(client_max_size=LARGEST_BODY)
    app.router.add_get("/health/ready", ready)
    app.router.add_get("/health/live", ready)
    app.router.add_get("/health/workers", whereabouts)
    app.router.add_route("*", "/{path:.*}", pass_on)
    app.on_response_prepare.append(_leave_out_versions)
    return app


async def _leave_out_versions(_: web.Request, response: web.StreamResponse) -> None:
    """Nobody need know which version of what answers."""
    response.headers.popall("Server", None)


def _check_watcher(request: web.Request) -> None:
    """Only programs on this machine are told, and not through a proxy."""
    here = ipaddress.ip_address(request.remote or "0.0.0.0").is_loopback
    if not here or FORWARDED_FOR in request.headers:
        raise web.HTTPNotFound


async def _pass_request_on(
    request: web.Request, workers: list[Worker], calling: ClientSession
) -> web.StreamResponse:
    body = await request.read()
    headers = _headers_for_worker(request)
    for worker in workers:
        try:
            async with calling.request(
                request.method,
                f"{worker.url}{request.raw_path}",
                headers=headers,
                data=body or None,
                allow_redirects=False,
                timeout=ClientTimeout(SECONDS_FOR_AN_ANSWER),
            ) as answer:
                told = web.Response(
                    status=answer.status,
                    reason=answer.reason,
                    headers=_without(answer.headers, ()),
                    body=await answer.read(),
                )
                if request.method == "HEAD":
                    told.headers["Content-Length"] = answer.headers.get("Content-Length", "0")
                return told
        except ClientConnectorError:  # it has just ended, and heard nothing: the next one may
            continue
        except (ClientError, asyncio.TimeoutError):
            break
    return _unavailable()


async def _pass_socket_on(
    request: web.Request, workers: list[Worker], calling: ClientSession
) -> web.StreamResponse:
    headers = _without(_headers_for_worker(request), OF_THE_HANDSHAKE)
    for worker in workers:
        try:
            opening = calling.ws_connect(
                f"{worker.url}{request.raw_path}", headers=headers, max_msg_size=LARGEST_FRAME
            )
            there = await asyncio.wait_for(opening, SECONDS_TO_OPEN_A_SOCKET)
        except (ClientConnectorError, asyncio.TimeoutError):
            continue
        except ClientError:
            break
        here = web.WebSocketResponse(max_msg_size=LARGEST_FRAME)
        try:
            await here.prepare(request)
            await _connect(here, there)
        finally:
            await there.close()
        return here
    return _unavailable()


async def _connect(here: web.WebSocketResponse, there: ClientWebSocketResponse) -> None:
    """Carries frames both ways until one side ends; then the other is ended with the same code."""
    ways = [asyncio.ensure_future(_carry(here, there)), asyncio.ensure_future(_carry(there, here))]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
        with suppress(ConnectionError, RuntimeError):
            await here.close(code=there.close_code or 1001)


async def _carry(source: Socket, target: Socket) -> None:
    async for frame in source:
        if frame.type == WSMsgType.TEXT:
            await target.send_str(frame.data)
        elif frame.type == WSMsgType.BINARY:
            await target.send_bytes(frame.data)


def _headers_for_worker(request: web.Request) -> CIMultiDict[str]:
    """The request's own, with the caller's address added last: that one counts."""
    headers = _without(request.headers, ())
    seen = ", ".join([*request.headers.getall(FORWARDED_FOR, []), request.remote or ""])
    headers[FORWARDED_FOR] = seen
    return headers


def _without(
    headers: Union[CIMultiDict[str], CIMultiDictProxy[str]], more: Iterable[str]
) -> CIMultiDict[str]:
    left_out = OF_THE_CONNECTION.union(more)
    return CIMultiDict(
        (name, text) for name, text in headers.items() if name.lower() not in left_out
    )


def _unavailable() -> web.Response:
    return web.json_response(UNAVAILABLE, status=503, headers={"Retry-After": SECONDS_UNTIL_THERE})
