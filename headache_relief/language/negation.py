"""Which findings a negation denies, and which it may only seem to deny."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from headache_relief.language.clauses import CLAUSE_JOINT, first_of_clause
from headache_relief.language.cues import CLOSING, FORWARD, LIST, RESUME, TERMINATE, Cue
from headache_relief.language.matcher import Match
from headache_relief.language.understanding import Status
from headache_relief.language.words import Word

CLOSING_WORDS = frozenset({"or", "nor", "/"})
ENDING = FORWARD | {TERMINATE}
LONGEST_LIST = 40  # words
LONGEST_ASKED = 6  # words of one's own question: "Any fever? No."
ASKING_MARKS = frozenset({"?", "-", "=", "(", ":"})
ASKING_VERBS = frozenset({"is", "are", "was", "does", "do", "can", "could", "will", "would"})
ARTICLES = frozenset({"a", "an", "the", "my", "some", "this"})
LISTED_KINDS = frozenset({"symptom", "condition", "event", "circumstance", "medicine"})


@dataclass(frozen=True)
class Mention:
    """A concept at some words, before its context is known.

    `lasting` says that what once was so still counts ("had a transplant two years ago").
    """

    match: Match
    kind: str
    lasting: bool = False


def denied(
    words: Sequence[Word], mention: Mention, mentions: Sequence[Mention], cues: Sequence[Cue]
) -> Status:
    """What the negations of a message make of a mention.

    What directly follows is absent; so is a list that "or" or "nor" closes. A further item after a
    comma or "and" is uncertain: "no fever, stiff neck" may mean either.
    """
    found = {_denied_by(words, mention, mentions, cue, cues) for cue in cues}
    if "absent" in found:
        return "absent"
    if "uncertain" in found and mention.kind in LISTED_KINDS:
        return "uncertain"
    return "present"


def _denied_by(
    words: Sequence[Word],
    mention: Mention,
    mentions: Sequence[Mention],
    cue: Cue,
    cues: Sequence[Cue],
) -> Status:
    match = mention.match
    if not cue.reaches(match):
        return "present"
    if words[cue.last].clause != words[match.last].clause:
        return "absent" if _answers_own_question(words, match, cue) else "present"
    if cue.is_inside(match) or cue.owners:
        return "absent"
    if match.last < cue.first:
        if words[match.last].segment == words[cue.first].segment:
            return "present" if _asks(words, match.first) else "absent"
        return "absent" if _answers_its_item(words, match, cue) else "present"
    if any(cue.last < other.first < match.first for other in cues if other.direction in ENDING):
        return "present"
    if _begins_anew(mention, mentions, cue, cues):
        return "present"
    if cue.direction == LIST:
        return "absent"
    joints = _joints(words, cue.last + 1, match.first)
    if not joints:
        return "uncertain" if _follows_another(words, mention, mentions, cue) else "absent"
    if joints[-1] in CLOSING_WORDS or _is_closed(words, match.last, cues):
        return "absent"
    return "present" if _has_an_own_article(words, mention, mentions, cue) else "uncertain"


def _begins_anew(
    mention: Mention, mentions: Sequence[Mention], cue: Cue, cues: Sequence[Cue]
) -> bool:
    """True when a finding and then a new subject stand between: "no fever I have a stiff neck"."""
    return any(
        cue.last < other.match.first and other.match.last < resumed.first <= mention.match.first
        for resumed in cues
        if resumed.direction == RESUME
        for other in mentions
    )


def _answers_own_question(words: Sequence[Word], match: Match, cue: Cue) -> bool:
    """True for an answer right after what it answers: "Any fever? No", "rash - none"."""
    before = cue.first - 1
    if cue.direction != CLOSING or before <= match.last or words[before].form not in ASKING_MARKS:
        return False
    asked = words[before - 1].clause
    length = sum(
        word.clause == asked for word in words[max(0, before - LONGEST_ASKED - 2) : before]
    )
    return words[match.last].clause == asked and length <= LONGEST_ASKED


def _answers_its_item(words: Sequence[Word], match: Match, cue: Cue) -> bool:
    """True for an answer after a comma: "vomiting, no"."""
    mark = cue.first - 1
    if cue.direction != CLOSING or words[mark].form != "," or not cue.stands_alone(words):
        return False
    return words[match.last].item == words[mark - 1].item


def _asks(words: Sequence[Word], place: int) -> bool:
    """True when the clause is a question that begins with its verb: "is a headache normal"."""
    return first_of_clause(words, place).form in ASKING_VERBS


def _has_an_own_article(
    words: Sequence[Word], mention: Mention, mentions: Sequence[Mention], cue: Cue
) -> bool:
    """True for "no appetite and a fever": what is denied is something else."""
    before = mention.match.first - 1
    if words[before].form not in ARTICLES or words[before].joined_by not in {"and", "&", "plus"}:
        return False
    return not _follows_another(words, mention, mentions, cue)


def _joints(words: Sequence[Word], start: int, end: int) -> list[str]:
    """What joins the items that begin from `start` on, up to the one at `end`."""
    return [
        words[place].joined_by
        for place in range(start, end + 1)
        if words[place].item != words[place - 1].item and words[place].is_word
    ]


def _is_closed(words: Sequence[Word], position: int, cues: Sequence[Cue]) -> bool:
    """True when the list goes on after `position` and ends with "or" or "nor"."""
    clause = words[position].clause
    for place in range(position + 1, min(len(words), position + LONGEST_LIST)):
        word = words[place]
        if word.clause != clause or word.joined_by == CLAUSE_JOINT != words[position].joined_by:
            return False
        if word.form not in CLOSING_WORDS and any(
            cue.first == place and cue.direction in FORWARD for cue in cues
        ):
            return False
        if word.joined_by in CLOSING_WORDS and word.item != words[position].item:
            return True
    return False


def _follows_another(
    words: Sequence[Word], mention: Mention, mentions: Sequence[Mention], cue: Cue
) -> bool:
    """True when another symptom stands between the cue and this one: "no fever stiff neck"."""
    if mention.kind not in LISTED_KINDS:
        return False
    return any(
        cue.last < other.match.first and other.match.last < mention.match.first
        for other in mentions
        if other.kind in LISTED_KINDS
    )
