"""Rasa's input channel for Slack."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING, Any, Awaitable, Callable, Optional, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text

from headache_relief.channels.slack.access import AccessError, access_in

if TYPE_CHECKING:
    from headache_relief.channels.slack.office import Office

logger = logging.getLogger(__name__)

NAME = "slack"
SECONDS_FOR_LAST_ANSWERS = 5.0


class SlackChannel(InputChannel):
    """The channel `slack`; docs/slack.md describes it.

    Off unless the environment holds its tokens; what is wrong with them is logged, and everything
    else runs.
    """

    def __init__(self) -> None:
        self._office: Optional[Office] = None

    @classmethod
    def name(cls) -> Text:
        return NAME

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's one page, for HTTP mode; answers come through the House."""
        blueprint = Blueprint("slack_channel")

        async def deliver(request: Request) -> HTTPResponse:
            if self._office is None or self._office.signatures is None:
                return text("", 404)
            return await self._office.deliver(request)

        blueprint.add_route(deliver, "/events", methods=["POST"])
        blueprint.listener("before_server_start")(self._open)
        blueprint.listener("after_server_start")(self._resume)
        blueprint.listener("before_server_stop")(self._close)
        return blueprint

    async def _open(self, app: Sanic, _: Any) -> None:
        try:
            access, house = access_in(os.environ), getattr(app.ctx, "house", None)
        except AccessError as error:
            logger.error("The Slack channel is closed: %s", error)
            return
        if access is None:
            return
        if house is None:
            logger.warning("The Slack channel is closed: start it with `headache-relief serve`.")
            return
        # Read only when it is used: without tokens the server needs none of Slack's library.
        from headache_relief.channels.slack.office import Office

        self._office = Office(access, house)

    async def _resume(self, app: Sanic, _: Any) -> None:
        if self._office is not None:
            await self._office.open()

    async def _close(self, app: Sanic, _: Any) -> None:
        if self._office is not None:
            await self._office.close(SECONDS_FOR_LAST_ANSWERS)
