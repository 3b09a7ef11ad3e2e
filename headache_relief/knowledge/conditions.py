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

import re
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

LIST_FORMS = ("all", "any", "none", "together")
FORMS = ("absent", *LIST_FORMS, "measure")
MEASURE_KEYS = frozenset({"measure", "at_least", "below"})
CONCEPT_NAME = re.compile(r"^[a-z][a-z0-9_]*$")


def fault_of(raw: Any) -> Optional[str]:
    """What is wrong with a condition as written in YAML, in one sentence; None when it is right."""
    if isinstance(raw, str):
        return _name_fault(raw)
    if not isinstance(raw, dict):
        return f"a condition is a concept's name or a mapping, not {raw!r}"
    forms = [key for key in raw if key in FORMS]
    allowed = MEASURE_KEYS if forms == ["measure"] else frozenset(forms)
    if len(forms) != 1 or not set(raw) <= allowed:
        return f"a condition has one key of {', '.join(FORMS)}, not {', '.join(map(str, raw))}"
    form = forms[0]
    if form == "absent":
        return _name_fault(raw[form])
    if form == "measure":
        return _measure_fault(raw)
    if not isinstance(raw[form], list):
        return f"'{form}' takes a list of conditions"
    return next((fault for inner in raw[form] if (fault := fault_of(inner))), None)


def _name_fault(name: Any) -> Optional[str]:
    if isinstance(name, str) and CONCEPT_NAME.match(name):
        return None
    return f"{name!r} is not a concept's name (small letters, digits and underscores)"


def _measure_fault(raw: dict[str, Any]) -> Optional[str]:
    limits = [raw[key] for key in ("at_least", "below") if raw.get(key) is not None]
    if not limits:
        return "a measure needs 'at_least' or 'below'"
    wrong = next(
        (v for v in limits if isinstance(v, bool) or not isinstance(v, (int, float))), None
    )
    if wrong is not None:
        return f"a measure's limit is a number, not {wrong!r}"
    return _name_fault(raw["measure"])
