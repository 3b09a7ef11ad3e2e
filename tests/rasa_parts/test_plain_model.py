"""A text classifier comes back from its file as it was trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from headache_relief.rasa_parts.plain_model import load_learnt, save_learnt

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


class Model:
    """A classifier over two views of a text."""

    def __init__(self) -> None:
        self.classifier = SGDClassifier(loss="log_loss", class_weight="balanced", random_state=7)
        self.views = {
            "words": TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+"),
            "letters": TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=2),
        }

    def fit(self) -> Model:
        views = [view.fit_transform(TEXTS) for view in self.views.values()]
        self.classifier.fit(hstack(views).tocsr(), INTENTS)
        return self

    def confidences(self, texts: list[str]) -> np.ndarray:
        views = [view.transform(texts) for view in self.views.values()]
        return self.classifier.predict_proba(hstack(views).tocsr())


def test_a_loaded_model_decides_exactly_as_the_trained_one(tmp_path: Path) -> None:
    trained, loaded = Model().fit(), Model()
    save_learnt(tmp_path / "model.npz", trained.classifier, trained.views)
    load_learnt(tmp_path / "model.npz", loaded.classifier, loaded.views)
    texts = TEXTS + UNSEEN
    assert np.array_equal(loaded.confidences(texts), trained.confidences(texts))
    assert list(loaded.classifier.classes_) == ["deny", "describe_headache", "greet"]
    assert {type(name) for name in loaded.classifier.classes_} == {str}


def test_a_file_that_would_run_code_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    with file.open("wb") as written:
        np.savez(written, **{"words.words": np.array([print], dtype=object)})
    empty = Model()
    with pytest.raises(ValueError, match="allow_pickle"):
        load_learnt(file, empty.classifier, empty.views)
