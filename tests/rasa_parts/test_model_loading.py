"""A model is loaded for answering only."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import rasa
from rasa.engine.exceptions import GraphSchemaException
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.exceptions import ModelNotFound

from headache_relief.rasa_parts.model_loading import RunnableModel, load_model


def schema(component: str) -> dict[str, Any]:
    node = {
        "needs": {},
        "uses": component,
        "constructor_name": "create",
        "fn": "process",
        "config": {},
        "eager": False,
        "is_target": False,
        "is_input": False,
        "resource": None,
    }
    return {"nodes": {"node": node}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A model's folder whose training used a component that can't be imported now."""
    metadata = {
        "domain": {},
        "trained_at": datetime(2026, 1, 1).isoformat(),
        "model_id": "model",
        "assistant_id": "headache_relief",
        "rasa_open_source_version": rasa.__version__,
        "train_schema": schema("no_such_package.TrainingComponent"),
        "predict_schema": {"nodes": {}},
        "training_type": 1,
        "project_fingerprint": "",
        "core_target": "core",
        "nlu_target": "nlu",
        "language": "en",
        "spaces": None,
    }
    (tmp_path / "metadata.json").write_text(json.dumps(metadata))
    return tmp_path


def test_what_only_the_training_needed_is_not_imported(folder: Path) -> None:
    with pytest.raises(GraphSchemaException):
        LocalModelStorage._load_metadata(folder)
    metadata = RunnableModel._load_metadata(folder)
    assert (metadata.model_id, metadata.nlu_target) == ("model", "nlu")


def test_a_folder_without_a_model_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelNotFound, match="train one"):
        load_model(tmp_path)


def test_a_file_that_is_no_model_is_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "model.tar.gz"
    file.write_text("no model")
    with pytest.raises(ModelNotFound, match="is no model"):
        load_model(file)
