"""`headache-relief understand`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Optional, TextIO

import typer

from headache_relief.cli import loading
from headache_relief.cli.lines import json_line, open_lines
from headache_relief.cli.reading import Reading
from headache_relief.cli.understood import understood

SOME_LINES_LEFT_OUT = 2


def understand(
    file: Annotated[
        Optional[Path],
        typer.Argument(help="A file of messages; standard input when left out or `-`."),
    ] = None,
) -> None:
    """Print what is understood of each message.

    A message is a line of plain text, or JSON such as {"text": "both sides", "asked": "location"},
    where "asked" names the question that it answers. Prints one JSON line a message. Exit status 2
    says that some lines could not be used.
    """
    with open_lines(file) as lines:
        left_out = asyncio.run(_understand_all(lines))
    if left_out:
        raise typer.Exit(SOME_LINES_LEFT_OUT)


async def _understand_all(lines: TextIO) -> int:
    """Prints what is understood of each line; returns how many lines could not be used."""
    async with loading.assistant_for_commands() as assistant:
        reading = Reading(assistant)
        async for line, parsed in reading.parsed(lines):
            typer.echo(json_line(understood(line.text, parsed)))
    return reading.left_out
