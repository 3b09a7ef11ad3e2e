"""What a linear text classifier has learnt, as plain numbers and words in one file.

scikit-learn's own ways are pickle, which runs whatever the file says, and skops, whose import
looks through every module of the process: with Rasa loaded that takes many seconds, and wakes
TensorFlow.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Mapping

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

Array = np.ndarray[Any, Any]
Learnt = Mapping[str, Array]


def save_learnt(file: Path, learnt: Learnt) -> None:
    """Writes arrays of numbers and words under their names."""
    with file.open("wb") as written:
        np.savez(written, **learnt)


def load_learnt(file: Path) -> dict[str, Array]:
    """The arrays that `save_learnt` wrote; ValueError for anything that would run code."""
    with np.load(file, allow_pickle=False) as learnt:
        return {name: learnt[name] for name in learnt.files}


def part_of(learnt: Learnt, part: str) -> dict[str, Array]:
    """The arrays of one part, by their names within it."""
    begin = f"{part}."
    return {n[len(begin) :]: array for n, array in learnt.items() if n.startswith(begin)}


def as_part(learnt: Learnt, part: str) -> dict[str, Array]:
    """The arrays under names that say whose they are."""
    return {f"{part}.{name}": array for name, array in learnt.items()}


def learnt_by_classifier(classifier: SGDClassifier) -> dict[str, Array]:
    """What a trained linear classifier has learnt."""
    return {
        "classes": np.array(classifier.classes_, dtype=str),
        "coefficients": classifier.coef_.astype(np.float32),
        "intercepts": classifier.intercept_,
    }


def restore_classifier(classifier: SGDClassifier, learnt: Learnt) -> None:
    """Fills an untrained classifier, made with the same settings as the trained one."""
    classifier.classes_ = learnt["classes"].astype(object)
    # In this order the weights of one feature lie side by side.
    classifier.coef_ = np.asfortranarray(learnt["coefficients"])
    classifier.intercept_ = learnt["intercepts"]


def learnt_by_vectorizer(vectorizer: TfidfVectorizer) -> dict[str, Array]:
    """The words that a vectorizer knows and their weights."""
    words = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
    return {"words": np.array(words, dtype=str), "weights": vectorizer.idf_}


def restore_vectorizer(vectorizer: TfidfVectorizer, learnt: Learnt) -> None:
    """Fills an untrained vectorizer, made with the same settings as the trained one."""
    words = learnt["words"].tolist()
    vectorizer.vocabulary_ = {word: column for column, word in enumerate(words)}
    vectorizer.fixed_vocabulary_ = False
    vectorizer.idf_ = learnt["weights"]
