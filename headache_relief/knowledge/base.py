"""What every entry of the knowledge files has in common."""

from __future__ import annotations

import datetime
from enum import Enum
from typing import TYPE_CHECKING, Optional

from pydantic import BaseModel, Extra, constr

if TYPE_CHECKING:  # to the type checker they are plain text
    Identifier = str
    Sentence = str
else:
    Identifier = constr(regex=r"^[a-z][a-z0-9_]*$", strict=True)
    Sentence = constr(min_length=2, strip_whitespace=True)


class Entry(BaseModel):
    """A strict, immutable entry: an unknown key is an error."""

    class Config:
        extra = Extra.forbid
        allow_mutation = False
        smart_union = True


class Confidence(str, Enum):
    """How the fact itself was established, in the marks of the clinical brief."""

    confirmed = "confirmed"  # read in a public text
    from_memory = "from_memory"  # cited, not re-read
    judgement = "judgement"  # our own choice


class Certainty(str, Enum):
    """How sure the evidence makes us that a technique helps a headache."""

    low = "low"  # some controlled trials are positive (B)
    very_low = "very_low"  # very little or mixed evidence (C)
    untested = "untested"  # no direct trials, plausible, low risk (D)
    against = "against"  # do not recommend (X)


class ClinicalEntry(Entry):
    """An entry that states a clinical fact: it names its sources and its reviewer."""

    sources: list[Identifier]
    reviewed_by: Optional[str] = None
    reviewed_on: Optional[datetime.date] = None


class Tier(str, Enum):
    """How urgently a headache needs a person; ordered from least to most."""

    none = "none"
    self_care = "self_care"
    routine = "routine"
    same_day = "same_day"
    emergency = "emergency"

    @property
    def rank(self) -> int:
        return list(Tier).index(self)

    @property
    def stops_massage(self) -> bool:
        return self.rank >= Tier.same_day.rank
