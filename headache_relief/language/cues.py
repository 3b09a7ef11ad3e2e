"""The cues of a message: words that change how the findings near them are meant."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Iterable, Mapping, Optional, Sequence, TypeVar

from headache_relief.knowledge.lexicon import ContextRule
from headache_relief.language.matcher import Match
from headache_relief.language.words import Word

CLOSING = "closing"
LIST = "list"
FORWARD = frozenset({"forward", LIST})
JOINING = frozenset({"and", "so", "but", "or", "also", "ok", "okay", "well"})
TERMINATE = "terminate"
RESUME = "resume"
ENDS_REACH = frozenset({TERMINATE, RESUME})


@dataclass(frozen=True)
class Cue:
    """A context phrase at the words `tokens`; `max_scope` is how many words it reaches.

    `owners` are findings that have the cue among their own words ("haven't eaten"): it means them,
    and else only what shares words with them. `concepts` are those it bears on; none means all.
    """

    category: str
    direction: str
    tokens: tuple[int, ...]
    max_scope: Optional[int] = None
    owners: tuple[Match, ...] = ()
    concepts: frozenset[str] = frozenset()

    @property
    def first(self) -> int:
        return self.tokens[0]

    @property
    def last(self) -> int:
        return self.tokens[-1]

    def is_inside(self, match: Match) -> bool:
        """True when the cue stands in a gap of the match: "arm is not weak"."""
        return match.first < self.first < match.last and self.first not in match.tokens

    def encloses(self, match: Match) -> bool:
        """True when the match stands in a gap of the cue: "is a stiff neck always ..."."""
        return self.first < match.first and match.last < self.last

    def stands_alone(self, words: Sequence[Word]) -> bool:
        """True when its clause, or its part between commas, has no other words: "..., maybe"."""
        beside = (place for place in (self.first - 1, self.last + 1) if 0 <= place < len(words))
        return all(
            not words[place].is_word or words[place].segment != words[self.first].segment
            for place in beside
        )

    def reaches(self, match: Match) -> bool:
        """True when the match lies on the cue's side and near enough."""
        if self.direction in ENDS_REACH or (self.concepts and match.label not in self.concepts):
            return False
        if self.owners:
            return match not in self.owners and any(_share(match, own) for own in self.owners)
        if self.is_inside(match) or self.encloses(match):
            return True
        before = match.last < self.first
        # A cue may take the first word of a finding: "could I [have] a stroke".
        after = match.first > self.first and match.last > self.last
        ahead = self.direction in FORWARD
        distance = match.first - self.last if ahead else self.first - match.last
        near = self.max_scope is None or distance <= self.max_scope
        if ahead:
            return after and near
        if self.direction in {"backward", CLOSING}:
            return before and near
        return (before or after) and near


Spanning = TypeVar("Spanning", Match, Cue)


@dataclass(frozen=True)
class Cues:
    """The cues of a message by category, each in order."""

    by_category: Mapping[str, tuple[Cue, ...]]

    def of(self, *categories: str) -> tuple[Cue, ...]:
        """The cues of some categories."""
        return tuple(cue for name in categories for cue in self.by_category.get(name, ()))

    def near(self, place: int, furthest: int) -> "Cues":
        """The cues at most `furthest` words away from a place."""
        return Cues(
            {
                category: cues[
                    bisect_left(cues, place - furthest, key=_first) : bisect_right(
                        cues, place + furthest, key=_first
                    )
                ]
                for category, cues in self.by_category.items()
            }
        )


def collect(
    words: Sequence[Word],
    matches: Iterable[Match],
    rules: Mapping[str, ContextRule],
    findings: Sequence[Match],
) -> Cues:
    """The cues that count: those not inside a longer one of their category.

    A cue with direction "closing" works backward, and only from the end of what stands between
    commas ("fever: no"); "terminate" ends the reach of a cue before it, "resume" only when a
    finding stands between; "pseudo" does nothing but keep other cues of its category from
    its words.
    """
    owners = _by_token(findings)
    cues = [
        _cue(match, rules[match.label], owners)
        for match in matches
        if _is_in_place(match, rules[match.label], words)
    ]
    beside = _by_token(cues)
    kept: dict[str, list[Cue]] = {}
    for cue in cues:
        if not any(_covers(other, cue) for token in cue.tokens for other in beside[token]):
            kept.setdefault(cue.category, []).append(cue)
    return Cues(
        {
            category: tuple(sorted((cue for cue in found if cue.direction != "pseudo"), key=_first))
            for category, found in kept.items()
        }
    )


def _first(cue: Cue) -> int:
    return cue.first


def _is_in_place(match: Match, rule: ContextRule, words: Sequence[Word]) -> bool:
    if rule.opens and not _opens_clause(words, match.first):
        return False
    return rule.direction != CLOSING or _ends_segment(words, match.last)


def _opens_clause(words: Sequence[Word], place: int) -> bool:
    """True when a clause, or a question joined on to one ("... and is it safe?"), begins there."""
    before = place - 1
    while before >= 0 and words[before].form in JOINING:
        before -= 1
    if before < 0 or not words[before].is_word or words[before].clause != words[before + 1].clause:
        return True
    rest = (word for word in words[place:] if word.sentence == words[place].sentence)
    return before < place - 1 and any(word.form == "?" for word in rest)


def _ends_segment(words: Sequence[Word], place: int) -> bool:
    following = place + 1
    return (
        following == len(words)
        or words[following].segment != words[place].segment
        or (not words[following].is_word)
    )


def _by_token(spans: Iterable[Spanning]) -> dict[int, list[Spanning]]:
    by_token: dict[int, list[Spanning]] = {}
    for span in spans:
        for token in span.tokens:
            by_token.setdefault(token, []).append(span)
    return by_token


def _cue(match: Match, rule: ContextRule, findings: Mapping[int, Sequence[Match]]) -> Cue:
    # A cue for certain concepts means them, also where "went away" is a finding by itself.
    there = () if rule.concepts else findings.get(match.first, ())
    owners = tuple(found for found in there if set(found.tokens) >= set(match.tokens))
    concepts = frozenset(rule.concepts)
    return Cue(rule.category, rule.direction, match.tokens, rule.max_scope, owners, concepts)


def _share(match: Match, other: Match) -> bool:
    return bool(set(match.tokens) & set(other.tokens))


def _covers(other: Cue, cue: Cue) -> bool:
    """True when another cue of the category takes this one's words for something longer."""
    if other is cue or other.category != cue.category:
        return False
    if other.direction == "pseudo" and cue.direction != "pseudo":
        return bool(set(other.tokens) & set(cue.tokens)) and len(other.tokens) >= len(cue.tokens)
    return set(other.tokens) > set(cue.tokens)
