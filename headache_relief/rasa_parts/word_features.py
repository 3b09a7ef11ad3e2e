"""The features of a few texts at once, from vectorizers that have learnt.

scikit-learn's own `transform` gives the same numbers, but checks so much each time that it takes
several times as long as the work itself for one short text.
"""

from __future__ import annotations

from collections import Counter
from typing import Callable, Iterable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.feature_extraction.text import TfidfVectorizer

from headache_relief.rasa_parts.plain_model import Array


class View:
    """One vectorizer's terms and their weights, as it has learnt them."""

    def __init__(self, vectorizer: TfidfVectorizer) -> None:
        self._terms_of: Callable[[str], Iterable[str]] = vectorizer.build_analyzer()
        self._columns: Mapping[str, int] = vectorizer.vocabulary_
        self._weights: Array = vectorizer.idf_
        self._dampens = vectorizer.sublinear_tf
        self.size = len(self._columns)

    def of(self, text: str) -> tuple[Array, Array]:
        """The columns of the text's known terms, and their values, whose squares add up to 1."""
        known = (self._columns.get(term) for term in self._terms_of(text))
        counts = Counter(column for column in known if column is not None)
        columns = np.array(sorted(counts), dtype=np.int64)
        values = np.array([counts[column] for column in columns.tolist()], dtype=float)
        if self._dampens:
            values = np.log(values) + 1
        values *= self._weights[columns]
        length = np.sqrt(values @ values)
        return columns, values / length if length else values


class WordFeatures:
    """The features of several views of a text, side by side."""

    def __init__(self, vectorizers: Sequence[TfidfVectorizer]) -> None:
        self._views = [View(vectorizer) for vectorizer in vectorizers]

    def of(self, texts: Sequence[Sequence[str]]) -> csr_matrix:
        """Texts x features; each text is given as its views, in the order of the vectorizers."""
        columns: list[Array] = []
        values: list[Array] = []
        ends = [0]
        for text in texts:
            begin = end = 0
            for view, seen in zip(self._views, text, strict=True):
                places, weights = view.of(seen)
                columns.append(places + begin)
                values.append(weights)
                begin += view.size
                end += len(places)
            ends.append(ends[-1] + end)
        width = sum(view.size for view in self._views)
        return csr_matrix(
            (np.concatenate(values), np.concatenate(columns), np.array(ends)),
            shape=(len(texts), width),
        )
