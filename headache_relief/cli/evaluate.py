"""`headache-relief evaluate`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Sequence, TextIO

import typer

from headache_relief.cli.evaluation import Judged, summary
from headache_relief.cli.lines import LineError, messages, open_lines
from headache_relief.cli.understood import understood

if TYPE_CHECKING:
    from headache_relief.serving.assistant import Assistant

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
    from headache_relief.cli.loading import assistant_for_commands

    left_out = 0
    async with assistant_for_commands() as assistant:
        for path in files:
            with open_lines(path) as lines:
                judged, faults = await _judge(assistant, lines)
            left_out += faults
            typer.echo(f"{path}: {len(judged)} messages")
            for line in summary(judged):
                typer.echo(f"  {line}")
            for case in judged if misses else ():
                if case.missed:
                    typer.echo(f"    {case.missed}: {case.text}")
    return left_out


async def _judge(assistant: Assistant, lines: TextIO) -> tuple[list[Judged], int]:
    """Every message beside what was understood of it, and how many lines could not be used."""
    judged: list[Judged] = []
    left_out = 0
    for line in messages(lines):
        if isinstance(line, LineError):
            typer.echo(line, err=True)
            left_out += 1
            continue
        parsed = await assistant.parse(line.text, line.asked)
        judged.append(Judged.of(line.more, understood(line.text, parsed)))
    return judged, left_out
