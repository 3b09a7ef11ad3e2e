"""Whole conversations with the trained assistant, its actions and its database."""

from __future__ import annotations

import asyncio
import itertools
from typing import Callable, Iterator

import pytest

from headache_relief.serving.assistant import Assistant, Turn, load_assistant
from headache_relief.settings import load_settings
from tests.conversations.talk import Talk

Start = Callable[..., Talk]


@pytest.fixture(scope="session")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    yield loop
    loop.close()


@pytest.fixture(scope="session")
def assistant(
    loop: asyncio.AbstractEventLoop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    database = tmp_path_factory.mktemp("conversations") / "conversations.db"
    loaded = loop.run_until_complete(load_assistant(load_settings(), f"sqlite:///{database}"))
    yield loaded
    loop.run_until_complete(loaded.close())


@pytest.fixture(scope="session")
def start(assistant: Assistant, loop: asyncio.AbstractEventLoop) -> Start:
    """Starts a new conversation, with consent given unless told otherwise."""
    numbers = itertools.count(1)

    def begin(consent: bool = True) -> Talk:
        name = f"conversation-{next(numbers)}"
        if consent:
            loop.run_until_complete(assistant.start(name, {"consent_given": True}))

        def say(text: str) -> Turn:
            return loop.run_until_complete(assistant.say(name, text))

        return Talk(say)

    return begin
