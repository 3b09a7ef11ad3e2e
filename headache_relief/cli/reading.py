"""Lines of messages, each with what the model made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, AsyncIterator, Mapping, TextIO

import typer

from headache_relief.cli.lines import Line, LineError, messages

if TYPE_CHECKING:
    from headache_relief.serving.assistant import Assistant


@dataclass
class Reading:
    """Reads lines in order; `left_out` counts those that could not be used.

    Each of those is told on standard error with its number, and the reading goes on.
    """

    assistant: Assistant
    left_out: int = 0

    async def parsed(self, lines: TextIO) -> AsyncIterator[tuple[Line, Mapping[str, Any]]]:
        """Every message that can be used, with its parse data."""
        for line in messages(lines):
            if isinstance(line, LineError):
                self._leave_out(str(line))
                continue
            try:
                parsed = await self.assistant.parse(line.text, line.asked)
            except Exception as error:
                fault = type(error).__name__
                self._leave_out(f"Line {line.number}: reading it failed ({fault}); it is left out.")
                continue
            yield line, parsed

    def _leave_out(self, why: str) -> None:
        typer.echo(why, err=True)
        self.left_out += 1
