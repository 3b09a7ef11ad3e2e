"""What the driver needs of a person, wherever they talk."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from headache_relief.benchmark.load.scripts import Step


class Heard(NamedTuple):
    """When an answer came, on the clock of `time.perf_counter`."""

    first: float  # its first words
    end: float  # all of it


class Unheard(Exception):
    """A turn brought no answer; the message is the code of why."""


class Person(Protocol):
    """One conversation. Every method raises Unheard."""

    async def open(self) -> Heard:
        """Opens the talk; returns when the assistant had greeted."""

    async def turn(self, step: Step) -> Heard:
        """Says something; returns when it was answered."""

    async def judge(self) -> None:
        """Gives the last answer a thumb, where there are thumbs."""

    async def leave(self) -> None:
        """Ends the connection."""
