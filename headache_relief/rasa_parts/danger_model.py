"""How much a passage sounds like danger: linear models over its words, findings and meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Mapping, Optional, Sequence

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from headache_relief.knowledge.base import Tier
from headache_relief.rasa_parts.danger_passages import Passage
from headache_relief.rasa_parts.plain_model import (
    Array,
    as_part,
    learnt_by_vectorizer,
    load_learnt,
    part_of,
    restore_vectorizer,
    save_learnt,
)
from headache_relief.rasa_parts.word_features import WordFeatures

# What each head of the model tells apart from everything else.
EMERGENCY, URGENT, CRISIS = "emergency", "urgent", "crisis"
HEADS = (EMERGENCY, URGENT, CRISIS)
# Chosen by cross-validation; the figures stand in docs/danger.md.
INVERSE_REGULARISATION = 10.0
VECTOR_SCALE = 2.0
WEIGHT_OF_A_SENTENCE = 0.5


@dataclass(frozen=True)
class Example:
    """A text to learn from: its passages, the whole first, and what it should raise."""

    passages: tuple[Passage, ...]
    flag: Optional[str] = None
    tier: Tier = Tier.none
    crisis: bool = False
    weight: float = 1.0

    def is_of(self, head: str) -> bool:
        if head == CRISIS:
            return self.crisis
        least = Tier.emergency if head == EMERGENCY else Tier.same_day
        return self.tier.rank >= least.rank


@dataclass
class DangerModel:
    """Logistic regression: how dangerous, and which red flag; with and without sentence vectors."""

    lemmas: TfidfVectorizer = field(
        default_factory=lambda: TfidfVectorizer(
            ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+", min_df=2
        )
    )
    findings: TfidfVectorizer = field(default_factory=lambda: TfidfVectorizer(token_pattern=r"\S+"))
    heads: dict[str, Array] = field(default_factory=dict)
    flags: tuple[str, ...] = ()
    _features: Optional[WordFeatures] = None

    def fit(self, examples: Sequence[Example]) -> None:
        """Learns from whole texts, and from each sentence of texts that raise nothing."""
        passages, weights, owners = _learnt_from(examples)
        self.lemmas.fit([passage.lemmas for passage in passages])
        self.findings.fit([passage.findings for passage in passages])
        self._features = None
        flagged = np.array([owner.flag is not None for owner in owners])
        names = np.array([owner.flag for owner in owners])[flagged].astype(str)
        self.flags = tuple(np.unique(names))
        words = self._words(passages)
        vectors = _vectors(passages)
        views = {"words": words}
        if vectors is not None:
            views["meaning"] = hstack((csr_matrix(vectors), words)).tocsr()
        for view, features in views.items():
            for head in HEADS:
                wanted = np.array([owner.is_of(head) for owner in owners])
                self.heads[f"{head}.{view}"] = _fitted(features, wanted, weights, "balanced")
            self.heads[f"flags.{view}"] = _fitted(features[flagged], names, weights[flagged])

    def scores(self, passages: Sequence[Passage]) -> dict[str, Array]:
        """For each head the log-odds of each passage; above 0 it is more likely than not."""
        words, vectors = self._words(passages), _vectors(passages)
        return {head: self._score(head, words, vectors)[:, 0] for head in HEADS}

    def flag_scores(self, passage: Passage) -> dict[str, float]:
        """How well each flag fits a passage that is dangerous, as log-odds."""
        scores = self._score("flags", self._words([passage]), _vectors([passage]))[0]
        return dict(zip(self.flags, scores.tolist(), strict=True))

    @property
    def knows_vectors(self) -> bool:
        """False for a model that was trained without sentence vectors."""
        return f"{EMERGENCY}.meaning" in self.heads

    def _words(self, passages: Sequence[Passage]) -> csr_matrix:
        if self._features is None:
            self._features = WordFeatures(list(self._views().values()))
        return self._features.of([(passage.lemmas, passage.findings) for passage in passages])

    def _score(self, head: str, words: csr_matrix, vectors: Optional[Array]) -> Array:
        """Passages x outcomes. The first row of what was learnt are the intercepts."""
        if vectors is None or not self.knows_vectors:
            learnt = self.heads[f"{head}.words"]
            by_words: Array = words @ learnt[1:] + learnt[0]
            return by_words
        learnt = self.heads[f"{head}.meaning"]
        size = vectors.shape[1]
        by_both: Array = vectors @ learnt[1 : 1 + size] + words @ learnt[1 + size :] + learnt[0]
        return by_both

    def save(self, file: Path) -> None:
        """Writes what was learnt, as words and numbers."""
        learnt = {"flags": np.array(self.flags, dtype=str), **as_part(self.heads, "heads")}
        for name, view in self._views().items():
            learnt.update(as_part(learnt_by_vectorizer(view), name))
        save_learnt(file, learnt)

    @classmethod
    def load(cls, file: Path) -> "DangerModel":
        """The model that `save` wrote."""
        learnt = load_learnt(file)
        model = cls(heads=part_of(learnt, "heads"), flags=tuple(learnt["flags"].tolist()))
        for name, view in model._views().items():
            restore_vectorizer(view, part_of(learnt, name))
        return model

    def _views(self) -> Mapping[str, TfidfVectorizer]:
        return {"lemmas": self.lemmas, "findings": self.findings}


def _learnt_from(examples: Sequence[Example]) -> tuple[list[Passage], Array, list[Example]]:
    """Every passage to learn from, its weight, and the example that it belongs to.

    Which sentence of a dangerous message tells the danger is not known; of a harmless one none
    does.
    """
    passages: list[Passage] = []
    weights: list[float] = []
    owners: list[Example] = []
    for example in examples:
        raises = example.flag is not None or example.is_of(URGENT)
        kept = example.passages[:1] if raises else example.passages
        for place, passage in enumerate(kept):
            passages.append(passage)
            weights.append(example.weight * (WEIGHT_OF_A_SENTENCE if place else 1.0))
            owners.append(example)
    return passages, np.array(weights), owners


def _vectors(passages: Sequence[Passage]) -> Optional[Array]:
    known = [passage.vector for passage in passages if passage.vector is not None]
    if len(known) < len(passages):
        return None
    vectors: Array = np.stack(known) * VECTOR_SCALE
    return vectors


def _fitted(
    features: csr_matrix, wanted: Array, weights: Array, balance: Optional[str] = None
) -> Array:
    """A column for each outcome: its intercept, then a coefficient for each feature."""
    classifier = LogisticRegression(
        C=INVERSE_REGULARISATION, class_weight=balance, solver="liblinear", random_state=7
    )
    classifier.fit(features, wanted, sample_weight=weights)
    learnt: Array = np.vstack([classifier.intercept_, classifier.coef_.T])
    return learnt.astype(np.float32)
