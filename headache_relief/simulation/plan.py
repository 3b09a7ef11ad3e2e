"""What one simulated person will do: drawn at random, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Mapping, Sequence

from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.simulation.people import People

# How likely each kind of turn is, by manner, beside answering what was asked.
MANNERS: Mapping[str, Mapping[str, float]] = {
    "taps": {},
    "writes": {"aside": 0.05},
    "types badly": {"noise": 0.03},
    "wanders": {"aside": 0.2, "off_topic": 0.15},
    "corrects": {"correction": 0.15, "command": 0.05},
    "unsure": {"unsure": 0.5},
    "impatient": {"impatient": 0.25, "command": 0.05},
    "chaotic": {"noise": 0.2, "language": 0.05, "command": 0.15, "off_topic": 0.1, "unsure": 0.1},
}
COOPERATIVE = frozenset({"taps", "writes", "types badly", "corrects"})
TROUBLES = ("none", "none", "none", "danger", "danger", "ticked danger", "condition")
LATEST_DANGER = 12  # the turn by which a planned danger sign is told


@dataclass(frozen=True)
class Plan:
    """Who talks, how, and what is wrong with them besides the headache.

    `danger` is what they tell at turn `danger_turn`; `flag` and `tier` what it should raise;
    `mistaken` says that they take it back and confirm that. `condition` names a precaution.
    """

    seed: int
    person: str
    manner: str
    trouble: str = "none"
    danger: str = ""
    danger_turn: int = 0
    flag: str = ""
    tier: str = ""
    mistaken: bool = False
    condition: str = ""

    @property
    def cooperates(self) -> bool:
        """True for someone who answers what is asked, in whatever spelling."""
        return self.manner in COOPERATIVE


@dataclass(frozen=True)
class DangerPhrase:
    """Something dangerous to tell, and what it should raise."""

    text: str
    flag: str
    tier: str


def plan_of(
    seed: int, people: People, knowledge: Knowledge, phrases: Sequence[DangerPhrase]
) -> Plan:
    """The plan that a seed gives."""
    random = Random(seed)
    plan = Plan(seed, random.choice(sorted(people.people)), random.choice(sorted(MANNERS)))
    trouble = random.choice(TROUBLES)
    if trouble == "danger" and phrases:
        phrase = random.choice(phrases)
        return replace(
            plan,
            trouble=trouble,
            danger=phrase.text,
            danger_turn=random.randint(0, LATEST_DANGER),
            flag=phrase.flag,
            tier=phrase.tier,
            mistaken=random.random() < 0.15,
        )
    if trouble == "ticked danger":
        return replace(
            plan,
            trouble=trouble,
            danger=random.choice(_danger_options(knowledge)),
            mistaken=random.random() < 0.15,
        )
    if trouble == "condition":
        asked = sorted(name for name, entry in knowledge.precautions.items() if entry.ask)
        return replace(plan, trouble=trouble, condition=random.choice(asked))
    return plan


def danger_phrases(
    knowledge: Knowledge, prototypes: Mapping[str, Sequence[str]]
) -> list[DangerPhrase]:
    """Every phrase of a flag that stops massage, with the tier of its flag."""
    return [
        DangerPhrase(text, flag, knowledge.red_flags[flag].tier.value)
        for flag, texts in sorted(prototypes.items())
        if knowledge.red_flags[flag].tier in (Tier.emergency, Tier.same_day)
        for text in texts
    ]


def _danger_options(knowledge: Knowledge) -> list[str]:
    return [o.title for o in knowledge.questions["danger_now"].options if o.present]
