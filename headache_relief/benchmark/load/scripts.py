"""What the people of a load test say: conversations from self-care to an emergency."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Iterator, Sequence, Union

HELLO = "hello"  # what opens a talk where the assistant does not speak first


@dataclass(frozen=True)
class Say:
    """Typed words."""

    text: str


@dataclass(frozen=True)
class Tap:
    """Buttons by their titles; typed where the assistant does not offer them at that moment."""

    titles: Sequence[str]

    @property
    def text(self) -> str:
        return ", ".join(self.titles)


Step = Union[Say, Tap]


@dataclass(frozen=True)
class Script:
    """One conversation, as one person has it; opening it is a turn as well."""

    name: str
    steps: Sequence[Step]

    @property
    def turns(self) -> int:
        return 1 + len(self.steps)


NONE = Tap(("None of these",))
YES = Tap(("Yes, go on",))

SCRIPTS = (
    Script(
        "self-care to the end",
        (
            YES,
            Say("A tight band right round my head since lunch, I've been at a screen all day"),
            NONE,
            NONE,
            Tap(("Medium, it slows me down",)),
            NONE,
            Say("My shoulders are stiff as well"),
            Say("Show me what I can do"),
            Tap(("Guide me through it",)),
            Tap(("Next",)),
            Tap(("Next",)),
            Tap(("Fine, go on",)),
            Tap(("Next",)),
            Say("A bit better, thank you"),
            Tap(("That's all",)),
        ),
    ),
    Script(
        "told bit by bit",
        (
            YES,
            Say("My head hurts on the left, it throbs and light is awful"),
            Say("No, no fever"),
            Tap(("None of these",)),
            Say("I'm 34, and I've had this kind of thing for years"),
            NONE,
            Say("Moving about makes it worse"),
            Tap(("Severe, I have to stop",)),
            NONE,
            Say("What can I do about it now?"),
        ),
    ),
    Script(
        "questions first",
        (
            Say("Does massage really help a headache?"),
            YES,
            Say("What do studies say about it?"),
            Say("Is it safe while I'm expecting?"),
            Say("It's a dull ache on both sides since this morning"),
            NONE,
            NONE,
            Tap(("Stress", "Sitting or screens")),
        ),
    ),
    Script(
        "somebody else's sign of danger",
        (
            YES,
            Say("Headache since Tuesday, and I'm 62 with a sore scalp and a tired jaw"),
            NONE,
            Tap(("50 or over",)),
            Say("Who should I see?"),
            Say("Thanks, I'll ring them"),
        ),
    ),
    Script(
        "emergency",
        (
            YES,
            Say("The worst pain ever, it hit me within a second and now I see double"),
            Tap(("I'm on my own",)),
            Tap(("I've called",)),
        ),
    ),
    Script("no, thanks", (Tap(("No, thanks",)), Say("What do you keep about me?"), Say("Bye"))),
)


def scripts(seed: int) -> Iterator[Script]:
    """The scripts over and over, each time all of them in another order; the same for a seed."""
    chance = Random(seed)
    while True:
        yield from chance.sample(SCRIPTS, len(SCRIPTS))
