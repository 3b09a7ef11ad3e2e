"""Reads knowledge files strictly, and says in one sentence what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional, Sequence, Type, TypeVar, Union

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from headache_relief.knowledge.conditions import fault_of

DATA = Path(__file__).resolve().parents[2] / "data"
KNOWLEDGE = DATA / "knowledge"
LEXICON = DATA / "lexicon"

EntryType = TypeVar("EntryType", bound=BaseModel)
CONDITION_KEYS = frozenset({"when", "fires", "unclear"})


class KnowledgeError(Exception):
    """A knowledge file can't be used; the message names the file, the entry and the mend."""


def read_yaml(path: Path) -> Any:
    """The content of a YAML file; KnowledgeError names the file and line of a syntax error."""
    try:
        return YAML(typ="safe").load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise KnowledgeError(f"{path.name} is missing from {path.parent}.") from None
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        problem = getattr(error, "problem", None) or "it is not valid YAML"
        raise KnowledgeError(f"{path.name}{line}: {problem}. Mend the YAML there.") from None


def read_section(path: Path, section: str) -> dict[str, Any]:
    """The raw mapping below `section` of a file."""
    content = read_yaml(path)
    if not isinstance(content, dict) or not isinstance(content.get(section), dict):
        raise KnowledgeError(f"{path.name}: it must hold a mapping under '{section}:'.")
    others = [str(key) for key in content if key != section]
    if others:
        raise KnowledgeError(
            f"{path.name}: {others[0]}: only '{section}:' may stand at the top; indent it."
        )
    return {str(name): body for name, body in content[section].items()}


def read_entries(path: Path, section: str, model: Type[EntryType]) -> dict[str, EntryType]:
    """The entries below `section` of a file, each checked against its model."""
    return {
        name: read_entry(path.name, name, body, model)
        for name, body in read_section(path, section).items()
    }


def read_file(directory: Path, section: str, model: Type[EntryType]) -> EntryType:
    """The one entry of the file that is named after its section; KnowledgeError."""
    path = directory / f"{section}.yml"
    return read_entry(path.name, section, read_section(path, section), model)


def read_entry(file: str, name: str, body: Any, model: Type[EntryType]) -> EntryType:
    """One entry, checked; KnowledgeError names file, entry and key."""
    if not isinstance(body, dict):
        raise KnowledgeError(f"{file}: {name}: it must be a mapping of keys to values.")
    try:
        return model(**body)
    except ValidationError as error:
        first = error.errors()[0]
        parts = [part for part in first["loc"] if part != "__root__"]
        key = ".".join(str(part) for part in parts)
        condition = _condition_around(body, parts)
        fault = fault_of(condition) if condition is not None else None
        raise KnowledgeError(f"{file}: {name}: {key}: {fault or first['msg']}.") from None


def _condition_around(body: Any, parts: Sequence[Union[str, int]]) -> Optional[Any]:
    """The condition as written in which an error lies, or None when it lies elsewhere."""
    found = body
    for place, part in enumerate(parts):
        found = _inside(found, part)
        if part in CONDITION_KEYS:
            of_a_list = isinstance(found, list) and place + 1 < len(parts)
            return _inside(found, parts[place + 1]) if of_a_list else found
    return None


def _inside(container: Any, part: Union[str, int]) -> Any:
    """What stands there, or None when nothing does."""
    if isinstance(container, dict):
        return container.get(part)
    if isinstance(container, list) and isinstance(part, int) and part < len(container):
        return container[part]
    return None
