"""The REST channel: one request a message, answered with everything the assistant says."""

from __future__ import annotations

from typing import Any, Awaitable, Callable, Optional

from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from sanic import Blueprint
from sanic.exceptions import InvalidUsage, ServiceUnavailable
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from headache_relief.channels.incoming import clean
from headache_relief.channels.repeating import until_written
from headache_relief.records.advisory_locks import TurnOvertaken

NAME = "rest"


class RestChannel(InputChannel):
    """Takes requests as Rasa's REST channel does, less what lets a client forge or block anything.

    Typed text loses a leading slash, so that `/intent{...}` is only text, and is capped; metadata
    and names of channels from the client are ignored, and nothing is streamed: what is said counts
    once its turn is written.
    """

    @classmethod
    def name(cls) -> str:
        return NAME

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        blueprint = Blueprint(NAME)

        async def receive(request: Request) -> HTTPResponse:
            collector = CollectingOutputChannel()
            try:
                await until_written(on_new_message, _message_in(request, collector))
            except TurnOvertaken:
                raise ServiceUnavailable("Others write in the conversation.") from None
            return json_response(collector.messages)

        blueprint.post("/webhook")(receive)
        return blueprint


def _message_in(request: Request, collector: CollectingOutputChannel) -> UserMessage:
    told = request.json
    if not isinstance(told, dict):
        raise InvalidUsage('Send a JSON object such as {"sender": "ann", "message": "hello"}.')
    text = told.get("message")
    said: Optional[str] = clean(text) if isinstance(text, str) else None
    return UserMessage(said, collector, told.get("sender"), input_channel=NAME)
