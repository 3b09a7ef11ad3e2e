"""Sites that tests break, and the report of what that did."""

from __future__ import annotations

from pathlib import Path
from typing import Iterator

import pytest

from tests.faults.site.lives import ROOT, Zygote
from tests.faults.site.table import Table

TABLE = pytest.StashKey[Table]()
RESULTS = ROOT / "results" / "faults"
KILLS = 12


def pytest_configure(config: pytest.Config) -> None:
    config.stash[TABLE] = Table()


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    table = config.stash.get(TABLE, Table())
    if table.rows:
        terminalreporter.section("faults")
        terminalreporter.write_line(table.as_text())
        if config.getoption("--kills", default=None):  # the short version leaves the report alone
            terminalreporter.write_line(f"Report: {table.write(RESULTS).relative_to(ROOT)}")


@pytest.fixture(scope="session")
def table(request: pytest.FixtureRequest) -> Table:
    """The report that all tests of faults add to."""
    return request.config.stash.setdefault(TABLE, Table())


@pytest.fixture(scope="session")
def kills(request: pytest.FixtureRequest) -> int:
    """How often to kill."""
    return int(request.config.getoption("--kills", default=None) or KILLS)


@pytest.fixture(scope="session")
def zygote(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    """The process that lives are forked from."""
    zygote = Zygote(tmp_path_factory.mktemp("zygote") / "output")
    yield zygote
    zygote.stop()
