"""The cues of a message: words that change how the findings near them are meant."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Mapping, Optional, Sequence

from headache_relief.knowledge.lexicon import ContextRule
from headache_relief.language.matcher import Match


@dataclass(frozen=True)
class Cue:
    """A context phrase at the words `tokens`; `max_scope` is how many words it reaches."""

    category: str
    direction: str
    tokens: tuple[int, ...]
    max_scope: Optional[int] = None

    @property
    def first(self) -> int:
        return self.tokens[0]

    @property
    def last(self) -> int:
        return self.tokens[-1]

    def is_inside(self, match: Match) -> bool:
        """True when the cue stands in a gap of the match: "arm is not weak"."""
        return match.first < self.first and self.last < match.last

    def reaches(self, match: Match) -> bool:
        """True when the match lies on the cue's side and near enough."""
        if self.is_inside(match):
            return True
        before, after = match.last < self.first, match.last > self.last
        if self.direction == "forward":
            distance = match.first - self.last
        else:
            distance = self.first - match.last
        near = self.max_scope is None or distance <= self.max_scope
        if self.direction == "forward":
            return after and near
        if self.direction == "backward":
            return before and near
        return (before or after) and near


@dataclass(frozen=True)
class Cues:
    """The cues of a message by category."""

    by_category: Mapping[str, tuple[Cue, ...]]

    def of(self, *categories: str) -> tuple[Cue, ...]:
        """The cues of some categories."""
        return tuple(cue for name in categories for cue in self.by_category.get(name, ()))


def collect(
    matches: Iterable[Match], rules: Mapping[str, ContextRule], findings: Sequence[Match]
) -> Cues:
    """The cues that count: not inside a longer one of their category, nor part of a finding.

    A cue with direction "pseudo" does nothing but keep others of its category from its words.
    """
    swallowed = [frozenset(finding.tokens) for finding in findings]
    cues = [_cue(match, rules[match.label]) for match in matches]
    kept: dict[str, list[Cue]] = {}
    for cue in cues:
        if any(_covers(other, cue) for other in cues):
            continue
        if cue.direction != "pseudo" and any(tokens.issuperset(cue.tokens) for tokens in swallowed):
            continue
        kept.setdefault(cue.category, []).append(cue)
    return Cues(
        {
            category: tuple(cue for cue in found if cue.direction != "pseudo")
            for category, found in kept.items()
        }
    )


def _cue(match: Match, rule: ContextRule) -> Cue:
    return Cue(rule.category, rule.direction, match.tokens, rule.max_scope)


def _covers(other: Cue, cue: Cue) -> bool:
    """True when another cue of the category takes this one's words for something longer."""
    if other is cue or other.category != cue.category:
        return False
    if other.direction == "pseudo" and cue.direction != "pseudo":
        return bool(set(other.tokens) & set(cue.tokens)) and len(other.tokens) >= len(cue.tokens)
    return set(other.tokens) > set(cue.tokens)
