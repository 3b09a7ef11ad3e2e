"""Runs the assistant as a server: loads it, makes sure that it answers, ends it cleanly."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
import uuid
from typing import Callable, Optional

from rasa.core.channels.channel import InputChannel, register
from rasa.shared.utils.common import class_from_module_path
from sanic import Sanic
from sanic.request import Request
from sanic.response import HTTPResponse, text
from sanic.server import AsyncioServer

from headache_relief.knowledge.yaml_files import read_yaml
from headache_relief.records.database import StoreError
from headache_relief.serving.address import Address
from headache_relief.serving.assistant import Assistant, load_assistant
from headache_relief.serving.errors import ServingError
from headache_relief.serving.logs import configure_logs
from headache_relief.serving.model import Freshness, ModelFiles
from headache_relief.serving.retention import keep_erasing
from headache_relief.settings import ROOT, load_settings

Say = Callable[[str], None]

WEBHOOKS = "/webhooks/"
REST = "/webhooks/rest/webhook"
SECONDS_FOR_LAST_ANSWERS = 5.0
SECONDS_BETWEEN_LOOKS = 0.05
FIRST_WORDS = "hello"


def run_server(address: Address, action_server: Optional[str], say: Say) -> None:
    """Serves until Ctrl-C or a termination signal; `say` prints what the person at it should know.

    ServingError, SettingsError or KnowledgeError says in one sentence why it can't start.
    """
    configure_logs()
    listener = address.reserve()
    try:
        asyncio.run(_serve(address, listener, action_server, say))
    except StoreError as error:
        raise ServingError(str(error)) from error
    finally:
        listener.close()


async def _serve(
    address: Address, listener: socket.socket, action_server: Optional[str], say: Say
) -> None:
    started = time.monotonic()
    settings = load_settings()
    files = ModelFiles()
    if files.freshness() is Freshness.stale:
        say("The model is older than its sources: `headache-relief train` brings it up to date.")
    say(f"{settings.assistant_name} is starting ...")
    assistant = await load_assistant(settings, action_server=action_server, files=files)
    await check_that_it_answers(assistant)
    server = await _listen(address, listener, app_for(assistant))
    erasing = asyncio.create_task(keep_erasing(assistant.store, settings.retention_days))
    say(f"Ready after {time.monotonic() - started:.0f} s. Talk to it: headache-relief chat")
    say(f"For programs: {address.url}{REST}   Stop it with Ctrl-C.")
    await _until_told_to_stop()
    say("Stopping ...")
    erasing.cancel()
    await _finish(server)
    await assistant.close()


def app_for(assistant: Assistant) -> Sanic:
    """A web application with the channels of credentials.yml, answered by the assistant."""
    app = Sanic("headache_relief", configure_logging=False)
    app.ctx.agent = assistant.agent

    app.add_route(is_running, "/")
    register(channels(), app, WEBHOOKS)
    return app


async def is_running(_: Request) -> HTTPResponse:
    """What a browser at the server's root sees; the port opens only once the assistant answers."""
    return text("The assistant is running.")


def channels() -> list[InputChannel]:
    """The channels of credentials.yml; ServingError names one that does not exist."""
    found = []
    for name, credentials in (read_yaml(ROOT / "credentials.yml") or {}).items():
        try:
            found.append(class_from_module_path(name).from_credentials(credentials))
        except (AttributeError, ImportError) as error:
            raise ServingError(
                f"credentials.yml names the channel {name}, which can't be found: "
                "write the full name of a channel's class."
            ) from error
    return found


async def check_that_it_answers(assistant: Assistant) -> None:
    """ServingError when the assistant, spoken to as a person would, says nothing."""
    conversation = f"readiness-{uuid.uuid4().hex}"
    failed = "The assistant was loaded but does not answer: train it anew, `headache-relief train`."
    try:
        turn = await assistant.say(conversation, FIRST_WORDS)
    except StoreError:
        raise
    except Exception as error:
        raise ServingError(failed) from error
    await assistant.store.erase(conversation)
    if not turn.bot:
        raise ServingError(failed)


async def _listen(address: Address, listener: socket.socket, app: Sanic) -> AsyncioServer:
    try:
        server = await app.create_server(
            sock=listener, access_log=False, return_asyncio_server=True
        )
    except OSError as error:
        raise address.refusal(error) from None
    if server is None:
        raise ServingError("The web server did not start: try again.")
    await server.startup()
    await server.after_start()
    return server


async def _until_told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    await told.wait()


async def _finish(server: AsyncioServer) -> None:
    """Takes no new messages, lets those being answered finish, and closes."""
    await server.before_stop()
    server.close()
    last = time.monotonic() + SECONDS_FOR_LAST_ANSWERS
    while server.connections and time.monotonic() < last:
        for connection in list(server.connections):
            connection.close_if_idle()
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    await server.after_stop()
