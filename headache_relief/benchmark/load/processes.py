"""What a running program and its children take of the machine, as Linux counts it."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import AsyncIterator, Mapping, NamedTuple, Sequence

from headache_relief.benchmark.memory import family, peak_of, resident_of

SECONDS_BETWEEN_LOOKS = 1.0
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# The processes that answer; what starts and watches them is smaller.
WORKER_BYTES = 150_000_000


class Look(NamedTuple):
    """What the groups had used at one moment."""

    at: float  # on the clock of time.perf_counter
    seconds: Mapping[str, float]  # of processor, by group


class Memory(NamedTuple):
    """Bytes that one process held."""

    peak: int
    now: int


@dataclass
class Watch:
    """Groups of processes by name, and what they used while they were watched."""

    groups: Mapping[str, Sequence[int]]
    looks: list[Look] = field(default_factory=list)

    def look(self) -> None:
        """Notes what is used until now."""
        used = {name: sum(map(cpu_seconds, ids)) for name, ids in self.groups.items()}
        self.looks.append(Look(time.perf_counter(), used))

    def cores(self, begun: float, ended: float) -> Mapping[str, float]:
        """The processor cores that each group kept busy between two moments, on average."""
        within = [look for look in self.looks if begun <= look.at <= ended]
        if len(within) < 2:
            return {}
        first, last = within[0], within[-1]
        passed = last.at - first.at
        return {name: (last.seconds[name] - first.seconds[name]) / passed for name in self.groups}


@asynccontextmanager
async def watched(parents: Mapping[str, int]) -> AsyncIterator[Watch]:
    """Watches this process as `driver` and the named programs with their children.

    The children are those that run at the start.
    """
    groups = {name: sorted(family(parent)) for name, parent in parents.items()}
    watch = Watch({**groups, "driver": [os.getpid()]})

    async def keep_looking() -> None:
        while True:
            watch.look()
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    looking = asyncio.create_task(keep_looking())
    try:
        yield watch
    finally:
        looking.cancel()
        with suppress(asyncio.CancelledError):
            await looking
        watch.look()


def memory_of_workers(parent: int) -> list[Memory]:
    """The memory of each process below `parent` (itself too) that holds a model."""
    processes = [Memory(peak_of(each), resident_of(each)) for each in sorted(family(parent))]
    return [each for each in processes if each.peak >= WORKER_BYTES]


def cpu_seconds(process: int) -> float:
    """Seconds of processor that the process has used; 0 once it has ended."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND
