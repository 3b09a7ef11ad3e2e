"""The intent model learns from a few examples, is kept as numbers, and says the same again."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import numpy as np
import pytest
from sklearn.linear_model import SGDClassifier

from headache_relief.rasa_parts.intent_model import IntentModel, Weights
from headache_relief.rasa_parts.intent_views import (
    MOST_CHARACTERS,
    Views,
    findings_of,
    lemmas_of,
)

EXAMPLES = {
    "greet": ["hello there", "hi", "good morning", "hey, hello"],
    "ask_safety": ["is massage safe", "is it safe to press there", "can massage harm me"],
    "describe_headache": ["my head hurts", "throbbing on one side", "a band round my head"],
    "ask_out_of_scope": ["what is the weather", "book a flight to rome", "play some music"],
}
# Directions of meaning, as an encoder would give them.
MEANINGS = {"greet": 0, "ask_safety": 1, "describe_headache": 2, "ask_out_of_scope": 3}


def untrained() -> SGDClassifier:
    return SGDClassifier(loss="log_loss", random_state=7)


def meaning(intent: str) -> np.ndarray:
    vector = np.full(4, 0.1, dtype=np.float32)
    vector[MEANINGS[intent]] = 1
    return vector / np.linalg.norm(vector)


def trained(with_vectors: bool) -> IntentModel:
    model = IntentModel(untrained())
    pairs = [(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    model.fit(
        [Views.of(text, meaning(intent) if with_vectors else None) for text, intent in pairs],
        [intent for _, intent in pairs],
    )
    return model


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return trained(with_vectors=False)


@pytest.fixture(scope="module")
def with_vectors() -> IntentModel:
    return trained(with_vectors=True)


def best(model: IntentModel, text: str, vector: Optional[np.ndarray] = None) -> str:
    return model.intents[int(model.confidences(Views.of(text, vector)).argmax())]


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hello!", "greet"),
        ("is a massage safe for me", "ask_safety"),
        ("my head hurts on both sides", "describe_headache"),
    ],
)
def test_it_knows_what_is_like_its_examples(model: IntentModel, text: str, intent: str) -> None:
    assert best(model, text) == intent


def test_the_meaning_decides_where_the_words_are_unknown(with_vectors: IntentModel) -> None:
    assert best(with_vectors, "salutations", meaning("greet")) == "greet"


def test_a_message_without_vectors_is_judged_by_its_words(with_vectors: IntentModel) -> None:
    assert best(with_vectors, "is a massage safe for me") == "ask_safety"


def test_a_model_trained_without_vectors_does_without_them(model: IntentModel) -> None:
    assert best(model, "is a massage safe for me", meaning("greet")) == "ask_safety"


def test_unknown_words_and_a_far_meaning_make_it_more_likely_out_of_scope(
    with_vectors: IntentModel,
) -> None:
    outside = with_vectors.intents.index("ask_out_of_scope")
    known = with_vectors.confidences(Views.of("is it safe to press there", meaning("ask_safety")))
    foreign = with_vectors.confidences(
        Views.of("is it safe to climb volcanoes", meaning("ask_out_of_scope"))
    )
    assert foreign[outside] > known[outside]


@pytest.mark.parametrize("vector", [None, meaning("greet")])
def test_confidences_are_shares_of_one(
    with_vectors: IntentModel, vector: Optional[np.ndarray]
) -> None:
    assert with_vectors.confidences(Views.of("hello", vector)).sum() == pytest.approx(1)


@pytest.mark.parametrize("vector", [None, meaning("ask_safety")])
def test_it_is_the_same_after_being_stored(
    with_vectors: IntentModel, tmp_path: Path, vector: Optional[np.ndarray]
) -> None:
    with_vectors.save(tmp_path / "intents.npz")
    loaded = IntentModel.load(tmp_path / "intents.npz", untrained(), Weights())
    for text in ("hello", "my head throbs", "is it safe"):
        views = Views.of(text, vector)
        before = with_vectors.confidences(views)
        assert loaded.confidences(views) == pytest.approx(before, abs=1e-5)


def test_words_are_seen_after_typo_repair() -> None:
    assert "headache" in lemmas_of("hedache")


def test_a_finding_is_a_word_of_its_own() -> None:
    assert "throbbing" in findings_of("throbbing on one side")
    assert "answer-no" in findings_of("no")
    assert "a-number" in findings_of("7")


def test_only_the_beginning_of_a_long_message_says_what_it_is_for() -> None:
    assert lemmas_of("hello " * MOST_CHARACTERS).count("hello") <= MOST_CHARACTERS / 6 + 1


@pytest.mark.parametrize("text", ["is it safe to press my head", "hello", "", "zzz"])
def test_the_words_say_what_the_classifier_says(model: IntentModel, text: str) -> None:
    views = [Views.of(text), Views.of("play music")]
    expected = model.words.classifier.predict_proba(model.words.features(views))
    assert np.allclose(model.words.confidences(views), expected, rtol=1e-9, atol=1e-12)
