"""The ways to tell intents that were compared before one was chosen."""

from __future__ import annotations

from typing import Any, Callable, Mapping, Protocol, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression, SGDClassifier

from headache_relief.benchmark.intent_data import Example
from headache_relief.rasa_parts.intent_model import IntentModel
from headache_relief.rasa_parts.intent_opinions import ByWords
from headache_relief.rasa_parts.intent_views import Views
from headache_relief.rasa_parts.plain_model import Array
from headache_relief.vectors.encoder import DIMENSIONS

SCALE_OF_VECTORS = 2.0  # beside sparse features of length 1 each; the best of 1, 2 and 3


class Candidate(Protocol):
    """Learns intents from examples and tells that of a text."""

    def fit(self, examples: Sequence[Example]) -> None: ...

    def intent(self, text: Views) -> str: ...


class Sparse:
    """Logistic regression by stochastic gradient descent on TF-IDF of lemmas, letters, findings."""

    def __init__(self, seed: int) -> None:
        self._words = ByWords(descent(seed, 1e-5))

    def fit(self, examples: Sequence[Example]) -> None:
        self._words.fit([e.views for e in examples], [e.intent for e in examples])

    def intent(self, text: Views) -> str:
        best = self._words.confidences([text]).argmax()
        return str(self._words.classifier.classes_[best])


class Vectors:
    """Logistic regression on sentence vectors."""

    def __init__(self, seed: int) -> None:
        self._model = LogisticRegression(
            C=10, max_iter=200, class_weight="balanced", random_state=seed
        )

    def fit(self, examples: Sequence[Example]) -> None:
        self._model.fit(vectors_of(e.views for e in examples), [e.intent for e in examples])

    def intent(self, text: Views) -> str:
        return str(self._model.predict(vectors_of([text]))[0])


class Both:
    """Logistic regression by stochastic gradient descent on all features side by side."""

    def __init__(self, seed: int) -> None:
        self._views = ByWords(descent(seed, 1e-5))
        self._model = descent(seed, 1e-4)

    def fit(self, examples: Sequence[Example]) -> None:
        texts = [e.views for e in examples]
        sparse = self._views.fit_features(texts)
        self._model.fit(self._beside(sparse, texts), [e.intent for e in examples])

    def intent(self, text: Views) -> str:
        features = self._beside(self._views.features([text]), [text])
        return str(self._model.predict(features)[0])

    @staticmethod
    def _beside(sparse: csr_matrix, texts: Sequence[Views]) -> csr_matrix:
        return hstack([sparse, csr_matrix(SCALE_OF_VECTORS * vectors_of(texts))]).tocsr()


class Opinions:
    """The model in use: words, vectors, the nearest examples and the scope together."""

    def __init__(self, seed: int) -> None:
        self._model = IntentModel(descent(seed, 1e-5))

    def fit(self, examples: Sequence[Example]) -> None:
        self._model.fit(
            [e.views for e in examples],
            [e.intent for e in examples],
            [e.domain for e in examples],
        )

    def intent(self, text: Views) -> str:
        return self._model.intents[int(self._model.confidences(text).argmax())]


CANDIDATES: Mapping[str, Callable[[int], Candidate]] = {
    "logistic regression, sparse": Sparse,
    "logistic regression, vectors": Vectors,
    "logistic regression, both": Both,
    "opinions together (in use)": Opinions,
}


def descent(seed: int, regularisation: float) -> SGDClassifier:
    """Untrained logistic regression by stochastic gradient descent."""
    return SGDClassifier(
        loss="log_loss",
        alpha=regularisation,
        max_iter=30,
        class_weight="balanced",
        random_state=seed,
    )


def vectors_of(texts: Any) -> Array:
    """Texts x 384; zero for a text without a word."""
    nothing = np.zeros(DIMENSIONS, dtype=np.float32)
    return np.stack([nothing if text.vector is None else text.vector for text in texts])
