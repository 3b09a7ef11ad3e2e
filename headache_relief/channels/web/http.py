"""The web channel's pages for programs: session, history, transcript, erase, and the socket."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Awaitable, Callable, Optional

from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response
from sanic.response import text as text_response

from headache_relief.channels.shared.limits import EVERYBODY, address_key, admit
from headache_relief.channels.shared.ports import Json
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.web.desk import Desk
from headache_relief.channels.web.session import Session
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

TOO_MANY = "too_many_sessions"
STATUS = {
    "forbidden_origin": 403,
    "invalid_token": 401,
    "expired_token": 401,
    "too_large": 413,
    "too_many_messages": 429,
    TOO_MANY: 429,
    "too_many_connections": 429,
    "busy": 503,
    "unavailable": 503,
}
BAD_REQUEST = 400
SECONDS_TO_HOLD_BACK = 1.0
BEARER = "Bearer "
JSON_TYPE = "application/json"

Answer = Callable[[Desk, Request], Awaitable[HTTPResponse]]
DeskOf = Callable[[Sanic], Optional[Desk]]


def add_pages(blueprint: Blueprint, desk_of: DeskOf) -> None:
    """The channel's addresses, below the blueprint's own."""
    pages: tuple[tuple[str, tuple[str, ...], Answer, bool], ...] = (
        ("/session", ("POST",), new_session, True),
        ("/history", ("GET",), history, False),
        ("/transcript", ("GET",), transcript, False),
        ("/erase", ("POST",), erase, False),
        ("/socket.io", ("GET", "POST"), socket, False),
    )
    for path, methods, answer, needs_origin in pages:
        blueprint.add_route(
            _page(answer, desk_of, needs_origin),
            path,
            methods=[*methods, "OPTIONS"],
            name=answer.__name__,
        )


def _page(answer: Answer, desk_of: DeskOf, needs_origin: bool) -> Callable[..., Any]:
    """The answer behind the checks that all pages share; a refusal is JSON with its code."""

    async def page(request: Request) -> HTTPResponse:
        desk = desk_of(request.app)
        if desk is None:
            return _refused(Refusal("unavailable"))
        origin = request.headers.get("origin")
        try:
            desk.origins.check(origin, needed=needs_origin)
            response = _preflight(desk) if request.method == "OPTIONS" else None
            response = response or await answer(desk, request)
        except Refusal as refusal:
            if refusal.code == TOO_MANY:
                await _hold_back(desk)
            response = _refused(refusal)
        response.headers.update(desk.origins.headers(origin))
        return response

    return page


async def new_session(desk: Desk, request: Request) -> HTTPResponse:
    """A new session; with the token of one that still lasts, the same one renewed.

    Once the person has agreed, it comes with a token that erases the talk as long as it is kept.
    """
    _check_json(request)
    erasing: Optional[str] = None
    if request.headers.get("authorization"):
        session = await _session(desk, request)
        token = desk.sessions.renewed(session)
        erasing = await _erasing(desk, session.conversation)
    else:
        admit(TOO_MANY, (desk.counters.sessions, address_of(request)))
        token = desk.sessions.new()
    lasts = desk.sessions.seconds_left(token)
    told = {
        "token": token,
        "expires_in": lasts,
        "route": desk.sessions.route(token),
        "erase_token": erasing,
    }
    return json_response({**told, **desk.about_the_site})


async def history(desk: Desk, request: Request) -> HTTPResponse:
    """The talk so far and where it stands."""
    return json_response(await desk.talks.history((await _session(desk, request)).conversation))


async def transcript(desk: Desk, request: Request) -> HTTPResponse:
    """The talk for the person to keep, as text or JSON."""
    session = await _session(desk, request)
    form = request.args.get("format", "text")
    if form not in ("text", "json"):
        raise Refusal("bad_request")
    if form == "json":
        told = (await desk.talks.history(session.conversation))["messages"]
        kept = [{key: message[key] for key in ("from", "at", "text")} for message in told]
        response = json_response(kept, ensure_ascii=False, indent=2, dumps=json.dumps)
    else:
        response = text_response(await desk.talks.transcript(session.conversation))
    name = f"headache-talk.{'json' if form == 'json' else 'txt'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


async def erase(desk: Desk, request: Request) -> HTTPResponse:
    """Erases the talk everywhere and ends its tabs; its tokens let nobody in any more."""
    conversation = desk.sessions.erasable(_shown_token(request))
    admit("too_many_messages", (desk.counters.readings, conversation))
    await desk.talks.erase(conversation)
    return json_response({"ok": True})


async def socket(desk: Desk, request: Request) -> HTTPResponse:
    """socket.io, over polling or a WebSocket."""
    if "j" in request.args:  # answers as scripts would be readable by any page
        raise Refusal("bad_request")
    try:
        response: HTTPResponse = await desk.wire.handle_request(request)
    except KeyError as error:  # the connection that it names has just ended
        raise Refusal("bad_request") from error
    if response.status == BAD_REQUEST:  # it repeats what was sent
        raise Refusal("bad_request")
    return response


def address_of(request: Request) -> str:
    """The caller's address; behind trusted proxies the one that they saw."""
    return address_key(request.remote_addr or request.ip)


async def _session(desk: Desk, request: Request) -> Session:
    session = await desk.admission.session(_shown_token(request))
    admit("too_many_messages", (desk.counters.readings, session.conversation))
    return session


def _shown_token(request: Request) -> str:
    header: str = request.headers.get("authorization", "")
    if not header.startswith(BEARER):
        raise Refusal("invalid_token")
    return header[len(BEARER) :]


async def _erasing(desk: Desk, conversation: str) -> Optional[str]:
    """The token that erases the conversation, if its person has agreed that it is kept."""
    try:
        agreed = (await desk.standing(conversation))["consent"]
    except StoreError:  # the widget asks again
        return None
    days = desk.about_the_site["retention_days"]
    return desk.sessions.erasing(conversation, days) if agreed else None


def _check_json(request: Request) -> None:
    """A form of another site can't send JSON: browsers ask first, which the origin check sees."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != JSON_TYPE:
        raise Refusal("bad_request")
    try:
        sent = json.loads(request.body or b"{}")
    except (ValueError, RecursionError) as error:
        raise Refusal("bad_request") from error
    if not isinstance(sent, dict):
        raise Refusal("bad_request")


async def _hold_back(desk: Desk) -> None:
    """Waits before a refusal: whoever asks again at once would else have everybody's time."""
    if not desk.counters.held_back.take(EVERYBODY):
        return
    try:
        await asyncio.sleep(SECONDS_TO_HOLD_BACK)
    finally:
        desk.counters.held_back.free(EVERYBODY)


def _preflight(desk: Desk) -> HTTPResponse:
    return HTTPResponse(status=204, headers=desk.origins.preflight_headers())


def _refused(refusal: Refusal) -> HTTPResponse:
    told: Json = refusal.as_dict()
    response = json_response(told, status=STATUS.get(refusal.code, BAD_REQUEST))
    if refusal.retry_after is not None:
        response.headers["Retry-After"] = str(int(refusal.retry_after) + 1)
    return response
