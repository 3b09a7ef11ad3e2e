"""What is known about the case, and whether a condition of the knowledge files holds in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Iterable, Mapping, Optional, Sequence, cast

from headache_relief.knowledge.conditions import (
    Absent,
    AllOf,
    AnyOf,
    Condition,
    Measure,
    NoneOf,
    Together,
)


@dataclass(frozen=True)
class Fact:
    """One thing the person told: a concept that is there, is not there, or may be.

    `turn` and `sentence` say where it was told (a ticked option has sentence -1); `words` quotes
    the person; `value` is the number of a measure in its concept's unit.
    """

    concept: str
    status: str  # present | absent | uncertain
    turn: int = 0
    sentence: int = -1
    who: str = "self"
    value: Optional[float] = None
    words: str = ""


@dataclass(frozen=True)
class Evidence:
    """The facts that made a condition hold; empty when it holds by something's absence."""

    facts: tuple[Fact, ...] = ()

    def __add__(self, other: "Evidence") -> "Evidence":
        return Evidence(self.facts + tuple(f for f in other.facts if f not in self.facts))

    @property
    def concepts(self) -> tuple[str, ...]:
        return tuple(fact.concept for fact in self.facts)

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(fact.words for fact in self.facts if fact.words)


def ancestors(concept: str, parents: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """Every concept that this one is a kind of."""
    found: dict[str, None] = {}
    waiting = list(parents.get(concept, ()))
    while waiting:
        parent = waiting.pop()
        if parent not in found:
            found[parent] = None
            waiting.extend(parents.get(parent, ()))
    return tuple(found)


@dataclass(frozen=True)
class Facts:
    """The facts of a case, looked up by concept; `parents` is the lexicon's `is_a` relation."""

    facts: tuple[Fact, ...]
    parents: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @cached_property
    def _present(self) -> Mapping[str, tuple[Fact, ...]]:
        """The present facts of every concept, its children's among them."""
        found: dict[str, tuple[Fact, ...]] = {}
        for fact in self.facts:
            if fact.status == "present":
                for concept in (fact.concept, *ancestors(fact.concept, self.parents)):
                    found[concept] = (*found.get(concept, ()), fact)
        return found

    @cached_property
    def _absent(self) -> Mapping[str, tuple[Fact, ...]]:
        found: dict[str, tuple[Fact, ...]] = {}
        for fact in self.facts:
            if fact.status == "absent":
                found[fact.concept] = (*found.get(fact.concept, ()), fact)
        return found

    def present(self, concept: str) -> tuple[Fact, ...]:
        """Every fact that says that the concept, or a child of it, is there."""
        return self._present.get(concept, ())

    def absent(self, concept: str) -> tuple[Fact, ...]:
        """The facts that say that the concept, or a parent of it, is not there."""
        if self.present(concept):
            return ()
        family = (concept, *ancestors(concept, self.parents))
        return tuple(fact for name in family for fact in self._absent.get(name, ()))

    def known(self, concept: str) -> bool:
        """True when the person has said whether the concept is there."""
        return bool(self.present(concept) or self.absent(concept))

    def measure(self, name: str) -> Optional[Fact]:
        """The last number told for a measure."""
        values = [f for f in self.facts if f.concept == name and f.value is not None]
        return values[-1] if values else None

    def holds(self, condition: Condition) -> Optional[Evidence]:
        """The evidence for a condition, or None when it does not hold."""
        # By exact type: isinstance is slow on these models, and this is asked thousands of times.
        kind = type(condition)
        if kind is str:
            return self._evidence(self.present(cast(str, condition)))
        if kind is Absent:
            return self._evidence(self.absent(cast(Absent, condition).absent))
        if kind is AllOf:
            return self._all(cast(AllOf, condition).all)
        if kind is AnyOf:
            return self._any(cast(AnyOf, condition).any)
        if kind is NoneOf:
            return None if self._any(cast(NoneOf, condition).none) is not None else Evidence()
        if kind is Together:
            return self._together(cast(Together, condition).together)
        return self._measured(cast(Measure, condition))

    @staticmethod
    def _evidence(facts: tuple[Fact, ...]) -> Optional[Evidence]:
        return Evidence(facts) if facts else None

    def _all(self, conditions: Iterable[Condition]) -> Optional[Evidence]:
        evidence = Evidence()
        for condition in conditions:
            found = self.holds(condition)
            if found is None:
                return None
            evidence += found
        return evidence

    def _any(self, conditions: Iterable[Condition]) -> Optional[Evidence]:
        for condition in conditions:
            found = self.holds(condition)
            if found is not None:
                return found
        return None

    def _together(self, conditions: Sequence[Condition]) -> Optional[Evidence]:
        for here in self._sentences:
            found = here._all(conditions)
            if found is not None:
                return found
        return None

    @cached_property
    def _sentences(self) -> tuple["Facts", ...]:
        """The facts of each sentence by themselves, in the order they were told."""
        places: dict[tuple[int, int], tuple[Fact, ...]] = {}
        for fact in self.facts:
            place = (fact.turn, fact.sentence)
            places[place] = (*places.get(place, ()), fact)
        return tuple(Facts(places[place], self.parents) for place in sorted(places))

    def _measured(self, condition: Measure) -> Optional[Evidence]:
        fact = self.measure(condition.measure)
        if fact is None or fact.value is None:
            return None
        if condition.at_least is not None and fact.value < condition.at_least:
            return None
        if condition.below is not None and fact.value >= condition.below:
            return None
        return Evidence((fact,))
