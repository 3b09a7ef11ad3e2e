"""Short made-up talks for the rules to judge."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from headache_relief.simulation.conversation import Result
from headache_relief.simulation.plan import Plan
from headache_relief.simulation.visible import Seen

SUGGESTION = (
    "Try squeeze and hold for the shoulders, about 5 minutes. It may ease them.\n"
    "Sit down.\n1. Squeeze gently.\n2. Let go.\nHow sure we are: Few studies, mixed results.\n"
    "Stop at once if you feel dizzy.\nAlso possible: a wrapped cold pack."
)


def plan(**changed: Any) -> Plan:
    """Somebody who answers by tapping, in Britain, unless told otherwise."""
    return Plan(**{"seed": 1, "person": "tense", "manner": "taps", "country": "GB", **changed})


def turn(said: str, *messages: str, **changed: Any) -> Seen:
    """A turn that ends with a question, unless told otherwise."""
    told = messages or ("What does it feel like?",)
    given = {"stage": "interview", "buttons": ("Yes", "No"), "messages": told, **changed}
    return Seen(said=said, **given)


def asks(question: str, said: str = "ok", **changed: Any) -> Seen:
    """A turn after which the question waits."""
    return turn(said, asked=question, **changed)


def suggests(said: str = "no", **changed: Any) -> Seen:
    """A turn that shows a technique."""
    return turn(said, SUGGESTION, **{"stage": "suggest", "asked": "suggestion", **changed})


def emergency(said: str, *messages: str, **changed: Any) -> Seen:
    """A turn in an emergency."""
    given = {"stage": "emergency", "tier": "emergency", "asked": "emergency_reply", **changed}
    return turn(said, *(messages or ("Please call 999 now.",)), **given)


def screened() -> list[Seen]:
    """Both danger questions, asked and denied, and a suggestion."""
    return [
        asks("danger_now", "my head hurts"),
        asks("danger_background", "None of these"),
        suggests("None of these"),
    ]


def result(seed: int = 1, **changed: Any) -> Result:
    """What came of a quiet conversation, unless told otherwise."""
    quiet = Result(
        seed=seed, person="tense", manner="taps", trouble="none", harmless=True, flag="", tier="",
        turns=8, advice_turn=6, suggested=6, heard="", asked_back=False, highest="self_care",
        slowest_milliseconds=40.0,
    )  # fmt: skip
    return replace(quiet, **changed)
