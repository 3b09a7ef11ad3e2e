"""The assistant as `headache-relief serve` runs it, with parts that fail when a message says so.

Every fault repeats what was said, as a careless part would. The words in a message that call for a
fault stand in FAULTS.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import threading
import warnings
from typing import Any, Callable

import sqlalchemy as sa
from rasa.utils.endpoints import EndpointConfig
from sanic.request import Request
from sanic.response import HTTPResponse, text

from headache_relief.channels.web.tabs import Tabs
from headache_relief.rasa_parts.conversation_log import ConversationLog
from headache_relief.rasa_parts.in_process_actions import (
    ActionServer,
    InProcessAction,
    ServedAction,
)
from headache_relief.rasa_parts.processor import CaseProcessor
from headache_relief.records import database
from headache_relief.serving import server
from headache_relief.serving.address import Address

ACTION, SERVED, MODEL, POLICY, STORE, DELIVERY = FAULTS = (
    "brokenaction", "servedaction", "brokenmodel", "brokenpolicy", "brokenstore", "brokendelivery",
)  # fmt: skip
SECONDS_FOR_A_LOCKED_DATABASE = 0.3


def put_in(owner: type, name: str, around: Callable[..., Any]) -> None:
    """Replaces a method by `around(method, self, ...)`."""
    method = getattr(owner, name)
    if asyncio.iscoroutinefunction(method):

        async def replaced(self: Any, *parts: Any, **named: Any) -> Any:
            return await around(method, self, *parts, **named)

        setattr(owner, name, replaced)
    else:
        setattr(owner, name, lambda self, *a, **n: around(method, self, *a, **n))


async def in_action(method: Any, self: Any, call: dict[str, Any]) -> Any:
    said = str((call["tracker"]["latest_message"] or {}).get("text"))
    if ACTION in said:
        raise ValueError(said)
    if SERVED in said:
        endpoint = EndpointConfig(url=f"{elsewhere}/{said.split()[-1]}")
        return await ServedAction(self.name(), ActionServer(endpoint, 2)).result(call)
    return await method(self, call)


async def in_model(method: Any, self: Any, message: Any, *rest: Any, **more: Any) -> Any:
    if MODEL in (message.text or ""):
        raise RuntimeError(f"can't read {message.text} of {message.sender_id}")
    return await method(self, message, *rest, **more)


def in_policy(method: Any, self: Any, tracker: Any) -> Any:
    if POLICY in (tracker.latest_message.text or ""):
        raise KeyError(f"{tracker.sender_id}: {tracker.latest_message.text}")
    return method(self, tracker)


def in_store(method: Any, self: Any, conversation: str, new: Any, *rest: Any) -> Any:
    said = " ".join(str(getattr(event, "text", "")) for event in new)
    if STORE in said:
        with database.reported():
            raise sa.exc.OperationalError(f"INSERT '{said}'", {"data": said}, Exception(said))
    return method(self, conversation, new, *rest)


async def in_delivery(method: Any, self: Any, conversation: str, message: Any, *rest: Any) -> Any:
    if DELIVERY in message["text"]:
        raise OSError(f"{conversation}: {message['text']}")
    return await method(self, conversation, message, *rest)


async def fault(request: Request, kind: str, word: str) -> HTTPResponse:
    """Fails with the word in hand, each kind where a program may fail."""

    async def task() -> None:
        raise ValueError(word)

    def thread() -> None:
        raise ValueError(word)

    if kind == "request":
        raise ValueError(word)
    if kind == "task":
        asyncio.get_running_loop().create_task(task(), name=word)
    if kind == "callback":
        asyncio.get_running_loop().call_soon(thread)
    if kind == "thread":
        threading.Thread(target=thread, name=word).start()
    if kind == "library":
        logging.getLogger("somelibrary").error(f"can't take {word}", extra={"sent": word})
        logging.getLogger("headache_relief.channels.x.library").error("can't take %s", word)
    if kind == "warning":
        warnings.warn(word, UserWarning, stacklevel=1)
    if kind == "careless":  # what the tests must find, or they find nothing
        logging.getLogger("headache_relief").error("A careless line: %s", word)
    return text("")


def with_faults(*parts: Any) -> Any:
    """The web application with a page that fails."""
    app = app_for(*parts)
    app.add_route(fault, "/fault/<kind>/<word>")
    return app


app_for = server.app_for
elsewhere = ""


def main() -> None:
    global elsewhere
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--port", type=int)
    arguments.add_argument("--action-server")
    chosen = arguments.parse_args()
    elsewhere = chosen.action_server
    server.app_for = with_faults  # type: ignore[assignment]
    database.BUSY_SECONDS = SECONDS_FOR_A_LOCKED_DATABASE
    put_in(InProcessAction, "result", in_action)
    put_in(CaseProcessor, "parse_message", in_model)
    put_in(CaseProcessor, "predict_next_with_tracker_if_should", in_policy)
    put_in(ConversationLog, "append", in_store)
    put_in(Tabs, "message", in_delivery)
    server.run_server(Address("127.0.0.1", chosen.port), None, say=print, rest=True)


if __name__ == "__main__":
    main()
