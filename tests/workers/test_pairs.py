"""Two messages of one conversation at the same moment, each in another worker."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from tests.rasa_parts.stored_conversations import DOMAIN, said
from tests.workers.pairs import AT_ONCE

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("north", "south")


class Other:
    """One of the two workers."""

    def __init__(self, url: str, name: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.workers.pairs", url, name],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def hear(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def tell(self, batch: int) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{batch}\n")
        self._process.stdin.flush()

    def end(self) -> int:
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(30)


@pytest.mark.parametrize(
    "pairs",
    [320, pytest.param(10_000, marks=[pytest.mark.slow, pytest.mark.timeout(1800)])],
)
async def test_no_pair_runs_in_parallel_and_no_message_is_lost(
    postgres_url: str, pairs: int
) -> None:
    store = SqlTrackerStore(DOMAIN, postgres_url)  # makes the tables
    others = [Other(postgres_url, name) for name in NAMES]
    assert [other.hear() for other in others] == ["ready\n"] * 2
    conversations: list[str] = []
    at_once = in_parallel = 0
    for batch in range(pairs // AT_ONCE):
        for other in others:
            other.tell(batch)
        for one, another in zip(*(json.loads(other.hear()) for other in others)):
            assert one["conversation"] == another["conversation"]
            conversations.append(one["conversation"])
            at_once += overlap(one, another, "asked")
            in_parallel += overlap(one, another, "begun")
    assert [other.end() for other in others] == [0, 0]
    lost = [
        name
        for name in conversations
        if sorted(said(await store.retrieve_full_tracker(name))) != sorted(NAMES)
    ]
    store.close()
    print(f"{len(conversations)} pairs, {at_once} of them at once")
    assert len(conversations) == pairs
    assert at_once > pairs * 0.9
    assert in_parallel == 0
    assert lost == []


def overlap(one: dict[str, Any], another: dict[str, Any], since: str) -> bool:
    """Whether both were there at one moment, counted from `since` on."""
    return bool(one[since] < another["ended"] and another[since] < one["ended"])
