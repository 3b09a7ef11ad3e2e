"""One real server with its three doors open, and the count of what was thrown at them."""

from __future__ import annotations

import asyncio
import os
import threading
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator

import pytest

from tests.channels.slack.fake_slack import BOT_TOKEN, SECRET, FakeSlack
from tests.channels.telegram import fake_bot_api
from tests.channels.telegram.fake_bot_api import FakeBotApi
from tests.programs import Program, assistant

SITE = "https://site.example"
INPUTS = int(os.environ.get("HEADACHE_RELIEF_FUZZ_INPUTS", "320"))
DOORS = ("web", "socket", "telegram", "slack")
EACH = INPUTS // len(DOORS)


@dataclass
class Tally:
    """What was sent to each door and how it was answered."""

    sent: Counter[str] = field(default_factory=Counter)
    server_errors: Counter[str] = field(default_factory=Counter)
    silent: Counter[str] = field(default_factory=Counter)

    def note(self, door: str, status: int, body: bytes, needs_body: bool) -> None:
        """Counts an answer; a 200 without a word, where one is due, is silent."""
        self.sent[door] += 1
        self.server_errors[door] += status >= 500
        self.silent[door] += needs_body and status == 200 and not body.strip()


TALLY = Tally()


@pytest.fixture(scope="session")
def tally() -> Tally:
    return TALLY


@pytest.fixture(scope="session")
def telegram() -> Iterator[FakeBotApi]:
    """Telegram, in an event loop of its own."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    service = FakeBotApi()
    asyncio.run_coroutine_threadsafe(service.start(), loop).result(10)
    yield service
    asyncio.run_coroutine_threadsafe(service.stop(), loop).result(10)
    loop.call_soon_threadsafe(loop.stop)


@pytest.fixture(scope="session")
def slack() -> Iterator[FakeSlack]:
    workspace = FakeSlack().start()
    yield workspace
    workspace.stop()


@pytest.fixture(scope="session")
def server(trained_model: Path, telegram, slack, tmp_path_factory) -> Iterator[Program]:
    """The assistant; at the end it still runs, and no turn ended without an answer."""
    program = assistant(
        tmp_path_factory.mktemp("fuzz"),
        {
            "HEADACHE_RELIEF_ALLOWED_ORIGINS": SITE,
            "HEADACHE_RELIEF_TRUSTED_PROXIES": "1",
            "HEADACHE_RELIEF_WEB_KEY": "k" * 48,
            "HEADACHE_RELIEF_TELEGRAM_TOKEN": fake_bot_api.TOKEN,
            "HEADACHE_RELIEF_TELEGRAM_SERVER": telegram.url,
            "HEADACHE_RELIEF_TELEGRAM_WEBHOOK": "https://assistant.example",
            "HEADACHE_RELIEF_SLACK_BOT_TOKEN": BOT_TOKEN,
            "HEADACHE_RELIEF_SLACK_SIGNING_SECRET": SECRET,
            "HEADACHE_RELIEF_SLACK_API": slack.url,
        },
    )
    try:
        slack.until(lambda: [call for call in slack.calls if call.method == "auth.test"])
        yield program
        with urllib.request.urlopen(f"{program.url}/metrics", timeout=20) as answer:
            told = answer.read().decode()
        assert "headache_relief" in told, "it no longer answers"
        silent = [line for line in told.splitlines() if "silent" in line and line[0] != "#"]
        assert silent and all(line.endswith(" 0.0") for line in silent), silent
        assert "Traceback" not in program.output.read_text()
    finally:
        program.stop()


def pytest_terminal_summary(terminalreporter) -> None:
    if not TALLY.sent:
        return
    terminalreporter.write_line("| door | inputs | 5xx | silent 200 |")
    terminalreporter.write_line("|---|---|---|---|")
    for door in DOORS:
        row = (TALLY.sent[door], TALLY.server_errors[door], TALLY.silent[door])
        terminalreporter.write_line(f"| {door} | " + " | ".join(map(str, row)) + " |")
