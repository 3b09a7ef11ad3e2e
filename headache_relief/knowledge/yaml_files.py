"""Reads knowledge files strictly, and says in one sentence what is wrong with one."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Type, TypeVar

from pydantic import BaseModel, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

DATA = Path(__file__).resolve().parents[2] / "data"
KNOWLEDGE = DATA / "knowledge"
LEXICON = DATA / "lexicon"

EntryType = TypeVar("EntryType", bound=BaseModel)


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


def read_entries(path: Path, section: str, model: Type[EntryType]) -> dict[str, EntryType]:
    """The entries below `section` of a file, each checked against its model."""
    content = read_yaml(path)
    if not isinstance(content, dict) or not isinstance(content.get(section), dict):
        raise KnowledgeError(f"{path.name}: it must hold a mapping under '{section}:'.")
    return {
        str(name): read_entry(path.name, str(name), body, model)
        for name, body in content[section].items()
    }


def read_entry(file: str, name: str, body: Any, model: Type[EntryType]) -> EntryType:
    """One entry, checked; KnowledgeError names file, entry and key."""
    if not isinstance(body, dict):
        raise KnowledgeError(f"{file}: {name}: it must be a mapping of keys to values.")
    try:
        return model(**body)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"] if part != "__root__")
        raise KnowledgeError(f"{file}: {name}: {key}: {first['msg']}.") from None
