"""A text classifier comes back from its file as it was trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier
from sklearn.pipeline import FeatureUnion, Pipeline

from headache_relief.rasa_parts.plain_model import load_model_into, save_model

TEXTS = [
    "hello there",
    "good morning 💆",
    "my head hurts",
    "my headache pounds",
    "no",
    "not at all",
]
INTENTS = ["greet", "greet", "describe_headache", "describe_headache", "deny", "deny"]
UNSEEN = ["hello head", "completely unknown", ""]


def untrained() -> Pipeline:
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+")
    pieces = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    classifier = SGDClassifier(loss="log_loss", class_weight="balanced", random_state=7)
    return Pipeline(
        [
            ("features", FeatureUnion([("words", words), ("pieces", pieces)])),
            ("classifier", classifier),
        ]
    )


def test_a_loaded_model_decides_exactly_as_the_trained_one(tmp_path: Path) -> None:
    trained = untrained().fit(TEXTS, INTENTS)
    save_model(trained, tmp_path / "model.npz")
    loaded = load_model_into(untrained(), tmp_path / "model.npz")
    texts = TEXTS + UNSEEN
    assert np.array_equal(loaded.predict_proba(texts), trained.predict_proba(texts))
    assert {type(name) for name in loaded.classes_} == {str}


def test_a_file_that_would_run_code_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    with file.open("wb") as written:
        np.savez(written, **{"words.words": np.array([print], dtype=object)})
    with pytest.raises(ValueError, match="allow_pickle"):
        load_model_into(untrained(), file)
