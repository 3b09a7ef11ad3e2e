"""The assistant ends at random moments, while people talk with it in all three channels."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults.site.killing import Killer
from tests.faults.site.lives import Zygote
from tests.faults.site.place import opened
from tests.faults.site.table import Table
from tests.faults.site.targets import KILLED
from tests.faults.site.trouble import problems

A_START_FROM_NOTHING_AFTER = 25  # kills
SEED = int(os.environ.get("HEADACHE_RELIEF_TEST_SEED", "20"))


@pytest.fixture(params=["SQLite", "PostgreSQL"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of a database; none for a file of the site's own."""
    return request.getfixturevalue("postgres_url") if request.param == "PostgreSQL" else ""


@pytest.mark.timeout(0)
async def test_nothing_is_lost_or_doubled_when_it_is_killed_at_random_moments(
    zygote: Zygote, tmp_path: Path, table: Table, kills: int, database: str
):
    times = kills // 2  # with each kind of database
    async with opened(tmp_path, zygote, database) as site:
        killer = Killer(site, SEED, A_START_FROM_NOTHING_AFTER)
        try:
            await killer.kill(times)
        finally:
            kind = "PostgreSQL" if database else "SQLite"
            table.rows += killer.cost.rows(f"{KILLED} ({kind})")
            table.measures.kills += killer.cost.all_kills
            table.notes += [f"{kind}: {note}" for note in killer.cost.notes()]
            (tmp_path / "failures").write_text("\n".join(killer.cost.failures))
        assert killer.cost.all_kills >= times
        assert killer.cost.failures == []
        assert killer.cost.twice_without == 0
        assert problems(site, []) == []


def test_a_life_is_forked_from_a_process_of_one_thread(zygote: Zygote):
    assert zygote.threads == 1
