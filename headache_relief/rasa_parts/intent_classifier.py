"""Classifies what a message is for, inside Rasa's NLU pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Optional, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, METADATA, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.linear_model import SGDClassifier

from headache_relief.rasa_parts.also_asks import ALSO_ASKS
from headache_relief.rasa_parts.intent_model import IntentModel, Weights
from headache_relief.rasa_parts.intent_views import Views
from headache_relief.rasa_parts.learning_component import LearningComponent
from headache_relief.rasa_parts.questions_within import Asked, in_order, parts_that_ask
from headache_relief.rasa_parts.sentence_vectors import SENTENCE_VECTORS

FILE = "intents.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(LearningComponent):
    """Sets `intent`, `intent_ranking` and `also_asks`; an empty text gets no intent.

    A message that tells something and asks something is for its question: what it tells is
    recorded in any case. `also_asks` names the intents of its further questions.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"ranking_length": 5, "regularisation": 1e-5, "passes": 30, "seed": 7, "weights": {}}

    def __init__(
        self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._model: Optional[IntentModel] = None

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from every example that has an intent."""
        examples = [m for m in training_data.intent_examples if m.get(INTENT) and m.get(TEXT)]
        self._model = IntentModel(self._untrained(), self._weights())
        self._model.fit(
            [_views(m) for m in examples],
            [m.get(INTENT) for m in examples],
            [_domain(m) for m in examples],
        )
        return self.kept()

    def keep(self, folder: Path) -> None:
        self._learnt().save(folder / FILE)

    def recall(self, folder: Path) -> None:
        self._model = IntentModel.load(folder / FILE, self._untrained(), self._weights())

    def process(self, messages: List[Message]) -> List[Message]:
        """The same messages, each with its intent and the most likely others."""
        model = self._learnt()
        for message in messages:
            ranking, also = self._understood(message, model)
            best = ranking[0] if ranking else {"name": None, "confidence": 0.0}
            message.set(INTENT, best, add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            message.set(ALSO_ASKS, also, add_to_output=True)
        return messages

    def _understood(
        self, message: Message, model: IntentModel
    ) -> tuple[List[Dict[Text, Any]], List[Text]]:
        """The ranking of the message's intents, and what else it asks."""
        text = message.get(TEXT) or ""
        if not text.strip():
            return [], []
        ranking = self._ranking(_views(message), model)
        parts = parts_that_ask(text, message.get(SENTENCE_VECTORS))
        best = [self._ranking(part, model)[0] for part in parts]
        return in_order(ranking, [Asked(one["name"], one["confidence"]) for one in best])

    def _ranking(self, views: Views, model: IntentModel) -> List[Dict[Text, Any]]:
        confidences = model.confidences(views)
        best = confidences.argsort()[::-1][: self._config["ranking_length"]]
        return [{"name": model.intents[i], "confidence": float(confidences[i])} for i in best]

    def _learnt(self) -> IntentModel:
        if self._model is None:
            raise ValueError("The intent classifier is not trained: run headache-relief train.")
        return self._model

    def _weights(self) -> Weights:
        return Weights(**self._config["weights"])

    def _untrained(self) -> SGDClassifier:
        return SGDClassifier(
            loss="log_loss",
            alpha=self._config["regularisation"],
            max_iter=self._config["passes"],
            class_weight="balanced",
            random_state=self._config["seed"],
        )


def _views(message: Message) -> Views:
    vectors = message.get(SENTENCE_VECTORS)
    return Views.of(message.get(TEXT) or "", None if vectors is None else vectors.whole)


def _domain(message: Message) -> Optional[Text]:
    """The domain that an example out of scope was written for, from the file's metadata."""
    about = (message.get(METADATA) or {}).get(METADATA_INTENT) or {}
    return about.get("domain")
