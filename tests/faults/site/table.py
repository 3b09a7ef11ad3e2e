"""The report of the fault suite: one line for each fault and channel."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Optional, Sequence

HEAD = (
    "fault",
    "channel",
    "turns",
    "silent",
    "lost",
    "doubled",
    "emergencies answered",
    "recovery (s)",
)


@dataclass(frozen=True)
class Row:
    """What a fault did in a channel; `recovery` is in seconds, None where nothing recovers."""

    fault: str
    channel: str
    turns: int
    silent: int
    lost: int
    doubled: int
    emergencies: int = 0
    emergencies_answered: int = 0
    recovery: Optional[float] = None

    def cells(self) -> tuple[str, ...]:
        told = f"{self.emergencies_answered} of {self.emergencies}" if self.emergencies else ""
        recovery = "" if self.recovery is None else f"{self.recovery:.1f}"
        counts = (self.turns, self.silent, self.lost, self.doubled)
        return (self.fault, self.channel, *(str(count) for count in counts), told, recovery)


@dataclass
class Table:
    """Rows in the order in which they were measured, and notes below."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def as_text(self) -> str:
        """The table for a terminal."""
        lines = [HEAD, *(row.cells() for row in self.rows)]
        widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
        return "\n".join([*(_aligned(line, widths) for line in lines), "", *self.notes])

    def as_markdown(self) -> str:
        """The same for a report."""
        lines = [HEAD, tuple("---" for _ in HEAD), *(row.cells() for row in self.rows)]
        table = "\n".join(f"| {' | '.join(line)} |" for line in lines)
        return "\n".join(["# Faults", "", table, "", *(f"- {note}" for note in self.notes), ""])

    def write(self, folder: Path) -> Path:
        """Writes the report; its file."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "report.md"
        file.write_text(self.as_markdown())
        return file


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths)).rstrip()
