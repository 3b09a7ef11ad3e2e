"""Rasa's own neural classifier on the same features, for comparison."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Optional, Sequence

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.nlu.classifiers.diet_classifier import DIETClassifier
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, FEATURE_TYPE_SEQUENCE, INTENT, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import coo_matrix

from headache_relief.benchmark.intent_candidates import descent, vectors_of
from headache_relief.benchmark.intent_data import Example
from headache_relief.rasa_parts.intent_opinions import ByWords
from headache_relief.rasa_parts.intent_views import Views


class Diet:
    """DIET without its entity part, on the sparse features and the sentence vector of a text."""

    def __init__(self, seed: int, epochs: int) -> None:
        self._views = ByWords(descent(seed, 1e-5))
        self._settings = {
            **DIETClassifier.get_default_config(),
            "epochs": epochs,
            "random_seed": seed,
            "entity_recognition": False,
            "constrain_similarities": True,
            "number_of_transformer_layers": 0,
        }

    def fit(self, examples: Sequence[Example]) -> None:
        texts = [example.views for example in examples]
        sparse = self._views.fit_features(texts)
        messages = [
            self._message(row, text, example.intent)
            for row, text, example in zip(sparse, texts, examples)
        ]
        with tempfile.TemporaryDirectory() as folder:
            self._model = DIETClassifier.create(
                self._settings,
                LocalModelStorage(Path(folder)),
                Resource("diet"),
                ExecutionContext(GraphSchema({}), "comparison"),
            )
            self._model.train(TrainingData(messages))

    def intent(self, text: Views) -> str:
        message = self._message(self._views.features([text]), text, None)
        return str(self._model.process([message])[0].get(INTENT)["name"])

    def _message(self, sparse: coo_matrix, text: Views, intent: Optional[str]) -> Message:
        made = Message.build(text.letters or ".", intent)
        words = self._views.lemmas.transform(text.lemmas.split() or ["."])
        made.add_features(Features(coo_matrix(words), FEATURE_TYPE_SEQUENCE, TEXT, "words"))
        made.add_features(Features(coo_matrix(sparse), FEATURE_TYPE_SENTENCE, TEXT, "views"))
        made.add_features(Features(vectors_of([text]), FEATURE_TYPE_SENTENCE, TEXT, "vectors"))
        return made
