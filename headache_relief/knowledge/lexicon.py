"""What lay people call things: the shape of `data/lexicon/*.yml`."""

from __future__ import annotations

from enum import Enum
from typing import Optional

from headache_relief.knowledge.base import Entry, Identifier


class Kind(str, Enum):
    """What sort of thing a concept is."""

    location = "location"
    quality = "quality"
    severity = "severity"
    duration = "duration"
    onset = "onset"
    course = "course"
    movement = "movement"
    symptom = "symptom"
    trigger = "trigger"
    relief = "relief"
    medicine = "medicine"
    condition = "condition"
    event = "event"
    circumstance = "circumstance"
    impact = "impact"
    distress = "distress"
    measure = "measure"
    answer = "answer"
    idiom = "idiom"


class Concept(Entry):
    """One thing and the phrases that lay people use for it (see data/lexicon/README.md).

    `lasting` marks what counts for ever once it was so: "had a transplant two years ago".
    `yields_to` names concepts that tell the same words better: within them it is not found.
    `hides` names the kinds that an idiom hides; none named means all.
    """

    kind: Kind
    label: str
    is_a: list[Identifier] = []
    lasting: bool = False
    yields_to: list[Identifier] = []
    hides: list[Kind] = []
    excludes: list[Identifier] = []  # saying this one takes those back
    phrases: list[str] = []


class ContextRule(Entry):
    """A cue that changes how the findings near it are meant (the ConText algorithm).

    `concepts` are the only ones that it bears on; none named means all.
    """

    category: str
    phrases: list[str]
    direction: str
    max_scope: Optional[int] = None
    concepts: list[Identifier] = []
    opens: bool = False  # counts only at the beginning of a clause, as in a question
