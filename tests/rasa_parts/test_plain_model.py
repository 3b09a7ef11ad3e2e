"""A text classifier comes back from its file as it was trained."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from headache_relief.rasa_parts.plain_model import (
    as_part,
    learnt_by_classifier,
    learnt_by_vectorizer,
    load_learnt,
    part_of,
    restore_classifier,
    restore_vectorizer,
    save_learnt,
)

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


def untrained() -> tuple[SGDClassifier, TfidfVectorizer]:
    return (
        SGDClassifier(loss="log_loss", class_weight="balanced", random_state=7),
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+"),
    )


def test_a_loaded_model_decides_as_the_trained_one(tmp_path: Path) -> None:
    classifier, words = untrained()
    classifier.fit(words.fit_transform(TEXTS), INTENTS)
    learnt = as_part(learnt_by_classifier(classifier), "classifier")
    learnt.update(as_part(learnt_by_vectorizer(words), "words"))
    save_learnt(tmp_path / "model.npz", learnt)

    loaded, view = untrained()
    kept = load_learnt(tmp_path / "model.npz")
    restore_classifier(loaded, part_of(kept, "classifier"))
    restore_vectorizer(view, part_of(kept, "words"))
    texts = TEXTS + UNSEEN
    before = classifier.predict_proba(words.transform(texts))
    assert loaded.predict_proba(view.transform(texts)) == pytest.approx(before, abs=1e-6)
    assert list(loaded.classes_) == ["deny", "describe_headache", "greet"]
    assert {type(name) for name in loaded.classes_} == {str}


def test_a_file_that_would_run_code_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "model.npz"
    with file.open("wb") as written:
        np.savez(written, **{"words.words": np.array([print], dtype=object)})
    with pytest.raises(ValueError, match="allow_pickle"):
        load_learnt(file)


def test_a_part_without_arrays_is_empty() -> None:
    assert part_of({"words.weights": np.ones(1)}, "by_meaning") == {}
