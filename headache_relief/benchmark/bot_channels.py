"""What Telegram and Slack cost: time over the assistant's own turn until something goes out.

`python -m headache_relief.benchmark.bot_channels` prints the figures (benchmarks/README.md).
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from pathlib import Path
from typing import Sequence

from headache_relief.benchmark.bot_services import Service, Slack, Telegram
from headache_relief.benchmark.bots import OUR_OPENING, OUR_TALK
from headache_relief.benchmark.web_channel import running_server, share
from headache_relief.serving.assistant import Assistant, load_assistant
from headache_relief.serving.logs import configure_logs
from headache_relief.settings import load_settings

PEOPLE = 12
SECONDS_OF_A_ROUND = 4.0  # an answer is up to three messages, and Telegram takes one a second
GOAL = 20.0  # milliseconds
FIRST = 7_000


async def turns(
    service: Service, assistant: Assistant
) -> tuple[list[float], list[float], list[float]]:
    """Milliseconds of own whole turns, until the first call, and until the first message.

    Each says the same to both in turn, so that what else runs disturbs both.
    """
    own: list[float] = []
    calls: list[float] = []
    messages: list[float] = []
    for text in (*OUR_OPENING, *OUR_TALK):
        round_ends = time.monotonic() + SECONDS_OF_A_ROUND
        for number in range(PEOPLE):
            person = str(FIRST + number)
            alone = (await assistant.say(f"own-{person}", text)).milliseconds
            call, message = await service.say(person, text)
            if text is not OUR_OPENING[0]:  # the first of each opens what the others use
                own.append(alone)
                calls.append(call * 1000)
                messages.append(message * 1000)
        await asyncio.sleep(max(0.0, round_ends - time.monotonic()))
    return own, calls, messages


def lines(name: str, own: Sequence[float], there: Sequence[float], what: str) -> list[str]:
    """The figures in words."""
    found = []
    for label, part in (("p50", 0.5), ("p95", 0.95)):
        alone, served = share(own, part), share(there, part)
        found.append(
            f"{name}, {label} of {len(own)} turns: own {alone:.1f} ms, {what} {served:.1f} ms, "
            f"added {served - alone:.1f} ms (goal: {GOAL:.0f})"
        )
    return found


async def measure(folder: Path) -> None:
    """Prints the figures."""
    configure_logs()
    services: dict[str, Service] = {"Telegram": Telegram(), "Slack": Slack()}
    for service in services.values():
        await service.start()
    environment = {k: v for each in services.values() for k, v in each.environment().items()}
    with running_server(folder, environment):
        assistant = await load_assistant(load_settings(), f"sqlite:///{folder}/own.db")
        for name, service in services.items():
            own, calls, messages = await turns(service, assistant)
            for line in lines(name, own, calls, "first call") + lines(
                name, own, messages, "first message"
            ):
                print(line)
        await assistant.close()
    for service in services.values():
        await service.stop()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name)))
