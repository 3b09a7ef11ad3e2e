"""What a linear text classifier has learnt, as plain numbers and words in one file.

scikit-learn's own ways are pickle, which runs whatever the file says, and skops, whose import
looks through every module of the process: with Rasa loaded that takes many seconds, and wakes
TensorFlow.
"""

from __future__ import annotations

from pathlib import Path
from typing import Mapping

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier


def save_learnt(
    file: Path, classifier: SGDClassifier, vectorizers: Mapping[str, TfidfVectorizer]
) -> None:
    """Writes what a trained classifier and the vectorizers before it have learnt."""
    learnt = {
        "classes": np.array(classifier.classes_, dtype=str),
        "coefficients": classifier.coef_,
        "intercepts": classifier.intercept_,
    }
    for name, vectorizer in vectorizers.items():
        words = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
        learnt[f"{name}.words"] = np.array(words, dtype=str)
        learnt[f"{name}.weights"] = vectorizer.idf_
    with file.open("wb") as written:
        np.savez(written, **learnt)


def load_learnt(
    file: Path, classifier: SGDClassifier, vectorizers: Mapping[str, TfidfVectorizer]
) -> None:
    """Fills untrained parts, made with the same settings as the saved ones, from the file."""
    with np.load(file, allow_pickle=False) as learnt:
        for name, vectorizer in vectorizers.items():
            words = learnt[f"{name}.words"].tolist()
            vectorizer.vocabulary_ = {word: column for column, word in enumerate(words)}
            vectorizer.fixed_vocabulary_ = False
            vectorizer.idf_ = learnt[f"{name}.weights"]
        classifier.classes_ = learnt["classes"].astype(object)
        # In this order scikit-learn needn't copy all of them for every text that it classifies.
        classifier.coef_ = np.asfortranarray(learnt["coefficients"])
        classifier.intercept_ = learnt["intercepts"]
