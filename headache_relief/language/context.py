"""Whose a finding is, whether it is so, and when: the ConText algorithm, with rules in data.

Own code in place of medspaCy's ConText: that one has no notion of a list whose end is unclear
("no fever, stiff neck" must not count as a denial of the stiff neck), of a cue that a finding has
swallowed ("can't speak"), or of tense carried from clause to clause; and its import alone took two
seconds. The rules stand in data/lexicon/context.yml.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import Mapping, Sequence

from headache_relief.knowledge.lexicon import ContextRule
from headache_relief.language.clauses import first_of_clause, quoted
from headache_relief.language.cues import Cue, Cues, collect
from headache_relief.language.matcher import Match, PhraseMatcher
from headache_relief.language.negation import LISTED_KINDS, Mention, denied
from headache_relief.language.patients import Claim, Owner, asides
from headache_relief.language.people import People
from headache_relief.language.understanding import Status, When, Who
from headache_relief.language.words import Word

HEADACHE = "headache"
DISTRESS = "distress"
NEAREST_DENIAL = 5  # words between a denial and the despair it denies
FIRST_PERSONS = frozenset({"i", "my", "me", "we"})
FURTHEST = 40  # words that a cue reaches at most; keeps a long message's cost in line


@dataclass(frozen=True)
class Context:
    """How one mention is meant.

    `withdrawn` when the person takes it back in the same message; `aside` when it belongs to
    somebody whom the message does not ask about.
    """

    status: Status = "present"
    who: Who = "self"
    when: When = "now"
    withdrawn: bool = False
    aside: bool = False


class ContextReader:
    """Gives every mention of a message its context."""

    def __init__(self, rules: Mapping[str, ContextRule], matcher: PhraseMatcher) -> None:
        self._rules = rules
        self._matcher = matcher

    def read(self, words: Sequence[Word], mentions: Sequence[Mention]) -> list[Context]:
        """The contexts of the mentions, which come in the order of their first words."""
        if not mentions:
            return []
        matches = [mention.match for mention in mentions]
        cues = collect(words, self._matcher.find(words), self._rules, matches)
        people = People(words, cues)
        message = _Message(words, mentions, cues, people)
        contexts = [message.near(mention).context(mention) for mention in mentions]
        if cues.of("together"):
            return contexts
        claims = [_claim(*pair, people) for pair in zip(mentions, contexts, strict=True)]
        return [
            replace(context, aside=aside)
            for context, aside in zip(contexts, asides(claims), strict=True)
        ]


@dataclass(frozen=True)
class _Message:
    words: Sequence[Word]
    mentions: Sequence[Mention]
    cues: Cues
    people: People

    def near(self, mention: Mention) -> "_Message":
        """The same message with only the cues and mentions that can bear on one mention."""
        place = mention.match.first
        start = bisect_left(self.mentions, place - FURTHEST, key=_first)
        end = bisect_right(self.mentions, place + FURTHEST, key=_first)
        return replace(
            self, mentions=self.mentions[start:end], cues=self.cues.near(place, FURTHEST)
        )

    def context(self, mention: Mention) -> Context:
        first = mention.match.first
        who: Who = "other" if self.people.is_other(first) else "self"
        return Context(
            self._status(mention, who), who, self._when(mention, who), self._taken_back(mention)
        )

    def _status(self, mention: Mention, who: Who) -> Status:
        status = denied(self.words, mention, self.mentions, self._denials(mention))
        if status != "present" or mention.kind not in LISTED_KINDS:
            return status
        if who == "self" and self._is_spoken_of("denied_before", mention.match):
            return "absent"
        doubts = self.cues.of("uncertain")
        return "uncertain" if any(self._doubts(c, mention.match) for c in doubts) else status

    def _denials(self, mention: Mention) -> tuple[Cue, ...]:
        """The negations that may deny a mention; despair is denied only from near.

        "If they say no again I'm going to end my life" denies nothing.
        """
        cues = self.cues.of("negated")
        if mention.kind != DISTRESS:
            return cues
        place = mention.match.first
        return tuple(cue for cue in cues if abs(cue.last - place) <= NEAREST_DENIAL)

    def _doubts(self, cue: Cue, match: Match) -> bool:
        """True in the cue's clause, and for a cue added at the end: "a fever, maybe"."""
        if self._in_clause(cue, match):
            return True
        added = cue.direction == "backward" and cue.stands_alone(self.words)
        return added and cue.reaches(match) and self._is_next_clause(match, cue)

    def _is_next_clause(self, match: Match, cue: Cue) -> bool:
        return self.words[cue.first].clause - self.words[match.last].clause == 1

    def _when(self, mention: Mention, who: Who) -> When:
        match = mention.match
        if any(self._supposes(cue, mention) for cue in self.cues.of("hypothetical")):
            return "hypothetical"
        if self._is_asked(mention) or self._is_in_media(match):
            return "hypothetical"
        if self._is_quoted(match):
            return "hypothetical"
        told_as_over = who == "other" and self.people.is_past(match.first, mention.kind)
        if mention.lasting and not told_as_over:
            return "now"
        if told_as_over or self._is_long_ago(match):
            return "past"
        return "past" if self._has_ended(mention) else "now"

    def _supposes(self, cue: Cue, mention: Mention) -> bool:
        """True in the reach of a supposition; but despair of oneself is meant, also after an "if".

        "If this doesn't stop I'll kill myself" threatens, "if someone is suicidal" supposes.
        """
        if not self._in_sentence(cue, mention.match):
            return False
        between = range(cue.last + 1, mention.match.last + 1)
        threatens = any(self.words[place].form in FIRST_PERSONS for place in between)
        return not (threatens and mention.kind == DISTRESS)

    def _in_clause(self, cue: Cue, match: Match) -> bool:
        return cue.reaches(match) and self.words[cue.last].clause == self.words[match.last].clause

    def _in_sentence(self, cue: Cue, match: Match) -> bool:
        """A supposition reaches to the end of its sentence, but not past a "but"."""
        words = self.words
        if not cue.reaches(match) or words[cue.first].sentence != words[match.last].sentence:
            return False
        low, high = sorted((cue.last, match.first))
        return not any(self.words[place].form in {"but", "though"} for place in range(low, high))

    def _is_asked(self, mention: Mention) -> bool:
        """True in a question that begins with its verb, but not for what it takes for granted."""
        match = mention.match
        given = self.cues.of("given")
        return any(
            self._supposes(cue, mention)
            and not any(cue.first < granted.first and granted.reaches(match) for granted in given)
            for cue in self.cues.of("asking")
        )

    def _is_in_media(self, match: Match) -> bool:
        """True for what a film or a page tells, but not for what the writer adds of himself."""
        words = self.words
        own = first_of_clause(words, match.first).form in FIRST_PERSONS
        return any(
            self._in_sentence(cue, match)
            and not (own and words[cue.first].clause != words[match.first].clause)
            for cue in self.cues.of("media")
        )

    def _is_quoted(self, match: Match) -> bool:
        if not self.cues.of("quoting"):
            return False
        return any(match.first in place and match.last in place for place in quoted(self.words))

    def _is_long_ago(self, match: Match) -> bool:
        item = self.words[match.last].item
        if any(self.words[cue.first].item == item for cue in self.cues.of("now")):
            return False
        return any(
            self._dates(cue, match)
            for cue in self.cues.of("past")
            if not set(cue.tokens) <= set(match.tokens)
        )

    def _dates(self, cue: Cue, match: Match) -> bool:
        """A time long ago dates what stands in its segment, or else the segment beside it."""
        words = self.words
        if words[cue.first].sentence != words[match.last].sentence:
            return False
        segment, own = words[cue.first].segment, words[match.last].segment
        if segment == own:
            same_clause = words[cue.first].clause == words[match.last].clause
            return same_clause and not self._dates_a_history(cue, match)
        if any(words[other.match.last].segment == segment for other in self.mentions):
            return False
        return own == segment - 1 if cue.direction == "backward" else abs(own - segment) == 1

    def _dates_a_history(self, cue: Cue, match: Match) -> bool:
        """True when the time is that of an illness told after a headache that is there now:
        "headache and breast cancer two years ago"."""
        return match.label == HEADACHE and any(
            other.lasting and match.last < other.match.first < cue.first for other in self.mentions
        )

    def _has_ended(self, mention: Mention) -> bool:
        """True when a passing complaint has gone, unless the sentence tells its sudden start.

        A danger sign that has passed still counts: which concepts may end stands in the rules.
        """
        match = mention.match
        ended = any(self._in_clause(cue, match) for cue in self.cues.of("ended"))
        if not ended and not self._is_spoken_of("ended_before", match):
            return False
        sentence = self.words[match.first].sentence
        return not any(
            other.kind == "onset" and self.words[other.match.first].sentence == sentence
            for other in self.mentions
        )

    def _is_spoken_of(self, category: str, match: Match) -> bool:
        """True when the next clause speaks of the match: "it has gone", "I have none"."""
        return any(self._speaks_of(cue, match) for cue in self.cues.of(category))

    def _speaks_of(self, cue: Cue, match: Match) -> bool:
        if not cue.reaches(match) or not self._is_next_clause(match, cue):
            return False
        return not any(
            match.last < other.match.first < cue.first
            for other in self.mentions
            if (other.match.label in cue.concepts or not cue.concepts)
            and other.kind in LISTED_KINDS
        )

    def _taken_back(self, mention: Mention) -> bool:
        """True for a start or a length of time before "actually no", when another follows it."""
        if mention.kind not in {"onset", "duration"}:
            return False
        return any(mention.match.last < cue.first for cue in self.cues.of("correction"))


def _claim(mention: Mention, context: Context, people: People) -> Claim:
    owner: Owner = "unsaid"
    if context.who == "other":
        owner = "other"
    elif people.is_own(mention.match.last):
        owner = "self"
    holds = context.status == "present" and context.when == "now"
    return Claim(mention.match.label, mention.kind, owner, holds)


def _first(mention: Mention) -> int:
    return mention.match.first
