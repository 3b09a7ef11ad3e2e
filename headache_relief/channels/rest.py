"""The REST channel: one request a message, answered with everything the assistant says."""

from __future__ import annotations

from functools import partial
from typing import Any, Awaitable, Callable, Dict, Optional, Text

from rasa.core.channels.channel import UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint
from sanic.exceptions import InvalidUsage
from sanic.request import Request

from headache_relief.channels.incoming import clean
from headache_relief.channels.repeating import until_written


class RestChannel(RestInput):
    """Rasa's REST channel, less what lets a client forge answers or block everybody.

    Typed text loses a leading slash, so that `/intent{...}` is only text, and is capped; metadata
    from the client is ignored.
    """

    @classmethod
    def name(cls) -> Text:
        return "rest"

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        return super().blueprint(partial(until_written, on_new_message))

    async def _extract_sender(self, req: Request) -> Optional[Text]:
        if not isinstance(req.json, dict):
            raise InvalidUsage('Send a JSON object such as {"sender": "ann", "message": "hello"}.')
        sender: Optional[Text] = await super()._extract_sender(req)
        return sender

    def _extract_message(self, req: Request) -> Optional[Text]:
        text = (req.json or {}).get("message")
        return clean(text) if isinstance(text, str) else None

    def get_metadata(self, request: Request) -> Optional[Dict[Text, Any]]:
        return None
