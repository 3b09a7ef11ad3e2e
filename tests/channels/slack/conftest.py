"""The channel in a real server, and with a played assistant; the workspaces that they are in."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Callable, Iterator, Optional

import pytest

from headache_relief.channels.shared.limits import Limits
from tests.channels.slack.fake_slack import APP_TOKEN, BOT_TOKEN, SECRET, FakeSlack
from tests.channels.slack.person import Person
from tests.channels.slack.played import Here
from tests.faults.said import PRIVATE
from tests.programs import Program, assistant

NUMBERS = itertools.count(1)
Open = Callable[..., Here]


def started(folder: Path, slack: FakeSlack) -> Program:
    """The assistant, at home in the workspace, with its database in the folder."""
    return assistant(
        folder,
        {
            "HEADACHE_RELIEF_COUNTRY": "GB",
            "HEADACHE_RELIEF_SLACK_BOT_TOKEN": BOT_TOKEN,
            "HEADACHE_RELIEF_SLACK_APP_TOKEN": APP_TOKEN,
            "HEADACHE_RELIEF_SLACK_API": slack.url,
            "HEADACHE_RELIEF_WEB_KEY": "k" * 48,
        },
    )


@pytest.fixture(scope="session")
def workspace() -> Iterator[FakeSlack]:
    """One workspace for all tests of the real server; nothing ever broke Slack's rules there."""
    slack = FakeSlack().start()
    yield slack
    slack.stop()
    assert slack.refused == []


@pytest.fixture(scope="session")
def server(
    trained_model: Path, workspace: FakeSlack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Program]:
    """A server; whatever it logged holds nothing private."""
    program = started(tmp_path_factory.mktemp("slack"), workspace)
    try:
        workspace.until(lambda: workspace.connections, "connection")
        yield program
    finally:
        program.stop()
    output = program.output.read_text()
    assert not [word for word in PRIVATE if word in output.lower()], output
    assert "Traceback" not in output


@pytest.fixture
def newcomer(server: Program, workspace: FakeSlack) -> Callable[[], Person]:
    """Makes somebody whom no other test knows."""
    return lambda: Person(workspace, f"U{next(NUMBERS):04d}ANN")


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack().start()
    yield fake
    fake.stop()
    assert fake.refused == []


@pytest.fixture
def open_here(slack: FakeSlack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Starts the channel; the same folder again is a restart."""
    running: list[Here] = []
    monkeypatch.setenv("HEADACHE_RELIEF_SLACK_API", slack.url)
    monkeypatch.setenv("HEADACHE_RELIEF_SLACK_BOT_TOKEN", BOT_TOKEN)

    def opened(http: bool = False, limits: Optional[Limits] = None) -> Here:
        name, value = ("SIGNING_SECRET", SECRET) if http else ("APP_TOKEN", APP_TOKEN)
        monkeypatch.setenv(f"HEADACHE_RELIEF_SLACK_{name}", value)
        here = Here(tmp_path, limits)
        running.append(here)
        return here

    yield opened
    for here in running:
        here.stop()


@pytest.fixture
def here(open_here: Open, slack: FakeSlack) -> Here:
    """The channel, connected over Socket Mode."""
    here = open_here()
    slack.until(lambda: slack.connections, "connection")
    return here


@pytest.fixture
def ann(here: Here, slack: FakeSlack) -> Person:
    return Person(slack, "U0ANN")


@pytest.fixture
def ben(here: Here, slack: FakeSlack) -> Person:
    return Person(slack, "U0BEN")
