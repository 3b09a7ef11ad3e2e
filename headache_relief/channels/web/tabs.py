"""The open tabs: who sees which conversation, and what they say in it."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass, replace
from typing import Any, Awaitable, Callable, Mapping, Optional

from socketio.exceptions import ConnectionRefusedError

from headache_relief.channels.shared.limits import Counters
from headache_relief.channels.shared.ports import Json
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.shared.talks import Said, Talks
from headache_relief.channels.web.admission import Admission
from headache_relief.channels.web.session import Session, Sessions
from headache_relief.channels.web.wire import Wire
from headache_relief.metrics.channels import tab_closed, tab_opened
from headache_relief.records.database import StoreError
from headache_relief.records.talk import SAID_BY_NOBODY

logger = logging.getLogger(__name__)

MESSAGE_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
LONGEST_TOKEN = 64
LONGEST_ID = 80
MOST_CHOICES = 40
OK: Json = {"ok": True}

Handler = Callable[["Tab", Mapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Tab:
    """One connection: its socket, its session, and the address it came from."""

    sid: str
    session: Session
    address: str


@dataclass(eq=False)
class Opening:
    """A tab that is being shown its talk; `outdated` once something was said meanwhile."""

    conversation: str
    outdated: bool = False


class Tabs:
    """Lets sessions in, hands on what they say, and shows each conversation in all its tabs."""

    def __init__(
        self, wire: Wire, sessions: Sessions, admission: Admission, counters: Counters
    ) -> None:
        self._wire = wire
        self._admission = admission
        self._sessions = sessions
        self._counters = counters
        self._tabs: dict[str, Tab] = {}
        self._openings: set[Opening] = set()
        self._talks: Optional[Talks] = None
        wire.on("connect", self._connect)
        wire.on("disconnect", self._disconnect)
        wire.on("say", self._event(self._say))
        wire.on("thumb", self._event(self._thumb))
        wire.on("*", self._unknown)

    def open(self, talks: Talks) -> None:
        """From now on what is said goes to `talks`."""
        self._talks = talks

    async def typing(self, conversation: str, on: bool) -> None:
        await self._wire.emit("typing", {"on": on}, to=conversation)

    async def message(self, conversation: str, message: Json, besides: str = "") -> None:
        for opening in self._openings:
            opening.outdated = opening.outdated or opening.conversation == conversation
        await self._wire.emit("message", message, to=conversation, skip_sid=besides or None)

    async def state(self, conversation: str, state: Json) -> None:
        await self._wire.emit("state", state, to=conversation)

    async def erased(self, conversation: str) -> None:
        """Tells every tab, ends them, and lets no token of the conversation in any more."""
        self._sessions.revoke(conversation)
        await self._wire.emit("erased", {}, to=conversation)
        for tab in [t for t in self._tabs.values() if t.session.conversation == conversation]:
            await self._wire.disconnect(tab.sid)

    async def _connect(self, sid: str, environ: Any, auth: Any = None) -> None:
        try:
            tab = await self._let_in(sid, environ, auth)
        except Refusal as refusal:
            raise ConnectionRefusedError(refusal.code, refusal.as_dict()) from refusal
        self._tabs[sid] = tab
        tab_opened()
        await self._wire.enter_room(sid, tab.session.conversation)
        self._wire.start_background_task(self._welcome, tab)

    async def _let_in(self, sid: str, environ: Any, auth: Any) -> Tab:
        if self._talks is None:
            raise Refusal("unavailable")
        token = auth.get("token") if isinstance(auth, dict) else None
        session = await self._admission.session(token)
        if not self._counters.tabs.take(session.conversation):
            raise Refusal("too_many_connections")
        self._wire.has_shown_a_token(environ)
        return Tab(sid, session, environ["headache_relief.address"])

    async def _disconnect(self, sid: str, reason: str) -> None:
        tab = self._tabs.pop(sid, None)
        if tab is not None:
            self._counters.tabs.free(tab.session.conversation)
            tab_closed()

    async def _welcome(self, tab: Tab) -> None:
        """Shows the talk so far; in a new one the assistant speaks first."""
        assert self._talks is not None
        conversation = tab.session.conversation
        try:
            await self._wire.emit("history", await self._newest(conversation), to=tab.sid)
            await self._talks.greet(conversation, tab.address)
        except (Refusal, StoreError) as error:
            code = error.code if isinstance(error, Refusal) else "unavailable"
            await self._wire.emit("refused", {"error": code}, to=tab.sid)
        await self._renew(tab)

    async def _newest(self, conversation: str) -> Json:
        """The talk with all that its tabs were shown: what comes after it takes its place."""
        assert self._talks is not None
        opening = Opening(conversation)
        self._openings.add(opening)
        try:
            history = await self._talks.history(conversation)
            while opening.outdated:
                opening.outdated = False
                history = await self._talks.history(conversation)
        finally:
            self._openings.discard(opening)
        return history

    def _event(self, handler: Handler) -> Callable[..., Awaitable[Json]]:
        async def handled(sid: str, *data: Any) -> Json:
            try:
                tab = self._tabs.get(sid)
                if tab is None:
                    raise Refusal("invalid_token")
                self._sessions.check(tab.session)
                if len(data) != 1 or not isinstance(data[0], dict):
                    raise Refusal("bad_request")
                await handler(tab, data[0])
                await self._renew(tab)
            except Refusal as refusal:
                return refusal.as_dict()
            except Exception as error:  # the person must hear that it was not taken
                logger.error("An event could not be handled: %s.", type(error).__name__)
                return Refusal("unavailable").as_dict()
            return OK

        return handled

    async def _unknown(self, event: str, sid: str, *data: Any) -> Json:
        return Refusal("bad_request").as_dict()

    async def _say(self, tab: Tab, data: Mapping[str, Any]) -> None:
        assert self._talks is not None
        await self._talks.receive(tab.session.conversation, said_in(data), tab.address, tab.sid)

    async def _thumb(self, tab: Tab, data: Mapping[str, Any]) -> None:
        assert self._talks is not None
        if set(data) != {"message", "helpful"}:
            raise Refusal("bad_request")
        message, helpful = data["message"], data["helpful"]
        if not isinstance(message, str) or not 0 < len(message) <= LONGEST_ID:
            raise Refusal("bad_request")
        if helpful is not None and not isinstance(helpful, bool):
            raise Refusal("bad_request")
        await self._talks.thumb(tab.session.conversation, message, helpful)

    async def _renew(self, tab: Tab) -> None:
        """A session in use goes on: past half of its time every tab of it gets a new token."""
        if tab.sid not in self._tabs or not self._sessions.needs_renewal(tab.session):
            return
        token = self._sessions.renewed(tab.session)
        session = self._sessions.read(token)
        for sid, other in list(self._tabs.items()):
            if other.session.conversation == session.conversation:
                self._tabs[sid] = replace(other, session=session)
        told = {"token": token, "expires_in": self._sessions.seconds_left(token)}
        await self._wire.emit("token", told, to=session.conversation)


def said_in(data: Mapping[str, Any]) -> Said:
    """The message of a `say`; Refusal `bad_request` when it isn't one of the protocol."""
    identity = data.get("id")
    content = set(data) - {"id"}
    if not isinstance(identity, str) or not MESSAGE_ID.fullmatch(identity):
        raise Refusal("bad_request")
    if identity.startswith(SAID_BY_NOBODY) or content not in ({"text"}, {"choices"}):
        raise Refusal("bad_request")
    if "text" in data:
        if not isinstance(data["text"], str):
            raise Refusal("bad_request")
        return Said(identity, text=data["text"])
    choices = data["choices"]
    if not isinstance(choices, list) or not 0 < len(choices) <= MOST_CHOICES:
        raise Refusal("bad_request")
    if not all(isinstance(token, str) and 0 < len(token) <= LONGEST_TOKEN for token in choices):
        raise Refusal("bad_request")
    return Said(identity, choices=tuple(choices))
