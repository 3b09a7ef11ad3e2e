"""A short run of the simulated people with the real assistant; `make simulate` has the long one."""

from __future__ import annotations

import asyncio

import pytest

from headache_relief.serving.assistant import Assistant
from headache_relief.simulation.running import one

SEEDS = range(100_000, 100_040)


@pytest.mark.parametrize("seeds", [SEEDS[:20], SEEDS[20:]], ids=["first half", "second half"])
def test_simulated_people_never_see_a_rule_broken(
    assistant: Assistant, loop: asyncio.AbstractEventLoop, seeds: range
) -> None:
    results = [loop.run_until_complete(one(assistant, seed))[1] for seed in seeds]
    assert [(r.seed, r.violations) for r in results if r.violations] == []
