"""The figures of a set of judged messages, by the names of `targets.yml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Mapping, Optional, Sequence

from headache_relief.evaluation.gold import Gold
from headache_relief.evaluation.judging import Found, Judged, Parents
from headache_relief.evaluation.shares import Share, percentile
from headache_relief.knowledge.base import Tier

CRISIS_FLAG = "suicidal_active"
OUT_OF_SCOPE = "ask_out_of_scope"
DECLINES = frozenset({OUT_OF_SCOPE, "nlu_fallback"})
# Messages that are neither of our scope nor plainly out of it.
AT_THE_EDGE = frozenset({"other_language", "report_other_health", "small_talk"})


@dataclass(frozen=True)
class Figure:
    """A figure by name: a share of counted messages, or a plain value when `share` is None."""

    measure: str
    value: float
    share: Optional[Share] = None
    counted: int = 0


def figures(judged: Sequence[Judged], kinds: Mapping[str, str], parents: Parents) -> list[Figure]:
    """Every figure that these messages can tell, in the order of `targets.yml`."""
    shares = {name: count(judged) for name, count in SHARES.items()}
    contexts = [
        right for case in judged if not case.gold.every_finding for right in case.contexts(parents)
    ]
    shares["context_right"] = Share.counted(contexts)
    told = [Figure(name, s.value, s, s.of) for name, s in shares.items() if s.of]
    found = found_by_kind(judged, kinds, parents)
    if found:
        whole = sum(found.values(), Found())
        told.append(Figure("findings_f1", whole.f1, counted=whole.right + whole.missed))
    times = [case.reading.milliseconds for case in judged if case.reading.milliseconds]
    if times:
        told.append(Figure("milliseconds_p95", percentile(times, 95), counted=len(times)))
    return told


def found_by_kind(
    judged: Sequence[Judged], kinds: Mapping[str, str], parents: Parents
) -> dict[str, Found]:
    """Counts of findings by their kind, over all messages whose findings are all labelled."""
    counts: dict[str, Found] = {}
    for case in judged:
        for kind, found in case.found(kinds, parents).items():
            counts[kind] = counts.get(kind, Found()) + found
    return counts


def _of(applies: Callable[[Gold], bool], hit: Callable[[Judged], bool]) -> "Count":
    def count(judged: Sequence[Judged]) -> Share:
        return Share.counted(hit(case) for case in judged if applies(case.gold))

    return count


Count = Callable[[Sequence[Judged]], Share]


def is_declined(case: Judged) -> bool:
    """True when the message was taken for none of our business, or not understood."""
    return case.reading.intent in DECLINES


def is_crisis_answered(case: Judged) -> bool:
    """True when the sign of a crisis fired; its answer comes before every other."""
    return any(sign.flag == CRISIS_FLAG and not sign.ask_back for sign in case.reading.signs)


def _is_emergency(gold: Gold) -> bool:
    return gold.tier is Tier.emergency


def _has_scope(gold: Gold) -> bool:
    return bool(gold.intents) and not (DECLINES | AT_THE_EDGE).intersection(gold.intents)


SHARES: Mapping[str, Count] = {
    "emergency_raised_or_asked": _of(_is_emergency, lambda case: case.caught_or_asked),
    "emergency_outright": _of(_is_emergency, lambda case: case.caught),
    "never_self_care": _of(
        lambda gold: gold.tier is not None and gold.tier.stops_massage,
        lambda case: case.never_self_care,
    ),
    "hard_negatives_fire": _of(
        lambda gold: gold.harmless and not gold.benign, lambda case: case.false_emergency
    ),
    "crisis_answered": _of(lambda gold: gold.flags[:1] == (CRISIS_FLAG,), is_crisis_answered),
    "benign_fire": _of(lambda gold: gold.benign, lambda case: case.false_emergency),
    "intents_strict": _of(lambda gold: bool(gold.intents), lambda case: case.meant_strictly),
    "intents_accepted": _of(lambda gold: bool(gold.intents), lambda case: case.meant),
    "out_of_scope_declined": _of(lambda gold: gold.intents[:1] == (OUT_OF_SCOPE,), is_declined),
    "in_scope_declined": _of(_has_scope, is_declined),
}
