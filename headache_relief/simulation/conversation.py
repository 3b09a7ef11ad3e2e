"""One simulated conversation with the real assistant, and its result."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Mapping, Optional, Sequence

from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.serving.assistant import Assistant
from headache_relief.simulation.people import People
from headache_relief.simulation.person import SimulatedPerson
from headache_relief.simulation.plan import CRISIS_FLAGS, Plan
from headache_relief.simulation.rules import RANK, violations
from headache_relief.simulation.talk_rules import turns_to_advice
from headache_relief.simulation.visible import STOPS, Seen, transcript

CRISIS = "crisis"


@dataclass(frozen=True)
class Result:
    """What came of a conversation.

    `harmless` is someone who should not lose the massage; `flag` and `tier` are what it should
    raise. `advice_turn` is the turn of the first suggestion, referral or answer to danger;
    `suggested` the turn of the first suggestion; `heard` the tier, or crisis, right after the
    trouble was told; `asked_back` that a question about it came first. The transcript is kept when
    a rule was broken.
    """

    seed: int
    person: str
    manner: str
    trouble: str
    harmless: bool
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
        """True when someone without any danger sign lost the massage,"""
        return self.harmless and self.highest in STOPS

    @property
    def caught(self) -> bool:
        """True when the massage was off as soon as the trouble was told."""
        return self.heard in (*STOPS, CRISIS)


def _heard(plan: Plan, turns: Sequence[Seen]) -> str:
    """Empty when nothing was told, or nobody can say because massage was off for something else."""
    for before, turn in zip([None, *turns], turns):
        if not plan.told or plan.told not in turn.said:
            continue
        if turn.stage == CRISIS:
            return CRISIS
        stopped = before is not None and before.stopped
        if stopped and plan.flag.startswith(CRISIS_FLAGS):
            return "none"
        return "" if stopped else turn.tier
    return ""


async def converse(
    assistant: Assistant, plan: Plan, people: People, knowledge: Knowledge
) -> Sequence[Seen]:
    """Has the conversation of a plan, as the person sees it."""
    name = f"simulated-{plan.seed}"
    consent = None if plan.asks_consent else True
    await assistant.start(name, {"consent_given": consent, "country": plan.country or None})
    person = SimulatedPerson(plan, people, knowledge)
    turns: list[Seen] = []
    while (text := person.next(turns)) is not None:
        turns.append(Seen.of(await assistant.say(name, text)))
    return turns


def result_of(plan: Plan, turns: Sequence[Seen], knowledge: Knowledge) -> Result:
    """Judges a conversation by every rule."""
    broken = violations(plan, turns, knowledge)
    told = [turn for turn in turns if plan.told and plan.told in turn.said]
    suggested = next((i for i, turn in enumerate(turns, start=1) if turn.suggests), None)
    return Result(
        seed=plan.seed,
        person=plan.person,
        manner=plan.manner,
        trouble=plan.trouble,
        harmless=plan.harmless,
        flag=plan.flag,
        tier=plan.tier,
        turns=len(turns),
        advice_turn=turns_to_advice(turns),
        suggested=suggested,
        heard=_heard(plan, turns),
        asked_back=bool(told) and (told[0].asked or "").startswith("ask_back"),
        highest=max((turn.tier for turn in turns), key=RANK.__getitem__, default="none"),
        slowest_milliseconds=max((turn.milliseconds for turn in turns), default=0.0),
        violations=tuple(broken),
        transcript=transcript(turns) if broken else "",
    )
