"""Runs the parent of several workers until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import sys
import time
from typing import Any, Callable, Coroutine, Optional, Sequence

from aiohttp import ClientSession, TCPConnector, web

from headache_relief.serving.address import Address
from headache_relief.serving.errors import ServingError
from headache_relief.serving.log_writing import carefully
from headache_relief.serving.logs import configure_logs, log_uncaught
from headache_relief.serving.workers.crew import Crew
from headache_relief.serving.workers.entrance import entrance_to
from headache_relief.serving.workers.errors import answer_without_details
from headache_relief.serving.workers.worker import Worker
from headache_relief.settings import PREFIX, Settings

Say = Callable[[str], None]
Told = asyncio.Queue[signal.Signals]

NEEDS_POSTGRES = (
    "Several workers need PostgreSQL: set database_url to an address that starts with "
    "postgresql://, or leave out --workers."
)


def check_workers(settings: Settings) -> None:
    """ServingError when the settings allow one worker only."""
    if settings.database_url.startswith("sqlite"):
        raise ServingError(NEEDS_POSTGRES)


def run_workers(
    address: Address, count: int, arguments: Sequence[str], settings: Settings, say: Say
) -> None:
    """Serves with `count` workers until Ctrl-C or a termination signal.

    `arguments` are the options of `serve` for each. SIGHUP renews the workers one after the other.
    ServingError says in one sentence why it can't start.
    """
    written = configure_logs(settings.log_level, settings.log_format, background=True)
    log_uncaught()
    answer_without_details()
    try:
        asyncio.run(_run(address, count, arguments, settings, carefully(say)))
    finally:
        written.flush()


async def _run(
    address: Address, count: int, arguments: Sequence[str], settings: Settings, say: Say
) -> None:
    command = [sys.executable, "-m", "headache_relief", "serve", *arguments]
    # The parent is one more proxy before each worker.
    environment = {f"{PREFIX}TRUSTED_PROXIES": str(settings.trusted_proxies + 1)}
    began = time.monotonic()
    listener = address.reserve()
    told = _signals()
    async with ClientSession(
        connector=TCPConnector(limit=0), auto_decompress=False, trust_env=False
    ) as calling:

        async def start() -> Worker:
            return await Worker.start(command, environment, calling)

        crew = Crew(count, start)
        say(f"{settings.assistant_name} is starting with {count} workers ...")
        if not await _unless_stopped(crew.open(), crew, told):
            return
        runner = web.AppRunner(entrance_to(crew, calling), access_log=None, handle_signals=False)
        await runner.setup()
        await web.SockSite(runner, listener).start()
        say(f"Ready after {time.monotonic() - began:.0f} s.")
        say(f"It listens at {address.url}   Stop it with Ctrl-C; SIGHUP renews the workers.")
        await _until_told_to_stop(crew, told, say)
        say("Stopping ...")
        await crew.close()
        await runner.cleanup()


def _signals() -> Told:
    """Where the signals arrive that the parent is sent."""
    told: Told = asyncio.Queue()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, told.put_nowait, number)
    return told


async def _unless_stopped(opening: Coroutine[Any, Any, None], crew: Crew, told: Told) -> bool:
    """Waits for the start, which a signal ends; whether it came to its end."""
    starting = asyncio.ensure_future(opening)
    stopped = asyncio.ensure_future(told.get())
    await asyncio.wait({starting, stopped}, return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
    if starting.done():
        await starting
        return True
    starting.cancel()
    await crew.close()
    return False


async def _until_told_to_stop(crew: Crew, told: Told, say: Say) -> None:
    renewing: Optional[asyncio.Task[None]] = None
    while await told.get() is signal.SIGHUP:
        if renewing is None or renewing.done():
            renewing = asyncio.create_task(_renew(crew, say))
    if renewing is not None:
        renewing.cancel()


async def _renew(crew: Crew, say: Say) -> None:
    say("Renewing the workers ...")
    say("All workers are new." if await crew.renew() else "The old workers go on.")
