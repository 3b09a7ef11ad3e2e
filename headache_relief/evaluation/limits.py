"""Limits that figures are held against: targets, and floors a little under what is reached."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping, Optional

from pydantic import BaseModel, Extra, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

TARGETS = Path(__file__).with_name("targets.yml")


class LimitsError(ValueError):
    """A file of limits can't be used; the message is one sentence."""


class Limit(BaseModel):
    """What a figure should reach, or stay under."""

    says: str = ""
    at_least: Optional[float] = None
    at_most: Optional[float] = None

    class Config:
        extra = Extra.forbid

    def holds(self, figure: float) -> bool:
        """True when the figure is within the limit."""
        enough = self.at_least is None or figure >= self.at_least
        return enough and (self.at_most is None or figure <= self.at_most)

    def __str__(self) -> str:
        """Such as "≥ 93%" or "≤ 40"."""
        sign, value = ("≥", self.at_least) if self.at_least is not None else ("≤", self.at_most)
        return f"{sign} {value:g}" if value is not None and value > 1 else f"{sign} {value:.0%}"


Limits = Mapping[str, Limit]


def targets() -> Limits:
    """What understanding should reach on unseen messages, by measure, in the order of reports."""
    return _limits(TARGETS, _read(TARGETS))


def read_floors(path: Path) -> Mapping[str, Limits]:
    """Limits by group of files (the name of their folder), then by measure.

    LimitsError names the file and what is wrong in it.
    """
    return {group: _limits(path, limits) for group, limits in _read(path).items()}


def _limits(path: Path, entries: Any) -> Limits:
    try:
        return {measure: Limit(**limit) for measure, limit in entries.items()}
    except (AttributeError, TypeError, ValidationError) as error:
        why = str(error).splitlines()[-1].strip()
        raise LimitsError(f"{path}: a limit has `at_least` or `at_most` only ({why}).") from None


def _read(path: Path) -> Mapping[str, Any]:
    try:
        content = YAML(typ="safe").load(path)
    except (OSError, YAMLError) as error:
        raise LimitsError(f"{path} can't be read: {error}.") from None
    if not isinstance(content, dict):
        raise LimitsError(f"{path}: expected names with limits.")
    return content
