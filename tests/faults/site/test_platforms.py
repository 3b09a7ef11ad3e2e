"""Telegram and Slack fail while people talk: what was said there arrives, the others go on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Awaitable, Callable

import pytest

from tests.channels.slack.web_api import ACKNOWLEDGED_WITHIN
from tests.channels.telegram.fake_bot_api import Call, Refused
from tests.faults.said import QUESTION
from tests.faults.site.lives import Zygote
from tests.faults.site.people import Chatter, Employee
from tests.faults.site.place import CHANNELS, Site, opened
from tests.faults.site.row import Row
from tests.faults.site.table import Table
from tests.faults.site.trouble import Trouble, problems

pytestmark = [pytest.mark.timeout(240), pytest.mark.slow]

SECONDS_OF_A_FAULT = 4.0
SECONDS_TO_ARRIVE = 45.0
CALLS_FOR_MESSAGES = ("sendMessage", "sendPhoto")

Deed = Callable[[Site], Awaitable[None]]


async def unreachable(site: Site, way: str) -> None:
    await getattr(site, way).close()


async def reachable(site: Site, way: str) -> None:
    await getattr(site, way).open_again()


def refusing(code: int, wait: float | None = None) -> Callable[[Call], Refused | None]:
    """Telegram refuses every message."""

    def fail(call: Call) -> Refused | None:
        return Refused(code, "no", wait) if call.method in CALLS_FOR_MESSAGES else None

    return fail


async def refuse_by_rate(site: Site) -> None:
    site.telegram.fail = refusing(429, 1.0)
    site.slack.rate_limits["chat.postMessage"] = 3


async def break_inside(site: Site) -> None:
    site.telegram.fail = refusing(500)
    site.slack.failures["chat.postMessage"] = "internal_error"


async def accept(site: Site) -> None:
    site.telegram.fail = None
    site.slack.failures.clear()
    site.slack.rate_limits.clear()


async def cut_ways(site: Site) -> None:
    for way in ("telegram_way", "slack_way"):
        await unreachable(site, way)
    while site.slack._lines:  # what Slack sends into a line that is just breaking is not sent again
        await asyncio.sleep(0.05)


async def restore_ways(site: Site) -> None:
    for way in ("telegram_way", "slack_way"):
        await reachable(site, way)


async def slow_down(site: Site) -> None:
    site.telegram_way.delay = site.slack_way.delay = 0.4


async def hurry(site: Site) -> None:
    site.telegram_way.delay = site.slack_way.delay = 0.0


async def swallow(site: Site) -> None:
    site.telegram_way.swallows = site.slack_way.swallows = True


async def swallow_no_more(site: Site) -> None:
    site.telegram_way.swallows = site.slack_way.swallows = False


FAULTS: dict[str, tuple[Deed, Deed]] = {
    "unreachable": (cut_ways, restore_ways),
    "answer 429": (refuse_by_rate, accept),
    "answer 500": (break_inside, accept),
    "slow": (slow_down, hurry),
    "swallow everything": (swallow, swallow_no_more),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_what_is_said_while_the_platforms_fail_is_answered_once_they_work(
    fault: str, zygote: Zygote, tmp_path: Path, table: Table
):
    breaks, mends = FAULTS[fault]
    async with opened(tmp_path, zygote) as site:
        await site.start()
        trouble = await Trouble.meets(site, f"Telegram and Slack {fault}")
        await breaks(site)
        talking = [
            asyncio.create_task(person.say(QUESTION))
            for person in [*trouble.people, *trouble.endangered]
            if person.channel != "web"
        ]
        heard = await trouble.heard(["web"])
        await asyncio.sleep(SECONDS_OF_A_FAULT)
        await mends(site)
        began = asyncio.get_running_loop().time()
        await asyncio.gather(*talking)
        people = [*trouble.people, *trouble.endangered]
        verdicts = await asyncio.gather(*(site.settled(p, SECONDS_TO_ARRIVE) for p in people))
        recovery = asyncio.get_running_loop().time() - began
        table.rows += trouble.rows(heard, None)
        for channel in CHANNELS[1:]:
            mine = [v for p, v in zip(people, verdicts) if p.channel == channel]
            lost = sum(v.lost + v.unshown for v in mine)
            turns, silent = sum(v.turns for v in mine), sum(v.silent for v in mine)
            doubled = sum(v.doubled + len(v.repeated) for v in mine)
            table.rows.append(
                Row(trouble.fault, channel, turns, silent, lost, doubled, recovery=recovery)
            )
        assert problems(site, heard) == []
        for person, verdict in zip(people, verdicts):
            assert verdict.is_whole and verdict.turns == len(person.said), (person.channel, verdict)


async def test_what_is_delivered_twice_or_in_another_order_is_answered_once_as_it_arrives(
    zygote: Zygote, tmp_path: Path, table: Table
):
    async with opened(tmp_path, zygote) as site:
        site.slack.patience = ACKNOWLEDGED_WITHIN / 10
        await site.start()
        trouble = await Trouble.meets(site, "Telegram and Slack deliver twice and disordered")
        chatter = next(p for p in trouble.people if p.channel == "telegram")
        employee = next(p for p in trouble.people if p.channel == "slack")
        said = [await person.say(QUESTION) for person in (chatter, employee)]
        await site.settled(chatter)
        await site.settled(employee)
        assert isinstance(chatter, Chatter) and isinstance(employee, Employee)
        await chatter.repeat(said[0])
        await employee.repeat(said[1])
        await chatter.say_disordered("what is a migraine?", "is massage safe?")
        await employee.say_disordered("what is a migraine?", "is massage safe?")
        for person in (chatter, employee):
            verdict = await site.settled(person)
            table.rows.append(
                Row(
                    trouble.fault,
                    person.channel,
                    verdict.turns,
                    verdict.silent,
                    verdict.lost + verdict.unshown,
                    verdict.doubled + len(verdict.repeated),
                )
            )
            assert verdict.is_whole and verdict.repeated == [], (person.channel, verdict)
