"""Two opinions on what a text is for: by its words, and by what it means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Optional, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, SGDClassifier

from headache_relief.rasa_parts.intent_views import Views
from headache_relief.rasa_parts.plain_model import (
    Array,
    Learnt,
    as_part,
    learnt_by_classifier,
    learnt_by_vectorizer,
    part_of,
    restore_classifier,
    restore_vectorizer,
)
from headache_relief.rasa_parts.word_features import WordFeatures

# Chosen on held-out messages; the figures stand in docs/classifiers.md.
INVERSE_REGULARISATION = 10.0
PASSES_OVER_VECTORS = 200


@dataclass
class ByWords:
    """Logistic regression over a text's lemmas, its letters, and what was found in it."""

    classifier: SGDClassifier
    lemmas: TfidfVectorizer = field(
        default_factory=lambda: TfidfVectorizer(
            ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+"
        )
    )
    letters: TfidfVectorizer = field(
        default_factory=lambda: TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2
        )
    )
    findings: TfidfVectorizer = field(default_factory=lambda: TfidfVectorizer(token_pattern=r"\S+"))
    _features: Optional[WordFeatures] = None

    def fit(self, texts: Sequence[Views], intents: Sequence[str]) -> None:
        """Learns the intents of the texts."""
        self.classifier.fit(self.fit_features(texts), list(intents))

    def fit_features(self, texts: Sequence[Views]) -> csr_matrix:
        """The features of the texts, after learning which there are; texts x features."""
        self.lemmas.fit([text.lemmas for text in texts])
        self.letters.fit([text.letters for text in texts])
        self.findings.fit([text.findings for text in texts])
        self._features = None
        return self.features(texts)

    def confidences(self, texts: Sequence[Views]) -> Array:
        """Texts x intents in alphabetical order; the confidences of a text add up to 1."""
        features = self.features(texts)
        rows = zip(features.indptr, features.indptr[1:])
        decisions = np.stack(
            [self._decision(features.indices[a:b], features.data[a:b]) for a, b in rows]
        )
        chances: Array = expit(decisions)
        chances /= chances.sum(axis=1, keepdims=True)
        return chances

    def _decision(self, columns: Array, values: Array) -> Array:
        """How far a text is on each intent's side.

        scikit-learn's own `predict_proba` goes through the weights of all features, most of them
        absent, and takes ten times as long.
        """
        decision: Array = values @ self.classifier.coef_.T[columns] + self.classifier.intercept_
        return decision

    def features(self, texts: Sequence[Views]) -> csr_matrix:
        """Texts x features."""
        if self._features is None:
            self._features = WordFeatures(list(self._views().values()))
        return self._features.of([(text.lemmas, text.letters, text.findings) for text in texts])

    def learnt(self) -> dict[str, Array]:
        """What was learnt, as arrays."""
        arrays = learnt_by_classifier(self.classifier)
        for name, view in self._views().items():
            arrays.update(as_part(learnt_by_vectorizer(view), name))
        return arrays

    def restore(self, learnt: Learnt) -> None:
        """Takes over what another, made with the same settings, has learnt."""
        restore_classifier(self.classifier, learnt)
        self._features = None
        for name, view in self._views().items():
            restore_vectorizer(view, part_of(learnt, name))

    def _views(self) -> dict[str, TfidfVectorizer]:
        return {"lemmas": self.lemmas, "letters": self.letters, "findings": self.findings}


class ByMeaning:
    """Logistic regression over sentence vectors, and the nearest example of each intent."""

    def __init__(self) -> None:
        self._coefficients: Optional[Array] = None
        self._intercepts: Array = np.empty(0)
        self._examples: Array = np.empty(0)
        self._first_of_intent: Array = np.empty(0, dtype=int)

    @property
    def trained(self) -> bool:
        """False for a model that was trained without sentence vectors."""
        return self._coefficients is not None

    def fit(self, vectors: Array, intents: Sequence[str]) -> None:
        """Learns the intents of the texts with these vectors."""
        classifier = LogisticRegression(
            C=INVERSE_REGULARISATION, max_iter=PASSES_OVER_VECTORS, class_weight="balanced"
        )
        classifier.fit(vectors, list(intents))
        self._coefficients = classifier.coef_.astype(np.float32)
        self._intercepts = classifier.intercept_.astype(np.float32)
        names = np.array(intents, dtype=str)
        order = np.argsort(names, kind="stable")
        self._examples = vectors[order]
        self._first_of_intent = np.unique(names[order], return_index=True)[1]

    def log_confidences(self, vectors: Array) -> Array:
        """The logarithms of the confidences by regression: texts x intents in order."""
        return log_shares(vectors @ self._weights.T + self._intercepts)

    def likeness(self, vectors: Array) -> Array:
        """The cosine similarity to the nearest example of each intent: texts x intents in order."""
        of_examples = vectors @ self._examples.T
        nearest: Array = np.maximum.reduceat(of_examples, self._first_of_intent, axis=1)
        return nearest

    @property
    def _weights(self) -> Array:
        if self._coefficients is None:
            raise ValueError("The model knows no sentence vectors: run headache-relief train.")
        return self._coefficients

    def learnt(self) -> dict[str, Array]:
        """What was learnt, as arrays; nothing when it is not trained."""
        if self._coefficients is None:
            return {}
        return {
            "coefficients": self._coefficients,
            "intercepts": self._intercepts,
            "examples": self._examples,
            "first_of_intent": self._first_of_intent,
        }

    def restore(self, learnt: Learnt) -> None:
        """Takes over what another has learnt."""
        if learnt:
            self._coefficients = learnt["coefficients"]
            self._intercepts = learnt["intercepts"]
            self._examples = learnt["examples"]
            self._first_of_intent = learnt["first_of_intent"]


def log_shares(scores: Array) -> Array:
    """The logarithms of shares of one, for each row of scores."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    logs: Array = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return logs


def log_of(chances: Array, least: float = 1e-6) -> Array:
    """The logarithms of chances, none of them below `least`."""
    logs: Array = np.log(np.maximum(chances, least))
    return logs
