"""A worker stands still in the middle of a turn: another one goes on with the talk soon."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

import pytest
from rasa.utils.endpoints import EndpointConfig

from headache_relief.rasa_parts.postgres_lock_store import PostgresLockStore
from tests.faults.said import QUESTION
from tests.faults.site.lives import Zygote
from tests.faults.site.people import Visitor
from tests.faults.site.place import opened
from tests.faults.site.row import Row
from tests.faults.site.table import Table
from tests.faults.site.targets import SECONDS_STUCK
from tests.faults.site.trouble import problems
from tests.programs import free_port

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]

SECONDS_OF_THE_TEST = 60.0
STANDS_STILL = {"stopped": signal.SIGSTOP, "hung": signal.SIGUSR1}
WEB_ONLY = {
    "HEADACHE_RELIEF_SLACK_APP_TOKEN": "",
    "HEADACHE_RELIEF_SLACK_BOT_TOKEN": "",
    "HEADACHE_RELIEF_TELEGRAM_TOKEN": "",
}


@pytest.mark.parametrize("how", list(STANDS_STILL))
async def test_a_talk_goes_on_in_another_worker_when_the_first_stands_still_in_mid_turn(
    how: str, zygote: Zygote, tmp_path: Path, table: Table, postgres_url: str
):
    async with opened(tmp_path, zygote, postgres_url, **WEB_ONLY) as site:
        stuck = await site.start(faults=["actions_take_long", "hangs"])
        visitor = await site.acquaintance("web")
        assert isinstance(visitor, Visitor)
        await site.settled(visitor)
        other = zygote.start(
            ["serve", "--port", str(port := free_port())], port, site.environment, site.output
        )
        locks = PostgresLockStore(EndpointConfig(url=postgres_url))
        try:
            async with asyncio.timeout(SECONDS_OF_THE_TEST):
                await other.ready()
                before = len(visitor.shown())
                saying = asyncio.create_task(visitor.say(QUESTION))
                while not await locks.is_busy(visitor.conversation):
                    await asyncio.sleep(0.02)
                stuck.send(STANDS_STILL[how])
                began = time.monotonic()
                async with locks.lock(visitor.conversation):
                    waited = time.monotonic() - began
                visitor.move(port)
                await saying
                assert await visitor.answered(before, 20)
                verdict = await site.settled(visitor)
                table.measures.stuck_locks.append(waited)
                table.rows.append(
                    Row(
                        f"worker {how} with a lock",
                        "web",
                        verdict.turns,
                        verdict.silent,
                        verdict.lost + verdict.unshown,
                        verdict.doubled + len(verdict.repeated),
                        recovery=waited,
                    )
                )
                assert waited <= SECONDS_STUCK
                assert verdict.is_whole and verdict.turns == len(visitor.said), verdict
                assert problems(site, []) == []
        finally:
            await other.kill()
            locks.close()
