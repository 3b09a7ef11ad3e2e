"""One message, judged: its gold labels beside its reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Collection, Mapping, Optional, Sequence

from headache_relief.assessment.facts import ancestors
from headache_relief.evaluation.gold import Gold, GoldFinding
from headache_relief.evaluation.reading import Reading
from headache_relief.knowledge.base import Tier
from headache_relief.language.understanding import Finding

JUDGED_KINDS = frozenset(
    {"location", "quality", "severity", "duration", "onset", "symptom", "trigger"}
)
Parents = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Found:
    """Counts of findings: rightly found, found without being there, and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Found") -> "Found":
        return Found(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        counted = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / counted if counted else 0.0


@dataclass(frozen=True)
class Judged:
    """One message with what is right and what was understood."""

    text: str
    file: str
    gold: Gold
    reading: Reading

    @property
    def caught(self) -> bool:
        """True when the tier was raised as high as it should be."""
        return self.gold.tier is not None and self.reading.raised.rank >= self.gold.tier.rank

    @property
    def caught_or_asked(self) -> bool:
        """True when it was raised, or when a question that is asked back would raise it."""
        return self.gold.tier is not None and self.reading.possible.rank >= self.gold.tier.rank

    @property
    def never_self_care(self) -> bool:
        """True when massage is off, or waits for an answer that may switch it off."""
        return self.reading.possible.stops_massage

    @property
    def false_emergency(self) -> bool:
        return self.gold.harmless and self.reading.raised is Tier.emergency

    @property
    def false_alarm(self) -> bool:
        """True when a harmless message switches massage off; asking back doesn't."""
        return self.gold.harmless and self.reading.raised.stops_massage

    @property
    def meant_strictly(self) -> bool:
        return bool(self.gold.intents) and self.reading.intent == self.gold.intents[0]

    @property
    def meant(self) -> bool:
        """True for the label's intent or another acceptable one."""
        return self.reading.intent in self.gold.intents

    def contexts(self, parents: Parents) -> list[bool]:
        """Of each gold finding, whether it was found in its context."""
        return [
            _in_context(gold, self.reading.findings, parents) for gold in self.gold.findings or ()
        ]

    def found(self, kinds: Mapping[str, str], parents: Parents) -> dict[str, Found]:
        """The counts of the judged kinds; empty unless the line names every finding.

        A finding is right for a gold concept that it is, or is a kind of, when it is present now
        in the person; another finding on the way up to one that is right, or an optional one, is no
        mistake.
        """
        if self.gold.findings is None or not self.gold.every_finding:
            return {}
        gold = {f.concept for f in self.gold.findings if f.status in (None, "present")}
        seen = {f.concept for f in self.reading.findings if f.holds and f.who == "self"}
        counts: dict[str, Found] = {}
        for concept in gold - set(self.gold.optional):
            hit = any(concept == s or concept in ancestors(s, parents) for s in seen)
            _count(counts, kinds.get(concept), Found(int(hit), 0, int(not hit)))
        accepted = gold | set(self.gold.optional)
        for concept in seen - accepted:
            if not _is_near(concept, accepted, parents):
                _count(counts, kinds.get(concept), Found(0, 1, 0))
        return counts

    def missed(self, kinds: Mapping[str, str], parents: Parents) -> str:
        """What went wrong, or nothing."""
        tier = self.gold.tier
        if tier is not None and tier.rank > Tier.self_care.rank and not self.caught_or_asked:
            return f"{tier.value} missed"
        if self.false_alarm:
            return f"false {self.reading.raised.value}"
        if self.gold.intents and not self.meant:
            return f"{self.gold.intents[0]} taken for {self.reading.intent}"
        if self.gold.findings is None:
            return ""
        if not self.gold.every_finding:
            wrong = [
                gold.concept
                for gold, right in zip(self.gold.findings, self.contexts(parents))
                if not right
            ]
            return f"context of {', '.join(wrong)}" if wrong else ""
        counts = sum(self.found(kinds, parents).values(), Found())
        if counts.wrong or counts.missed:
            return f"{counts.missed} findings missed, {counts.wrong} found that are not there"
        return ""


def _count(counts: dict[str, Found], kind: Optional[str], more: Found) -> None:
    if kind in JUDGED_KINDS:
        counts[kind] = counts.get(kind, Found()) + more


def _is_near(concept: str, accepted: Collection[str], parents: Parents) -> bool:
    return any(_related(concept, other, parents) for other in accepted)


def _in_context(gold: GoldFinding, findings: Sequence[Finding], parents: Parents) -> bool:
    """The last mention decides: people correct themselves."""
    mentions = [f for f in findings if _related(gold.concept, f.concept, parents)]
    exact = [f for f in mentions if f.concept == gold.concept] or mentions
    if not exact:
        return False
    last = exact[-1]
    return all(
        wanted is None or wanted == seen
        for wanted, seen in (
            (gold.status, last.status),
            (gold.who, last.who),
            (gold.when, last.when),
        )
    )


def _related(one: str, other: str, parents: Parents) -> bool:
    return one == other or one in ancestors(other, parents) or other in ancestors(one, parents)
