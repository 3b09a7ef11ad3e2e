"""Loads a trained model for answering, without what only its training needed."""

from __future__ import annotations

import json
import tarfile
from pathlib import Path
from typing import Union

from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.local_model_storage import MODEL_ARCHIVE_METADATA_FILE, LocalModelStorage
from rasa.engine.storage.storage import ModelMetadata
from rasa.exceptions import ModelNotFound
from rasa.model import get_latest_model
from rasa.utils.common import TempDirectoryPath, get_temp_dir_name

from headache_relief.rasa_parts.plain_runner import PlainRunner


class RunnableModel(LocalModelStorage):
    """A model's files and metadata, less the schema of its training.

    Reading that schema imports Rasa's validator of training data and, with it, every component
    that Rasa has, TensorFlow included.
    """

    @staticmethod
    def _load_metadata(directory: Path) -> ModelMetadata:
        metadata = json.loads((directory / MODEL_ARCHIVE_METADATA_FILE).read_text())
        return ModelMetadata.from_dict({**metadata, "train_schema": {"nodes": {}}})


def load_model(path: Union[str, Path]) -> tuple[str, ModelMetadata, GraphRunner]:
    """The file's name, the metadata and the runner of the model at `path`.

    `path` is a model or a folder of models, of which the newest is taken. Raises ModelNotFound.
    """
    archive = Path(path) if Path(path).is_file() else _newest(path)
    with TempDirectoryPath(get_temp_dir_name()) as folder:
        try:
            metadata, runner = load_predict_graph_runner(
                Path(folder), archive, RunnableModel, PlainRunner
            )
        except tarfile.ReadError as error:
            raise ModelNotFound(f"The file {archive} is no model; train one anew.") from error
    return archive.name, metadata, runner


def _newest(folder: Union[str, Path]) -> Path:
    newest = get_latest_model(str(folder))
    if newest is None:
        raise ModelNotFound(f"There is no trained model in {folder}; train one first.")
    return Path(newest)
