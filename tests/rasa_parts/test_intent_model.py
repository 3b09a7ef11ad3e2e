"""The intent model learns from a few examples, is kept as numbers, and says the same again."""

import pytest
from sklearn.linear_model import SGDClassifier

from headache_relief.rasa_parts.intent_model import (
    MOST_CHARACTERS,
    IntentModel,
    findings_of,
    lemmas_of,
)

EXAMPLES = {
    "greet": ["hello there", "hi", "good morning", "hey, hello"],
    "ask_safety": ["is massage safe", "is it safe to press there", "can massage harm me"],
    "describe_headache": ["my head hurts", "throbbing on one side", "a band round my head"],
}


def untrained() -> SGDClassifier:
    return SGDClassifier(loss="log_loss", random_state=7)


@pytest.fixture(scope="module")
def model() -> IntentModel:
    made = IntentModel(untrained())
    pairs = [(text, intent) for intent, texts in EXAMPLES.items() for text in texts]
    made.fit([text for text, _ in pairs], [intent for _, intent in pairs])
    return made


def best(model: IntentModel, text: str) -> str:
    intents, confidences = model.confidences(text)
    return str(intents[confidences.argmax()])


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("hello!", "greet"),
        ("is a massage safe for me", "ask_safety"),
        ("my head hurts on both sides", "describe_headache"),
    ],
)
def test_it_knows_what_is_like_its_examples(model, text, intent):
    assert best(model, text) == intent


def test_confidences_are_shares_of_one(model):
    _, confidences = model.confidences("hello")
    assert confidences.sum() == pytest.approx(1)


def test_it_is_the_same_after_being_stored(model, tmp_path):
    model.save(tmp_path / "intents.npz")
    loaded = IntentModel.load(tmp_path / "intents.npz", untrained())
    for text in ("hello", "my head throbs", "is it safe"):
        assert list(loaded.confidences(text)[1]) == pytest.approx(list(model.confidences(text)[1]))


def test_words_are_seen_after_typo_repair():
    assert "headache" in lemmas_of("hedache")


def test_a_finding_is_a_word_of_its_own():
    assert "throbbing" in findings_of("throbbing on one side")
    assert "answer-no" in findings_of("no")
    assert "a-number" in findings_of("7")


def test_only_the_beginning_of_a_long_message_says_what_it_is_for():
    assert lemmas_of("hello " * MOST_CHARACTERS).count("hello") <= MOST_CHARACTERS / 6 + 1
