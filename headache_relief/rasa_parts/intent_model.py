"""The model behind the intent classifier: what several opinions on a text come to together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Optional, Sequence

import numpy as np
from sklearn.linear_model import SGDClassifier

from headache_relief.rasa_parts.intent_opinions import ByMeaning, ByWords, log_of, log_shares
from headache_relief.rasa_parts.intent_scope import LEFT_OUT, OUT_OF_SCOPE, Scope
from headache_relief.rasa_parts.intent_views import Views
from headache_relief.rasa_parts.plain_model import (
    Array,
    as_part,
    load_learnt,
    part_of,
    save_learnt,
)


@dataclass(frozen=True)
class Weights:
    """How much each opinion counts, and what makes the confidences come true as often as they say.

    Chosen on held-out messages (docs/classifiers.md). All are divided by `temperature`;
    `words_alone` is for a text without a vector.
    """

    words: float = 1.0
    meaning: float = 1.0
    likeness: float = 15.0
    scope: float = 1.5
    temperature: float = 1.6
    words_alone: float = 1.6


@dataclass
class IntentModel:
    """Opinions by words, by meaning and on the scope; without vectors the words decide alone."""

    classifier: SGDClassifier
    weights: Weights = Weights()
    meaning: ByMeaning = field(default_factory=ByMeaning)
    scope: Scope = field(default_factory=Scope)

    def __post_init__(self) -> None:
        self.words = ByWords(self.classifier)

    @property
    def intents(self) -> Sequence[str]:
        """The intents in the order of the confidences."""
        return [str(intent) for intent in self.classifier.classes_]

    def fit(
        self,
        texts: Sequence[Views],
        intents: Sequence[str],
        domains: Optional[Sequence[Optional[str]]] = None,
    ) -> None:
        """Learns the intents of the texts; `domains` groups those that are out of scope."""
        self.words.fit(texts, intents)
        vectors = _stacked(texts)
        if vectors is not None:
            self.meaning.fit(vectors, intents)
            self.scope.fit(texts, vectors, intents, domains or [None] * len(texts))

    def confidences(self, text: Views) -> Array:
        """The confidence (0 to 1) of each intent for this text; they add up to 1."""
        chances: Array = np.exp(log_shares(self.scores(text)))[0]
        return chances

    def scores(self, text: Views) -> Array:
        """One row, an intent a column: what the opinions come to before they are made shares."""
        by_words = log_of(self.words.confidences([text]))
        if text.vector is None or not self.meaning.trained:
            return self.weights.words_alone * by_words
        vector = text.vector[np.newaxis]
        likeness = self.meaning.likeness(vector)
        scores: Array = (
            self.weights.words * by_words
            + self.weights.meaning * self.meaning.log_confidences(vector)
            + self.weights.likeness * likeness
        )
        if self.scope.trained:
            odds = self.weights.scope * self._scope_odds(text, likeness[0])
            scores[0, ~self._inside] += odds
        return scores / self.weights.temperature

    def _scope_odds(self, text: Views, likeness: Array) -> float:
        outside = likeness[self.intents.index(OUT_OF_SCOPE)]
        return self.scope.log_odds(text, float(likeness[self._inside].max()), float(outside))

    @cached_property
    def _inside(self) -> Array:
        """Of each intent whether it is what the assistant is there for."""
        return np.array([intent not in (OUT_OF_SCOPE, *LEFT_OUT) for intent in self.intents])

    def save(self, file: Path) -> None:
        """Writes what was learnt, as text and numbers."""
        learnt = as_part(self.words.learnt(), "by_words")
        learnt.update(as_part(self.meaning.learnt(), "by_meaning"))
        learnt.update(as_part(self.scope.learnt(), "scope"))
        save_learnt(file, learnt)

    @classmethod
    def load(cls, file: Path, untrained: SGDClassifier, weights: Weights) -> "IntentModel":
        """The model that `save` wrote."""
        model, learnt = cls(untrained, weights), load_learnt(file)
        model.words.restore(part_of(learnt, "by_words"))
        model.meaning.restore(part_of(learnt, "by_meaning"))
        model.scope.restore(part_of(learnt, "scope"))
        return model


def _stacked(texts: Sequence[Views]) -> Optional[Array]:
    """The vectors of the texts, zero for one without a word; None when none has a vector."""
    given = next((text.vector for text in texts if text.vector is not None), None)
    if given is None:
        return None
    nothing = np.zeros_like(given)
    return np.stack([nothing if text.vector is None else text.vector for text in texts])
