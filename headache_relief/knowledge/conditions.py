"""The small language in which red flags, patterns and precautions say when they apply.

In YAML a condition is a concept's name (the concept is present), or a mapping with one key::

    fever                                     # present
    absent: fever                             # the person said they don't have it
    all: [fever, neck_stiffness]              # every one
    any: [seizure, {all: [jerking, stiffness]}]
    none: [known_gradual_onset]               # not one of them is present (unknown passes)
    together: [onset_sudden, headache]        # present and said in the same sentence
    measure: age, at_least: 50, below: 65     # a number that was read (both limits optional)

A concept counts as present when one of its children in the lexicon (`is_a`) is.
"""

from __future__ import annotations

from typing import Any, Optional, Union

from pydantic import root_validator

from headache_relief.knowledge.base import Entry, Identifier


class Absent(Entry):
    absent: Identifier


class AllOf(Entry):
    all: list["Condition"]


class AnyOf(Entry):
    any: list["Condition"]


class NoneOf(Entry):
    none: list["Condition"]


class Together(Entry):
    together: list["Condition"]


class Measure(Entry):
    measure: Identifier
    at_least: Optional[float] = None
    below: Optional[float] = None

    @root_validator
    def has_a_limit(cls, values: dict[str, Any]) -> dict[str, Any]:
        if values.get("at_least") is None and values.get("below") is None:
            raise ValueError("a measure needs 'at_least' or 'below'")
        return values


Condition = Union[Identifier, Absent, AllOf, AnyOf, NoneOf, Together, Measure]

for model in (AllOf, AnyOf, NoneOf, Together):
    model.update_forward_refs()
