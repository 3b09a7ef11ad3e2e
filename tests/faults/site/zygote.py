"""Forks assistants from a process that has read the trained model already.

A life so started opens its own event loop, database and channels with the program's own code; what
it has from its parent is what `load_model` returned there, and the knowledge files. Forking is
sound only while the parent has a single thread, which is checked at each fork.

It is told what to do in lines of JSON on standard input, and answers each with one.
"""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import os
import random
import sys
import tempfile
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import structlog

from headache_relief.channels.slack import channel as _slack_channel  # noqa: F401
from headache_relief.channels.slack import office as _slack  # noqa: F401
from headache_relief.channels.telegram import channel as telegram
from headache_relief.channels.telegram.pace import Pace
from headache_relief.channels.web import channel as _web_channel  # noqa: F401
from headache_relief.cli.program import main
from headache_relief.rasa_parts import processor
from headache_relief.serving import server
from headache_relief.serving import web_app as _web  # noqa: F401
from headache_relief.serving.assistant import load_assistant
from headache_relief.serving.model import ModelFiles
from headache_relief.settings import load_settings
from headache_relief.vectors import load_encoder
from tests.faults.site.lives import TELEGRAM_SECOND
from tests.faults.site.patches import patches

THREADS = Path("/proc/self/task")


def read_the_model() -> None:
    """Reads what every life reads the same, once for all of them."""
    telegram.Pace = partial(Pace, TELEGRAM_SECOND)  # type: ignore[misc]
    loaded = lru_cache(maxsize=1)(processor.load_model)
    processor.load_model = loaded  # type: ignore[assignment]
    loaded(str(ModelFiles().existing_model()))
    load_encoder()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    asyncio.run(speak())
    gc.collect()  # with the assistant end its threads
    gc.freeze()  # lives share what was read: looking through it would copy it
    freshness = ModelFiles().freshness()
    server.ModelFiles.freshness = lambda self: freshness  # type: ignore[method-assign]
    load_settings.cache_clear()


async def speak() -> None:
    """Has a short talk, so that no life has to read what a first message needs."""
    with tempfile.TemporaryDirectory() as folder:
        assistant = await load_assistant(load_settings(), f"sqlite:///{folder}/talk.db")
        for text in ("hello", "yes", "is massage safe?", "my head hurts"):
            await assistant.say("nobody", text)
        await assistant.close()


def begin(life: dict[str, Any]) -> int:
    """Starts a life; its process id."""
    threads = len(list(THREADS.iterdir()))
    if threads != 1:
        raise RuntimeError(f"Forking with {threads} threads is not sound.")
    child = os.fork()
    if child:
        return child
    try:
        nothing = os.open(os.devnull, os.O_RDONLY)
        output = os.open(life["output"], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(nothing, 0)
        sys.stdin = os.fdopen(0, closefd=False)
        os.dup2(output, 1)
        os.dup2(output, 2)
        os.environ.update(life["environment"])
        random.seed()
        for fault in life["faults"]:
            patches()[fault]()
        sys.argv = ["headache-relief", *life["arguments"]]
        main()
    except SystemExit as end:
        os._exit(end.code if isinstance(end.code, int) else 1)
    except BaseException as fault:
        os.write(2, f"The life ended by {fault!r}.\n".encode())
        os._exit(1)
    os._exit(0)


def end_of(process: int) -> int:
    """Waits until a life has ended; its exit status, negative for a signal."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def serve() -> None:
    """Does what it is told until standard input ends."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever libraries print is no answer
    read_the_model()
    print(json.dumps({"threads": len(list(THREADS.iterdir()))}), file=answers, flush=True)
    for line in sys.stdin:
        told = json.loads(line)
        answer = {"status": end_of(told["reap"])} if "reap" in told else {"process": begin(told)}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    serve()
