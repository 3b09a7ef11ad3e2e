"""A trained text classifier as plain numbers and words in one file.

scikit-learn's own ways are pickle, which runs whatever the file says, and skops, whose import
looks through every module of the process: with Rasa loaded that takes many seconds.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import Pipeline

# The steps of the pipeline that this file knows how to keep.
FEATURES = "features"
CLASSIFIER = "classifier"


def save_model(model: Pipeline, file: Path) -> None:
    """Writes a trained pipeline: a union of TF-IDF vectorizers, then a linear classifier."""
    classifier = model.named_steps[CLASSIFIER]
    learnt = {
        "classes": np.array(classifier.classes_, dtype=str),
        "coefficients": classifier.coef_,
        "intercepts": classifier.intercept_,
    }
    for name, vectorizer in _vectorizers(model):
        words = sorted(vectorizer.vocabulary_, key=vectorizer.vocabulary_.get)
        learnt[f"{name}.words"] = np.array(words, dtype=str)
        learnt[f"{name}.weights"] = vectorizer.idf_
    with file.open("wb") as written:
        np.savez(written, **learnt)


def load_model_into(model: Pipeline, file: Path) -> Pipeline:
    """Fills an untrained pipeline, made as the saved one was, with what that one had learnt."""
    with np.load(file, allow_pickle=False) as learnt:
        for name, vectorizer in _vectorizers(model):
            words = learnt[f"{name}.words"].tolist()
            vectorizer.vocabulary_ = {word: column for column, word in enumerate(words)}
            vectorizer.fixed_vocabulary_ = False
            vectorizer.idf_ = learnt[f"{name}.weights"]
        classifier: SGDClassifier = model.named_steps[CLASSIFIER]
        classifier.classes_ = learnt["classes"].astype(object)
        classifier.coef_ = learnt["coefficients"]
        classifier.intercept_ = learnt["intercepts"]
    return model


def _vectorizers(model: Pipeline) -> list[tuple[str, TfidfVectorizer]]:
    vectorizers: list[tuple[str, TfidfVectorizer]] = model.named_steps[FEATURES].transformer_list
    return vectorizers
