"""The assistant for a command: loaded in this process, its conversations kept nowhere."""

from __future__ import annotations

import tempfile
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, AsyncIterator

from headache_relief.settings import load_settings

if TYPE_CHECKING:
    from headache_relief.serving.assistant import Assistant


@asynccontextmanager
async def assistant_for_commands() -> AsyncIterator[Assistant]:
    """An assistant whose conversations are in a temporary database, deleted at the end."""
    settings = load_settings()
    from headache_relief.serving.arithmetic import calculate_in_one_thread

    calculate_in_one_thread()
    from headache_relief.serving.logs import configure_logs

    configure_logs()
    from headache_relief.serving.assistant import load_assistant

    with tempfile.TemporaryDirectory(prefix="headache-relief-") as folder:
        assistant = await load_assistant(settings, store=f"sqlite:///{folder}/conversations.db")
        yield assistant
        await assistant.close()
