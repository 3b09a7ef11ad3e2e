"""Says back in a line what the person told, in the lexicon's labels."""

from __future__ import annotations

from typing import Mapping, Sequence

from headache_relief.assessment.case import Assessment
from headache_relief.assessment.facts import Fact
from headache_relief.knowledge.lexicon import Concept, Kind

MOST_ITEMS = 6
SAID_BACK = (
    Kind.location,
    Kind.quality,
    Kind.severity,
    Kind.onset,
    Kind.duration,
    Kind.trigger,
    Kind.symptom,
)
# What a professional wants to hear, besides.
PASSED_ON = (*SAID_BACK, Kind.course, Kind.event, Kind.condition, Kind.circumstance, Kind.medicine)
# "No on one side" says nothing; what was denied is said back for these only.
SAID_TO_BE_ABSENT = (Kind.symptom, Kind.event, Kind.condition, Kind.circumstance, Kind.medicine)
TOO_GENERAL = "headache"  # "head pain" says nothing back


def gist(case: Assessment, concepts: Mapping[str, Concept], wording: Mapping[str, str]) -> str:
    """One line such as "Both temples, since lunch, no fever. Got it."; empty without facts."""
    items = told_items(case, concepts, wording)[:MOST_ITEMS]
    if not items or not any(fact.status == "present" for fact in case.facts):
        return ""
    said = ", ".join(items)
    other = any(fact.who == "other" and fact.status == "present" for fact in case.facts)
    template = wording["other_person"] if other else wording["gist"]
    return template.format(said=said if other else said[:1].upper() + said[1:])


def told_items(
    case: Assessment,
    concepts: Mapping[str, Concept],
    wording: Mapping[str, str],
    kinds: Sequence[Kind] = SAID_BACK,
) -> list[str]:
    """What the person said in words, in plain labels: first what is there, then what isn't."""
    present = _labels(_ordered(case.facts, "present", concepts, kinds), concepts)
    denied = [kind for kind in kinds if kind in SAID_TO_BE_ABSENT]
    absent = [
        wording["no_item"].format(label=_without_article(label))
        for label in _labels(_ordered(case.facts, "absent", concepts, denied), concepts)
    ]
    return [*present, *absent]


def _ordered(
    facts: Sequence[Fact], status: str, concepts: Mapping[str, Concept], kinds: Sequence[Kind]
) -> list[Fact]:
    said = [
        fact
        for fact in facts
        if fact.status == status
        and fact.words
        and fact.concept in concepts
        and TOO_GENERAL not in (fact.concept, *concepts[fact.concept].is_a)
        and concepts[fact.concept].kind in kinds
    ]
    return sorted(said, key=lambda fact: kinds.index(concepts[fact.concept].kind))


def _labels(facts: Sequence[Fact], concepts: Mapping[str, Concept]) -> list[str]:
    return list(dict.fromkeys(_said(fact, concepts[fact.concept]) for fact in facts))


def _said(fact: Fact, concept: Concept) -> str:
    """The label; of a time the person's own words, which its label is wider than."""
    return fact.words.lower() if concept.kind is Kind.duration else concept.label


def _without_article(label: str) -> str:
    for article in ("a ", "an ", "the "):
        if label.startswith(article):
            return label[len(article) :]
    return label
