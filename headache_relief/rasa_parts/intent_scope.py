"""Whether a text is about something that the assistant has nothing to do with.

The words of a request say little when they are those of any request ("how long do I ..."). What
tells is whether its other words ever occur in what is in scope, and whether anything in scope or
out of it is near in meaning. Each training example is judged as if it, or the whole domain that it
belongs to, had never been seen: so it works for domains that nobody thought of.
"""

from __future__ import annotations

from collections import Counter
from typing import Optional, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression
from spacy.lang.en.stop_words import STOP_WORDS

from headache_relief.rasa_parts.intent_views import Views
from headache_relief.rasa_parts.plain_model import Array, Learnt

OUT_OF_SCOPE = "ask_out_of_scope"
LEFT_OUT = frozenset({"other_language"})  # neither in scope nor out of it
RARE = 2  # a word in so few examples may be there by chance
ROWS_AT_ONCE = 256
INVERSE_REGULARISATION = 0.03


class Scope:
    """Logistic regression over seven signs and their products."""

    def __init__(self) -> None:
        self._examples_of_word: Counter[str] = Counter()
        self._mean: Array = np.empty(0)
        self._spread: Array = np.empty(0)
        self._weights: Array = np.empty(0)

    @property
    def trained(self) -> bool:
        """False when there were no vectors, or nothing out of scope, to learn from."""
        return bool(self._weights.size)

    def fit(
        self,
        texts: Sequence[Views],
        vectors: Array,
        intents: Sequence[str],
        domains: Sequence[Optional[str]],
    ) -> None:
        """Learns from examples; `domains` says which of those out of scope belong together."""
        outside = np.array([intent == OUT_OF_SCOPE for intent in intents])
        judged = np.array([intent not in LEFT_OUT for intent in intents])
        if not outside.any():
            return
        for text, out, counts in zip(texts, outside, judged):
            if counts and not out:
                self._examples_of_word.update(_content_words(text))
        likeness = self._likeness_to_others(vectors, outside, judged, np.array(domains, object))
        signs = np.array(
            [
                self._signs(texts[i], likeness[i, 0], likeness[i, 1], seen_in=int(not outside[i]))
                for i in np.flatnonzero(judged)
            ]
        )
        self._mean, self._spread = signs.mean(axis=0), signs.std(axis=0) + 1e-9
        classifier = LogisticRegression(
            C=INVERSE_REGULARISATION, class_weight="balanced", max_iter=500
        )
        classifier.fit(self._products(signs), outside[judged])
        self._weights = np.append(classifier.coef_[0], classifier.intercept_)

    def _likeness_to_others(
        self, vectors: Array, outside: Array, judged: Array, domains: Array
    ) -> Array:
        """Of each example that to the nearest other one in scope, and out of scope elsewhere."""
        nearest = np.zeros((len(vectors), 2))
        for start in range(0, len(vectors), ROWS_AT_ONCE):
            likeness = vectors[start : start + ROWS_AT_ONCE] @ vectors.T
            for row, i in enumerate(range(start, start + len(likeness))):
                others = judged.copy()
                others[i] = False
                beyond = others & outside
                if outside[i] and domains[i] is not None:
                    beyond &= domains != domains[i]
                nearest[i, 0] = likeness[row, others & ~outside].max(initial=0)
                nearest[i, 1] = likeness[row, beyond].max(initial=0)
        return nearest

    def log_odds(self, text: Views, inside: float, outside: float) -> float:
        """The logarithm of the odds that a text is out of scope.

        `inside` and `outside` are its likenesses to the nearest examples in scope and out of it.
        """
        signs = np.array([self._signs(text, inside, outside, seen_in=0)])
        return float((self._products(signs) @ self._weights[:-1])[0] + self._weights[-1])

    def _signs(self, text: Views, inside: float, outside: float, seen_in: int) -> list[float]:
        """`seen_in` is 1 for an example in scope, whose own words don't count as seen."""
        words = _content_words(text)
        seen = [self._examples_of_word[word] - seen_in for word in words]
        unknown = sum(count <= 0 for count in seen)
        rare = sum(count <= RARE for count in seen)
        many = max(len(words), 1)
        found = bool(text.findings)
        length = np.log1p(len(text.lemmas.split()))
        return [inside, outside, unknown, unknown / many, rare / many, found, length]

    def _products(self, signs: Array) -> Array:
        scaled = (signs - self._mean) / self._spread
        first, second = np.triu_indices(scaled.shape[1])
        return np.hstack([scaled, scaled[:, first] * scaled[:, second]])

    def learnt(self) -> dict[str, Array]:
        """What was learnt, as arrays; nothing when it is not trained."""
        if not self.trained:
            return {}
        words = sorted(self._examples_of_word)
        return {
            "words": np.array(words, dtype=str),
            "examples_of_word": np.array([self._examples_of_word[word] for word in words]),
            "mean": self._mean,
            "spread": self._spread,
            "weights": self._weights,
        }

    def restore(self, learnt: Learnt) -> None:
        """Takes over what another has learnt."""
        if learnt:
            counts = zip(learnt["words"].tolist(), learnt["examples_of_word"].tolist())
            self._examples_of_word = Counter(dict(counts))
            self._mean, self._spread = learnt["mean"], learnt["spread"]
            self._weights = learnt["weights"]


def _content_words(text: Views) -> frozenset[str]:
    """The words that say what a text is about."""
    return frozenset(
        lemma
        for lemma in text.lemmas.split()
        if len(lemma) > 1 and lemma.isascii() and lemma.isalpha() and lemma not in STOP_WORDS
    )
