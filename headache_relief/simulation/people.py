"""The people of `people.yml`, and what they say besides answers."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Sequence

from pydantic import BaseModel, Extra
from ruamel.yaml import YAML

FILE = Path(__file__).with_name("people.yml")


class Person(BaseModel):
    """How someone with one pattern of headache begins, and answers each question."""

    opens: Sequence[str]
    answers: dict[str, Sequence[str]]

    class Config:
        extra = Extra.forbid


class People(BaseModel):
    """Everybody, by name, and what anybody may say.

    `says` is by occasion; `troubles` by kind, none of them a danger sign; `conditions` by the
    precaution that each phrase tells.
    """

    people: dict[str, Person]
    says: dict[str, Sequence[str]]
    troubles: dict[str, Sequence[str]]
    conditions: dict[str, Sequence[str]]

    class Config:
        extra = Extra.forbid


@lru_cache(maxsize=1)
def load_people() -> People:
    """The people, read once."""
    return People(**YAML(typ="safe").load(FILE))
