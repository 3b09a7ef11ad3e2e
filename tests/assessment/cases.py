"""Builds the facts of a case in one line."""

from __future__ import annotations

from typing import Iterable

from headache_relief.assessment.facts import Fact, Facts
from headache_relief.knowledge.clinical_files import Knowledge


def facts(knowledge: Knowledge, present: str = "", absent: str = "", **measures: float) -> Facts:
    """Facts from concept names separated by spaces, and measures by name."""
    told = [Fact(concept, "present") for concept in present.split()]
    told += [Fact(concept, "absent") for concept in absent.split()]
    told += [Fact(name, "present", value=value) for name, value in measures.items()]
    return Facts(tuple(told), knowledge.parents)


def denying(known: Facts, concepts: Iterable[str]) -> Facts:
    """The same case in which the person also denied these, but for those that are there."""
    denied = (Fact(c, "absent") for c in dict.fromkeys(concepts) if not known.present(c))
    return Facts(known.facts + tuple(denied), known.parents)


def cleared(known: Facts, knowledge: Knowledge) -> Facts:
    """The same case after the danger screen and every precaution were answered with no."""
    screened = [
        concept
        for question in knowledge.questions.values()
        if question.stage == "danger_screen"
        for option in question.options
        for concept in option.asks_about
    ]
    listed = [concept for p in knowledge.precautions.values() for concept in p.sets]
    return denying(known, [*screened, *listed])
