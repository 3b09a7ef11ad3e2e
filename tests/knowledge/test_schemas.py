"""The JSON Schemas that editors' programs use are current, and every file points to its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from headache_relief.knowledge.clinical_files import ENTRY_FILES
from headache_relief.knowledge.schemas import SCHEMAS, schemas, text_of, write_schemas
from headache_relief.knowledge.yaml_files import KNOWLEDGE


@pytest.mark.parametrize("name", schemas())
def test_the_committed_schema_is_current(name: str) -> None:
    written = (SCHEMAS / name).read_text(encoding="utf-8")
    assert written == text_of(schemas()[name]), "run `headache-relief knowledge schema`"


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in SCHEMAS.glob("*.json")} == set(schemas())


@pytest.mark.parametrize("section", ENTRY_FILES)
def test_each_knowledge_file_names_its_schema(section: str) -> None:
    first = (KNOWLEDGE / f"{section}.yml").read_text(encoding="utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=schema/{section}.json"


def test_schemas_are_written_where_told(tmp_path: Path) -> None:
    assert all(path.exists() for path in write_schemas(tmp_path / "schema"))
