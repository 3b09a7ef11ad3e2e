"""Which precautions apply to this person, and what they leave of a technique.

What nobody has denied counts as present: an unknown precaution blocks as a known one does.
"""

from __future__ import annotations

from typing import Collection, Iterable, Mapping

from headache_relief.assessment.facts import Facts
from headache_relief.knowledge.clinical import Precaution, PrecautionLevel, Reach, Technique

MOST_ASKED = 8  # items in one checklist


def applying(
    facts: Facts, precautions: Mapping[str, Precaution], unknown: Collection[str] = ()
) -> tuple[str, ...]:
    """The precautions that hold or count as present, most restrictive first.

    `unknown` are ids that are treated as present whatever the facts say.
    """
    return _ordered(
        (
            name
            for name, precaution in precautions.items()
            if name in unknown or facts.holds(precaution.when) is not None
        ),
        precautions,
    )


def unknown(facts: Facts, precautions: Mapping[str, Precaution]) -> tuple[str, ...]:
    """The precautions that the person has neither confirmed nor denied, most restrictive first.

    Those without `sets` are never unknown: they apply only when the person mentions them.
    """
    return _ordered(
        (name for name, precaution in precautions.items() if _is_unknown(facts, precaution)),
        precautions,
    )


def needed_for(
    techniques: Iterable[Technique], facts: Facts, precautions: Mapping[str, Precaution]
) -> tuple[str, ...]:
    """The checklist items still unknown that would block or limit one of these techniques.

    At most eight, the most restrictive first. The techniques come best first: one whose items would
    make the list too long is left aside. A technique that is blocked anyway needs none.
    """
    known = applying(facts, precautions)
    unsaid = [name for name in unknown(facts, precautions) if precautions[name].ask]
    chosen: set[str] = set()
    for technique in techniques:
        needed = {name for name in unsaid if touches(name, technique, precautions)}
        if not blocked(technique, known, precautions) and len(chosen | needed) <= MOST_ASKED:
            chosen |= needed
    return tuple(name for name in unsaid if name in chosen)


def blocked(
    technique: Technique, present: Iterable[str], precautions: Mapping[str, Precaution]
) -> bool:
    """True when one of these precautions forbids the technique."""
    return bool(blocking(technique, present, precautions))


def blocking(
    technique: Technique, present: Iterable[str], precautions: Mapping[str, Precaution]
) -> tuple[str, ...]:
    """Those of these precautions that forbid the technique."""
    return tuple(name for name in present if _blocks(name, technique, precautions))


def limits(
    technique: Technique, present: Iterable[str], precautions: Mapping[str, Precaution]
) -> tuple[str, ...]:
    """How these precautions change the technique: one sentence each."""
    told: list[str] = []
    for name in present:
        if name in technique.limited_by:
            told.append(str(technique.limited_by[name]))
        elif reaches(precautions[name].limits, technique):
            told.append(str(precautions[name].says))
    return tuple(dict.fromkeys(told))


def touches(name: str, technique: Technique, precautions: Mapping[str, Precaution]) -> bool:
    """True when the precaution would forbid or change the technique."""
    return _blocks(name, technique, precautions) or bool(limits(technique, (name,), precautions))


def reaches(reach: Reach, technique: Technique) -> bool:
    """True when the reach covers one of the technique's regions or its pressure.

    Comfort such as slow breathing is never reached; a technique names what forbids it itself.
    """
    if technique.kind == "comfort":
        return False
    in_region = bool(set(reach.regions).intersection(technique.regions))
    return reach.everything or in_region or technique.pressure in reach.pressures


def _blocks(name: str, technique: Technique, precautions: Mapping[str, Precaution]) -> bool:
    return name in technique.blocked_by or reaches(precautions[name].blocks, technique)


def _is_unknown(facts: Facts, precaution: Precaution) -> bool:
    if not precaution.sets or facts.holds(precaution.when) is not None:
        return False
    return not all(facts.absent(concept) for concept in precaution.sets)


def _ordered(names: Iterable[str], precautions: Mapping[str, Precaution]) -> tuple[str, ...]:
    levels = list(PrecautionLevel)
    return tuple(sorted(names, key=lambda name: levels.index(precautions[name].level)))
