"""Rasa's logistic regression for intents, kept as plain numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier

FILE = "coefficients.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class LinearIntentClassifier(LogisticRegressionClassifier):
    """Loads at once: Rasa's own class imports skops, which looks through every imported module.

    It also takes scikit-learn's `C`, the inverse of regularisation, which Rasa's own ignores.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        return {**LogisticRegressionClassifier.get_default_config(), "C": 1.0}

    def __init__(
        self, config: dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, name, model_storage, resource)
        self.clf.set_params(C=self.config["C"])

    def persist(self) -> None:
        """Writes what was learnt; text and numbers only, nothing that runs when it is read."""
        with self._model_storage.write_to(self._resource) as folder:
            np.savez(
                folder / FILE,
                classes=np.array(self.clf.classes_, dtype=str),
                coefficients=self.clf.coef_,
                intercepts=self.clf.intercept_,
            )

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **unused: Any,
    ) -> LinearIntentClassifier:
        """The classifier as it was trained."""
        made = cls(config, execution_context.node_name, model_storage, resource)
        with model_storage.read_from(resource) as folder, np.load(folder / FILE) as learnt:
            made.clf.classes_ = learnt["classes"].astype(object)
            made.clf.coef_ = learnt["coefficients"]
            made.clf.intercept_ = learnt["intercepts"]
        return made
