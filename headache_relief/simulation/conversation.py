"""One simulated conversation with the real assistant, and its result."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Mapping, Optional, Sequence

from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.serving.assistant import Assistant
from headache_relief.simulation.people import People
from headache_relief.simulation.person import SimulatedPerson
from headache_relief.simulation.plan import Plan
from headache_relief.simulation.rules import RANK, STOPS, turns_to_advice, violations
from headache_relief.simulation.visible import Seen, transcript


@dataclass(frozen=True)
class Result:
    """What came of a conversation.

    `advice_turn` is the turn of the first suggestion, referral or answer to danger; `suggested` the
    turn of the first suggestion; `heard` the tier right after the danger sign was told;
    `asked_back` that a question about it came first. The transcript is kept when a rule was broken.
    """

    seed: int
    person: str
    manner: str
    trouble: str
    flag: str
    tier: str
    turns: int
    advice_turn: Optional[int]
    suggested: Optional[int]
    heard: str
    asked_back: bool
    highest: str
    slowest_milliseconds: float
    violations: tuple[str, ...] = ()
    transcript: str = ""

    def as_dict(self) -> Mapping[str, Any]:
        """A JSON-able copy; `Result(**...)` reads it back."""
        return asdict(self)

    @property
    def false_alarm(self) -> bool:
        """True when someone without any danger sign or condition lost the massage."""
        return self.trouble == "none" and self.highest in STOPS


async def converse(
    assistant: Assistant, plan: Plan, people: People, knowledge: Knowledge
) -> Sequence[Seen]:
    """Has the conversation of a plan, as the person sees it."""
    name = f"simulated-{plan.seed}"
    await assistant.start(name, {"consent_given": True})
    person = SimulatedPerson(plan, people, knowledge)
    turns: list[Seen] = []
    while (text := person.next(turns)) is not None:
        turns.append(Seen.of(await assistant.say(name, text)))
    return turns


def result_of(plan: Plan, turns: Sequence[Seen], knowledge: Knowledge) -> Result:
    """Judges a conversation by every rule."""
    broken = violations(plan, turns, knowledge)
    told = [turn for turn in turns if plan.danger and turn.said == plan.danger]
    suggested = next((i for i, turn in enumerate(turns, start=1) if turn.suggests), None)
    return Result(
        seed=plan.seed,
        person=plan.person,
        manner=plan.manner,
        trouble=plan.trouble,
        flag=plan.flag,
        tier=plan.tier,
        turns=len(turns),
        advice_turn=turns_to_advice(turns),
        suggested=suggested,
        heard=told[0].tier if told else "",
        asked_back=bool(told) and (told[0].asked or "").startswith("ask_back"),
        highest=max((turn.tier for turn in turns), key=RANK.__getitem__, default="none"),
        slowest_milliseconds=max((turn.milliseconds for turn in turns), default=0.0),
        violations=tuple(broken),
        transcript=transcript(turns) if broken else "",
    )
