"""The report of the fault suite: one line for each fault and channel, then what is aimed at."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Sequence

from tests.faults.site.row import Row
from tests.faults.site.targets import Measures, targets

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
HEAD_OF_TARGETS = ("target", "goal", "measured", "")


@dataclass
class Table:
    """Rows in the order in which they were measured, and notes below."""

    rows: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    measures: Measures = field(default_factory=Measures)

    def as_text(self) -> str:
        """The table for a terminal."""
        parts = [_aligned(HEAD, self._cells()), self.notes, _aligned(HEAD_OF_TARGETS, self._aims())]
        return "\n\n".join("\n".join(part) for part in parts if part)

    def as_markdown(self) -> str:
        """The same for a report."""
        notes = [f"- {note}" for note in self.notes]
        parts = [["# Faults"], _piped(HEAD, self._cells()), notes]
        parts += [["## Targets"], _piped(HEAD_OF_TARGETS, self._aims())]
        return "\n\n".join("\n".join(part) for part in parts if part) + "\n"

    def write(self, folder: Path) -> Path:
        """Writes the report; its file."""
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "report.md"
        file.write_text(self.as_markdown())
        return file

    def _cells(self) -> list[tuple[str, ...]]:
        return [row.cells() for row in self.rows]

    def _aims(self) -> list[tuple[str, ...]]:
        return [target.cells() for target in targets(self.rows, self.measures)]


def _aligned(head: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(line[column]) for line in [head, *lines]) for column in range(len(head))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip()
        for line in [head, *lines]
    ]


def _piped(head: Sequence[str], lines: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(line)} |" for line in [head, ["---"] * len(head), *lines]]
