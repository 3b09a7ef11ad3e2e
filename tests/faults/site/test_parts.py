"""A part of the assistant fails while people talk: actions, their server, intents, the clock."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.faults.site.lives import Zygote
from tests.faults.site.place import opened
from tests.faults.site.table import Table
from tests.faults.site.trouble import Trouble, problems
from tests.programs import free_port

pytestmark = pytest.mark.timeout(240)

WITHIN = {
    "the model's intent part raises": "intents_fail",
    "actions raise": "actions_raise",
    "actions hang": "actions_hang",
    "actions return junk": "actions_return_junk",
}
SHORT = ("the model's intent part raises",)
CASES = [
    pytest.param(fault, marks=() if fault in SHORT else pytest.mark.slow, id=fault)
    for fault in WITHIN
]


@pytest.mark.parametrize("fault", CASES)
async def test_while_a_part_fails_everybody_is_answered_and_danger_is_seen(
    fault: str, zygote: Zygote, tmp_path: Path, table: Table
):
    async with opened(tmp_path, zygote) as site:
        life = await site.start()
        trouble = await Trouble.meets(site, fault)
        await life.kill()
        await site.start(faults=[WITHIN[fault]])
        heard = await trouble.heard()
        assert site.life is not None
        await site.life.kill()
        await site.start()
        recovery = await trouble.recovery()
        table.rows += trouble.rows(heard, recovery)
        assert problems(site, heard) == []


@pytest.mark.slow
async def test_while_the_action_server_is_down_everybody_is_answered_and_danger_is_seen(
    zygote: Zygote, tmp_path: Path, table: Table
):
    async with opened(tmp_path, zygote) as site:
        life = await site.start()
        trouble = await Trouble.meets(site, "the action server is down")
        await life.kill()
        site.arguments = ["--actions", f"http://127.0.0.1:{free_port()}/webhook"]
        await site.start()
        heard = await trouble.heard()
        table.rows += trouble.rows(heard, None)
        assert problems(site, heard) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("fault", "jump"),
    [("the clock jumps ahead", signal.SIGUSR1), ("the clock jumps back", signal.SIGUSR2)],
)
async def test_when_the_clock_jumps_everybody_is_answered_and_danger_is_seen(
    fault: str, jump: signal.Signals, zygote: Zygote, tmp_path: Path, table: Table
):
    async with opened(tmp_path, zygote) as site:
        life = await site.start(faults=["clock_jumps"])
        trouble = await Trouble.meets(site, fault)
        life.send(jump)
        heard = await trouble.heard()
        recovery = await trouble.recovery()
        table.rows += trouble.rows(heard, recovery)
        assert problems(site, heard) == []
        for person in [*trouble.people, *trouble.endangered]:
            if person.channel == "web":  # their sessions may be over
                continue
            verdict = await site.settled(person)
            assert verdict.is_whole, f"{person.channel}: {verdict}"
