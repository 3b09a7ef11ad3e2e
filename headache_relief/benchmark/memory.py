"""How much memory a process and its children held at most, as Linux counts it."""

from __future__ import annotations

import re
from pathlib import Path

from headache_relief.serving.errors import ServingError

PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
PARENT = re.compile(r"^PPid:\s+(\d+)", re.MULTILINE)
PROCESSES = Path("/proc")


def peak_memory(process: int) -> int:
    """Bytes; the peaks of all living processes below `process` are added up."""
    statuses = _statuses()
    if not statuses:
        raise ServingError("Memory can be measured on Linux only; run the bench there.")
    family = {process}
    grown = True
    while grown:
        children = {number for number, status in statuses.items() if _parent(status) in family}
        grown = not children <= family
        family |= children
    return sum(_peak(statuses[number]) for number in family if number in statuses)


def _statuses() -> dict[int, str]:
    statuses = {}
    for path in PROCESSES.glob("[0-9]*/status"):
        try:
            statuses[int(path.parent.name)] = path.read_text()
        except OSError:  # it ended meanwhile
            continue
    return statuses


def _parent(status: str) -> int:
    found = PARENT.search(status)
    return int(found.group(1)) if found else 0


def _peak(status: str) -> int:
    found = PEAK.search(status)
    return int(found.group(1)) * 1024 if found else 0
