"""What the graph components that learn have in common: made empty, or read from the archive."""

from __future__ import annotations

from abc import abstractmethod
from pathlib import Path
from typing import Any, Dict, Text, Type, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.training_data import TrainingData

Made = TypeVar("Made", bound="LearningComponent")


class LearningComponent(GraphComponent):
    """A component of Rasa's NLU pipeline that keeps what it learnt in files of the archive."""

    def __init__(
        self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource

    @abstractmethod
    def keep(self, folder: Path) -> None:
        """Writes what was learnt to the folder."""

    @abstractmethod
    def recall(self, folder: Path) -> None:
        """Reads what `keep` wrote."""

    @classmethod
    def create(
        cls: Type[Made],
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Made:
        """The component before it has learnt."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls: Type[Made],
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Made:
        """The component as it was trained."""
        made = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            made.recall(folder)
        return made

    def kept(self) -> Resource:
        """Where in the archive what was learnt now stands."""
        with self._storage.write_to(self._resource) as folder:
            self.keep(folder)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The training data as it is: nothing learns from what a component here predicts."""
        return training_data
