"""The shape of the file that says what people are asked to agree to."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from pydantic import Field, constr

from headache_relief.knowledge.base import Entry, Sentence

if TYPE_CHECKING:  # to the type checker it is plain text
    Digest = str
else:
    Digest = constr(regex=r"^[0-9a-f]{64}$", strict=True)


class Consent(Entry):
    """What people agree to before anything they say is written down.

    Who agreed to another version is asked again. `asked_with` is the digest of the words of
    `utter_ask_consent`; `withdrawn_by` are messages that take the consent back, and
    `when_withdrawn` is then said.
    """

    version: int = Field(ge=1)
    date: datetime.date
    covers: list[Sentence] = Field(min_items=1)
    asked_with: Digest
    withdrawn_by: list[Sentence] = Field(min_items=1)
    when_withdrawn: Sentence
