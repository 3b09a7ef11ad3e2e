"""`headache-relief evaluate`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Sequence

import typer

from headache_relief.cli import loading
from headache_relief.cli.evaluation import Judged, summary
from headache_relief.cli.lines import open_lines
from headache_relief.cli.reading import Reading
from headache_relief.cli.understood import understood

SOME_LINES_LEFT_OUT = 2


def evaluate(
    files: Annotated[
        list[Path],
        typer.Argument(help='Files of JSON lines with "text" and what should be understood.'),
    ],
    misses: Annotated[
        bool, typer.Option("--misses", help="Also print every message that was misjudged.")
    ] = False,
) -> None:
    """Measure how well messages are understood.

    Each line says what is right: "tier" and "flag" for a danger sign, "intent" (and "also", an
    intent that is right too) for what is meant. A line with neither is harmless: an emergency or
    same-day tier on it is a false alarm. Prints shares with their 95% intervals.
    """
    if asyncio.run(_evaluate_all(files, misses)):
        raise typer.Exit(SOME_LINES_LEFT_OUT)


async def _evaluate_all(files: Sequence[Path], misses: bool) -> int:
    """Prints the figures of each file; returns how many lines could not be used."""
    async with loading.assistant_for_commands() as assistant:
        reading = Reading(assistant)
        for path in files:
            with open_lines(path) as lines:
                judged = [
                    Judged.of(line.more, understood(line.text, parsed))
                    async for line, parsed in reading.parsed(lines)
                ]
            typer.echo(f"{path}: {len(judged)} messages")
            for figure in summary(judged):
                typer.echo(f"  {figure}")
            for case in judged if misses else ():
                if case.missed:
                    typer.echo(f"    {case.missed}: {case.text}")
    return reading.left_out
