"""What people say in these tests, and what of it must never reach a log."""

from __future__ import annotations

import asyncio

from headache_relief.serving.assistant import Assistant, Turn
from tests.conversations.talk import Talk, text

DESCRIPTION = (
    "dull band round my head since lunch, deadline stress, no nausea no fever, "
    "and the trombone lesson was no help"
)
NOTHING = "None of these"
EMERGENCY = "my head exploded out of nowhere at the trombone lesson, the worst pain of my life"
SAME_DAY = "i have had a headache since i hit my head on the trombone case, i feel sleepy and sick"
CRISIS = "i want to kill myself"
QUESTION = "is massage safe?"

# Words of the above, and what is understood of them.
PRIVATE = (
    "trombone",
    "dull",
    "band",
    "deadline",
    "nausea",
    "fever",
    "exploded",
    "worst",
    "sleepy",
    "kill",
    "none of these",
    "thunderclap",
    "emergency",
    "danger_background",
    "self_care",
)
FAILURE = "went wrong on my side"


def is_one_apology(turn: Turn) -> bool:
    """Whether the turn is the honest sentence and nothing else."""
    return len(turn.bot) == 1 and FAILURE in text(turn)


def conversation(assistant: Assistant, loop: asyncio.AbstractEventLoop, name: str) -> Talk:
    """A conversation of that name with an assistant, with consent given."""
    loop.run_until_complete(assistant.start(name, {"consent_given": True}))
    return Talk(lambda text: loop.run_until_complete(assistant.say(name, text)))
