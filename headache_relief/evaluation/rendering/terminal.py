"""A report on the terminal."""

from __future__ import annotations

from typing import Optional, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from headache_relief.evaluation.comparing import Comparison
from headache_relief.evaluation.report import Group
from headache_relief.evaluation.robustness import NoiseRow


def show(
    console: Console,
    groups: Sequence[Group],
    noise: Sequence[NoiseRow] = (),
    comparison: Optional[Comparison] = None,
    misses: bool = False,
) -> None:
    """Prints the tables, and with `misses` every message that was misunderstood and why."""
    for group in groups:
        console.print(_targets(group))
        for message in group.misses if misses else ():
            console.print(Text(f"{message.missed}: {message.text}", style="bold"))
            console.print(Text(f"  {message.explained}", style="dim"))
    if noise:
        console.print(_noise(noise))
    if comparison is not None:
        for change in comparison.changes:
            console.print(
                f"{change.group}: {change.says}: {change.before:.3f} before, {change.now:.3f} now"
            )
        console.print(
            f"{len(comparison.mended)} messages understood now and not before, "
            f"{len(comparison.broken)} before and not now"
        )


def _targets(group: Group) -> Table:
    table = Table(title=f"{group.name}: {sum(group.files.values())} messages")
    table.add_column("measure")
    table.add_column("measured", justify="right")
    table.add_column("95% interval", justify="right")
    table.add_column("target", justify="right")
    table.add_column("met")
    for row in group.rows:
        met = Text("yes", "green") if row.met else Text("no", "bold red")
        table.add_row(row.says, row.shown, row.interval, row.target, met)
    return table


def _noise(rows: Sequence[NoiseRow]) -> Table:
    table = Table(title="Rough typing")
    table.add_column("noise")
    for name in ("messages", "tier kept", "findings kept", "intent kept", "danger caught", "drop"):
        table.add_column(name, justify="right")
    for row in rows:
        table.add_row(
            row.noise,
            str(row.messages),
            *(f"{v:.1%}" for v in (row.tier_kept, row.findings_kept, row.intents_kept)),
            f"{row.recall:.1%}",
            f"{row.drop:.1%}",
        )
    return table
