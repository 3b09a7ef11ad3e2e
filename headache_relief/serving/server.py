"""Runs the assistant as a server: loads it, makes sure that it answers, ends it cleanly."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import time
import uuid
from typing import Awaitable, Callable, Optional

from sanic import Sanic
from sanic.server import AsyncioServer

from headache_relief.records.database import StoreError
from headache_relief.serving.address import Address
from headache_relief.serving.assistant import Assistant, load_assistant
from headache_relief.serving.errors import ServingError
from headache_relief.serving.exposure import is_production
from headache_relief.serving.log_writing import carefully
from headache_relief.serving.logs import configure_logs, log_uncaught, take_over
from headache_relief.serving.model import Freshness, ModelFiles
from headache_relief.serving.retention import keep_erasing
from headache_relief.serving.web_app import app_for
from headache_relief.settings import Settings, load_settings
from headache_relief.site.widget import Widget, WidgetMissing, load_widget

Say = Callable[[str], None]
Stop = Callable[[], Awaitable[None]]

REST = "/webhooks/rest/webhook"
SECONDS_FOR_LAST_ANSWERS = 5.0
SECONDS_BETWEEN_LOOKS = 0.05
FIRST_WORDS = "hello"
STANDARD_INPUT = 0


def run_server(
    address: Address,
    action_server: Optional[str],
    say: Say,
    rest: bool = False,
    given: Optional[int] = None,
) -> None:
    """Serves until Ctrl-C or a termination signal; `say` prints what the person at it should know.

    `rest` opens the REST channel as well, for programs on this machine. One of several workers
    listens on the socket `given` instead of the address, and ends with its standard input.

    ServingError, SettingsError or KnowledgeError says in one sentence why it can't start.
    """
    settings = load_settings()
    written = configure_logs(settings.log_level, settings.log_format, background=True)
    log_uncaught()
    say = carefully(say)
    listener = address.reserve() if given is None else socket.socket(fileno=given)
    stop = _when_told_to_stop if given is None else _when_parent_ends
    try:
        asyncio.run(_serve(address, listener, action_server, say, rest, stop))
    except StoreError as error:
        raise ServingError(str(error)) from error
    finally:
        listener.close()
        written.flush()


async def _serve(
    address: Address,
    listener: socket.socket,
    action_server: Optional[str],
    say: Say,
    rest: bool,
    stop: Stop,
) -> None:
    started = time.monotonic()
    settings = load_settings()
    widget = built_widget()
    files = ModelFiles()
    if files.freshness() is Freshness.stale:
        say("The model is older than its sources: `headache-relief train` brings it up to date.")
    say(f"{settings.assistant_name} is starting ...")
    assistant = await load_assistant(settings, action_server=action_server, files=files)
    take_over()
    await check_that_it_answers(assistant)
    app = app_for(assistant, address, settings, widget, rest)
    leave_the_model_to_itself()
    server = await _listen(address, listener, app)
    erasing = asyncio.create_task(keep_erasing(assistant.store, settings.retention_days))
    say(f"Ready after {time.monotonic() - started:.0f} s.")
    for line in where_to_go(address, settings, widget):
        say(line)
    if rest:
        say(f"For programs on this machine: {address.url}{REST}")
    await stop()
    app.ctx.health.drain()
    say("Stopping ...")
    erasing.cancel()
    await _finish(server)
    await assistant.close()


def built_widget() -> Widget:
    """The chat widget's files; ServingError when they were not built."""
    try:
        return load_widget()
    except WidgetMissing as error:
        raise ServingError(str(error)) from None


def where_to_go(address: Address, settings: Settings, widget: Widget) -> list[str]:
    """What the person who started it does next, a line each."""
    if is_production(address, settings):
        return [
            f"The chat widget is version {widget.version}. A line pinned to it has the attributes",
            f"  {widget.pin}",
            f"It listens at {address.url}   Stop it with Ctrl-C.",
        ]
    return [
        f"Open {address.url} in a browser: a demo site with the chat.",
        f"For site owners: {address.url}/for-site-owners builds the tag for a page, such as",
        f"  {widget.tag(address.url, pinned=True)}",
        "In the terminal: headache-relief chat   Stop it with Ctrl-C.",
    ]


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


def leave_the_model_to_itself() -> None:
    """What was loaded stays until the end: garbage collection need not look through it again.

    A look takes half a second, and longer where cold memory was swapped out; everybody waits.
    """
    gc.collect()
    gc.freeze()


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
    await server.before_start()
    await server.after_start()
    return server


async def _when_told_to_stop() -> None:
    await _signalled().wait()


async def _when_parent_ends() -> None:
    told = _signalled()
    # A worker's parent writes nothing: it can be read once the parent is gone.
    asyncio.get_running_loop().add_reader(STANDARD_INPUT, told.set)
    await told.wait()


def _signalled() -> asyncio.Event:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, told.set)
    return told


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
