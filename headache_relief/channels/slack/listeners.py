"""Bolt's listeners: each kind of delivery to the one place that deals with it.

Everything is taken in before Slack hears the acknowledgement, so that a crash loses nothing; what
is not for the assistant is acknowledged and ignored.
"""

from __future__ import annotations

import logging
import re
from typing import Any, Mapping, Optional

from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from headache_relief.channels.slack.delivery import Place, conversation_of
from headache_relief.channels.slack.desk import Desk
from headache_relief.channels.slack.faults import MALFORMED
from headache_relief.channels.slack.helper import Asked, Helper
from headache_relief.channels.slack.home import CONSENT_MODAL, ERASE, HOME_PRIVACY, START
from headache_relief.channels.slack.incoming import (
    by_program,
    first_action,
    heard,
    is_id,
    text_of,
)
from headache_relief.channels.slack.texts import plain

logger = logging.getLogger(__name__)

Body = Mapping[str, Any]

COMMAND = "/headache"
ANYTHING = re.compile(".*", re.DOTALL)


def add_listeners(app: AsyncApp, desk: Desk, helper: Helper) -> None:
    """Registers what the assistant does with each delivery."""
    _add_events(app, desk, helper)
    _add_interactions(app, desk, helper)

    @app.error
    async def failed(error: Exception) -> Optional[BoltResponse]:
        """Slack delivers again what failed, but for what can't be read whoever sends it."""
        logger.error("A delivery of Slack's failed: %s.", type(error).__name__)
        return BoltResponse(status=400) if isinstance(error, MALFORMED) else None


def _add_events(app: AsyncApp, desk: Desk, helper: Helper) -> None:
    @app.event("message")
    async def message(body: Body, event: Body) -> None:
        await desk.hear(heard(event), identity_of(body, event))

    @app.event("app_mention")
    async def mentioned(body: Body, event: Body) -> None:
        asked = mention_in(body, event)
        if asked is not None:
            await helper.take(asked)

    @app.event("app_home_opened")
    async def opened(event: Body) -> None:
        if event.get("tab") == "home" and is_id(event.get("user")):
            await desk.open_home(event["user"])

    @app.event("assistant_thread_started")
    async def pane(event: Body) -> None:
        thread = event.get("assistant_thread") or {}
        channel, user, ts = (thread.get(key) for key in ("channel_id", "user_id", "thread_ts"))
        if is_id(channel) and is_id(user) and isinstance(ts, str):
            await desk.open_pane(Place(str(channel), ts), str(user))

    @app.event(ANYTHING)
    async def other_event() -> None:
        """Not for the assistant."""


def _add_interactions(app: AsyncApp, desk: Desk, helper: Helper) -> None:
    @app.action(ANYTHING)
    async def acted(ack: Any, body: Body) -> None:
        await _act(desk, body)
        await ack()

    @app.view(CONSENT_MODAL)
    async def agreed(ack: Any, body: Body, view: Body) -> None:
        user = user_in(body)
        if user:
            await desk.agree(view, user)
        await ack()

    @app.command(COMMAND)
    async def command(ack: Any, body: Body) -> None:
        asked = command_in(body)
        if asked is not None:
            await helper.take(asked)
        await ack()

    async def ignored(ack: Any) -> None:
        await ack()

    for kind in (app.view_submission, app.view_closed, app.shortcut, app.options, app.command):
        kind(ANYTHING)(ignored)


async def _act(desk: Desk, body: Body) -> None:
    user, name = user_in(body), first_action(body).get("action_id")
    trigger = str(body.get("trigger_id", ""))
    if not user:
        return
    if name == START:
        await desk.start(trigger, user)
    elif name == HOME_PRIVACY:
        await desk.show_privacy(trigger, conversation_of(user))
    elif name == ERASE:
        await desk.erase(user)
    else:
        await desk.act(body, user)


def identity_of(body: Body, event: Body) -> str:
    """The id of a delivery, the same when Slack delivers it again."""
    identity = body.get("event_id")
    return identity if is_id(identity) else f"{event.get('channel')}-{event.get('ts')}"


def mention_in(body: Body, event: Body) -> Asked | None:
    """A question to the assistant in a channel; None from a program, or from nobody."""
    user, channel = event.get("user"), event.get("channel")
    if by_program(event) or event.get("subtype") or not is_id(user) or not is_id(channel):
        return None
    thread = event.get("thread_ts") or event.get("ts")
    text = plain(text_of(event))
    return Asked(identity_of(body, event), str(user), str(channel), str(thread or ""), text)


def command_in(body: Body) -> Asked | None:
    """A question by the command, which nobody else sees; None when it names nobody."""
    user, channel = body.get("user_id"), body.get("channel_id")
    if not is_id(user) or not is_id(channel):
        return None
    identity = f"command-{body.get('trigger_id')}"
    text = plain(text_of(body))
    reply = str(body.get("response_url") or "")
    return Asked(identity, str(user), str(channel), "", text, quiet=True, reply=reply)


def user_in(body: Body) -> str:
    """Who did it; empty when nobody is named."""
    user = (body.get("user") or {}).get("id")
    return user if is_id(user) else ""
