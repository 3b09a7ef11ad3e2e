"""How much memory a process and its children hold, as Linux counts it."""

from __future__ import annotations

import re
from pathlib import Path

from headache_relief.serving.errors import ServingError

PEAK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)
RESIDENT = re.compile(r"^VmRSS:\s+(\d+) kB", re.MULTILINE)
PARENT = re.compile(r"^PPid:\s+(\d+)", re.MULTILINE)
PROCESSES = Path("/proc")


def peak_memory(process: int) -> int:
    """Bytes; the peaks of all living processes below `process` are added up."""
    return sum(map(peak_of, family(process)))


def family(process: int) -> set[int]:
    """The process and all living processes below it; ServingError where Linux doesn't tell."""
    parents = {number: _number(PARENT, status) for number, status in _statuses().items()}
    if not parents:
        raise ServingError("Memory can be measured on Linux only; run the bench there.")
    members = {process} & set(parents)
    grown = True
    while grown:
        children = {number for number, parent in parents.items() if parent in members}
        grown = not children <= members
        members |= children
    return members


def peak_of(process: int) -> int:
    """The most bytes that one process held; 0 once it has ended."""
    return 1024 * _number(PEAK, _status(process))


def resident_of(process: int) -> int:
    """The bytes that one process holds now; 0 once it has ended."""
    return 1024 * _number(RESIDENT, _status(process))


def _statuses() -> dict[int, str]:
    numbers = [int(path.name) for path in PROCESSES.glob("[0-9]*")]
    return {number: status for number in numbers if (status := _status(number))}


def _status(process: int) -> str:
    try:
        return (PROCESSES / str(process) / "status").read_text()
    except OSError:  # it ended meanwhile
        return ""


def _number(what: re.Pattern[str], status: str) -> int:
    found = what.search(status)
    return int(found.group(1)) if found else 0
