"""JSON Schemas of the knowledge files, so that an editor's program checks while they type."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Mapping, Type

from pydantic import BaseModel, create_model

from headache_relief.knowledge.base import Entry
from headache_relief.knowledge.clinical import Choice
from headache_relief.knowledge.clinical_files import ENTRY_FILES
from headache_relief.knowledge.consent import Consent
from headache_relief.knowledge.lexicon import Concept
from headache_relief.knowledge.prototypes import FlagPrototypes, HarmlessPrototypes
from headache_relief.knowledge.slack import SlackWording
from headache_relief.knowledge.telegram import TelegramWording
from headache_relief.knowledge.yaml_files import KNOWLEDGE

SCHEMAS = KNOWLEDGE / "schema"


def schemas() -> Mapping[str, dict[str, Any]]:
    """The JSON Schema of each file, by the schema's file name."""
    models: dict[str, Type[BaseModel]] = {
        f"{section}.json": _file_model(section, dict[str, entry])  # type: ignore[valid-type]
        for section, entry in ENTRY_FILES.items()
    }
    models["choices.json"] = _file_model("choices", dict[str, list[Choice]])
    models["wording.json"] = _file_model("wording", dict[str, str])
    models["consent.json"] = _file_model("consent", Consent)
    models["slack.json"] = _file_model("slack", SlackWording)
    models["telegram.json"] = _file_model("telegram", TelegramWording)
    models["prototypes.json"] = FlagPrototypes
    models["harmless.json"] = HarmlessPrototypes
    models["lexicon.json"] = _file_model("concepts", dict[str, Concept])
    return {name: model.schema() for name, model in models.items()}


def write_schemas(directory: Path = SCHEMAS) -> list[Path]:
    """Writes every schema and returns the paths of the files."""
    directory.mkdir(parents=True, exist_ok=True)
    return [_write(directory / name, schema) for name, schema in schemas().items()]


def text_of(schema: Mapping[str, Any]) -> str:
    """A schema as it stands in its file."""
    return json.dumps(schema, indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _write(path: Path, schema: Mapping[str, Any]) -> Path:
    path.write_text(text_of(schema), encoding="utf-8")
    return path


def _file_model(section: str, content: Any) -> Type[BaseModel]:
    fields: dict[str, Any] = {section: (content, ...)}
    return create_model(f"{section}_file", __base__=Entry, **fields)
