"""Rasa's input channel for the chat widget."""

from __future__ import annotations

import logging
from typing import Any, Awaitable, Callable, Optional, Text

from rasa.core.channels.channel import InputChannel, UserMessage
from sanic import Blueprint, Sanic

from headache_relief.channels.web.desk import NAME, Desk, open_desk
from headache_relief.channels.web.http import add_pages, address_of
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

SECONDS_FOR_LAST_ANSWERS = 5.0


class WebChannel(InputChannel):
    """The channel `web`; docs/web.md describes it.

    The server that it runs in puts a House and an Entrance into `app.ctx`; without them, as under
    `rasa run`, it refuses everything as unavailable.
    """

    def __init__(self) -> None:
        self._desk: Optional[Desk] = None

    @classmethod
    def name(cls) -> Text:
        return NAME

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The channel's pages; messages are answered through the House instead of the callback."""
        blueprint = Blueprint("web_channel")
        add_pages(blueprint, lambda _: self._desk)
        blueprint.listener("before_server_start")(self._open)
        blueprint.listener("before_server_stop")(self._close)
        return blueprint

    async def _open(self, app: Sanic, _: Any) -> None:
        house, entrance = getattr(app.ctx, "house", None), getattr(app.ctx, "entrance", None)
        if house is None or entrance is None:
            logger.warning("The web channel is closed: start it with `headache-relief serve`.")
            return
        self._desk = open_desk(entrance, house, address_of)
        try:
            await self._desk.talks.resume()
        except StoreError as error:
            logger.error("Messages from before the start could not be read: %s", error)

    async def _close(self, app: Sanic, _: Any) -> None:
        if self._desk is not None:
            await self._desk.talks.close(SECONDS_FOR_LAST_ANSWERS)
            await self._desk.wire.shutdown()
