"""What one simulated person will do: drawn at random, the same for the same seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random
from typing import Mapping, Sequence

from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.simulation.people import People

# How likely each kind of turn is, by manner, beside answering what was asked: an occasion of
# people.yml, to say the last thing again, or to press a button of an earlier turn.
AGAIN, LATE_BUTTON = "again", "late_button"
MANNERS: Mapping[str, Mapping[str, float]] = {
    "taps": {},
    "writes": {"aside": 0.05},
    "types badly": {"noise": 0.03},
    "wanders": {"aside": 0.2, "off_topic": 0.15},
    "corrects": {"correction": 0.15, "command": 0.05},
    "unsure": {"unsure": 0.5},
    "impatient": {"impatient": 0.25, "command": 0.05},
    "restarts": {"restart": 0.2, AGAIN: 0.1, LATE_BUTTON: 0.1},
    "chaotic": {
        "noise": 0.15, "language": 0.05, "command": 0.1, "off_topic": 0.1, "unsure": 0.1,
        AGAIN: 0.05, LATE_BUTTON: 0.1,
    },
}  # fmt: skip
COOPERATIVE = frozenset({"taps", "writes", "types badly", "corrects"})
# Troubles of people.yml: they sound like danger to a machine, and are none.
HARMLESS = ("idiom", "someone's past")
TEENAGER = "teenager"  # is sent to a doctor: this assistant is for adults
DESPAIR = "despair"
CRISIS_FLAGS = "suicidal_"
TROUBLES: Mapping[str, float] = {
    "none": 5, "danger": 5, "ticked danger": 2, "ticked background": 1, "condition": 2,
    "condition told": 1, DESPAIR: 1, "distress": 1, "idiom": 1, "someone's past": 1,
}  # fmt: skip
LATEST_TOLD = 12  # the turn by which the trouble is told
COUNTRIES = ("", "GB", "US", "IE", "DE", "IN", "AU")


@dataclass(frozen=True)
class Plan:
    """Who talks, how, and what is wrong with them besides the headache.

    `told` is what they tell of their trouble at turn `told_turn`; `flag` and `tier` are what it
    should raise, empty when it should raise nothing; `at_length` says that it stands somewhere in a
    very long message; `mistaken` that they take it back and confirm that. `condition` names the
    precaution that they have.
    """

    seed: int
    person: str
    manner: str
    country: str = ""
    asks_consent: bool = False
    trouble: str = "none"
    told: str = ""
    told_turn: int = 0
    flag: str = ""
    tier: str = ""
    at_length: bool = False
    mistaken: bool = False
    condition: str = ""

    @property
    def cooperates(self) -> bool:
        """True for someone who answers what is asked, in whatever spelling."""
        return self.manner in COOPERATIVE

    @property
    def harmless(self) -> bool:
        """True for an adult without any danger sign who answers the questions about them."""
        answers = self.manner in (*COOPERATIVE, "wanders", "impatient")
        return answers and self.trouble in ("none", *HARMLESS) and self.person != TEENAGER


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
    plan = Plan(
        seed,
        random.choice(sorted(people.people)),
        random.choice(sorted(MANNERS)),
        random.choice(COUNTRIES),
        asks_consent=random.random() < 0.1,
    )
    trouble = random.choices(list(TROUBLES), list(TROUBLES.values()))[0]
    plan = replace(
        plan,
        trouble=trouble,
        told_turn=random.randint(0, LATEST_TOLD),
        at_length=random.random() < 0.05,
        mistaken=random.random() < 0.15,
    )
    return _with_trouble(plan, random, people, knowledge, phrases)


def _with_trouble(
    plan: Plan,
    random: Random,
    people: People,
    knowledge: Knowledge,
    phrases: Sequence[DangerPhrase],
) -> Plan:
    if plan.trouble in ("danger", DESPAIR):
        despair = [phrase for phrase in phrases if phrase.flag.startswith(CRISIS_FLAGS)]
        phrase = random.choice(despair if plan.trouble == DESPAIR else phrases)
        return replace(plan, told=phrase.text, flag=phrase.flag, tier=phrase.tier)
    if plan.trouble.startswith("ticked"):
        question = "danger_" + ("now" if plan.trouble == "ticked danger" else "background")
        options = knowledge.questions[question].options
        return replace(plan, told=random.choice([o.title for o in options if o.present]))
    if plan.trouble == "condition":
        asked = sorted(name for name, entry in knowledge.precautions.items() if entry.ask)
        return replace(plan, condition=random.choice(asked))
    if plan.trouble == "condition told":
        condition = random.choice(sorted(people.conditions))
        return replace(plan, condition=condition, told=random.choice(people.conditions[condition]))
    if plan.trouble != "none":
        return replace(plan, told=random.choice(people.troubles[plan.trouble]))
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
