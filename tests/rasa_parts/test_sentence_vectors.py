"""Messages and training examples get vectors of their repaired words, whole and by sentence."""

import logging

import numpy
import pytest
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from headache_relief.rasa_parts import sentence_vectors
from headache_relief.rasa_parts.sentence_vectors import (
    MOST_SENTENCES,
    SENTENCE_VECTORS,
    SentenceVectors,
    vectors_ahead,
    vectors_of,
)
from headache_relief.vectors import ABSENT, load_encoder


@pytest.fixture(scope="module")
def component() -> SentenceVectors:
    return SentenceVectors.create({}, None, None, None)


def vectors(component, text):
    message = Message({TEXT: text})
    component.process([message])
    return message.get(SENTENCE_VECTORS)


def test_a_message_has_a_row_for_each_sentence_and_one_vector_as_a_whole(component):
    found = vectors(component, "My head hurts a lot. My neck is stiff too.")
    assert [s.text for s in found.sentences] == ["my head hurts a lot .", "my neck is stiff too ."]
    together = "my head hurts a lot . my neck is stiff too ."
    expected = load_encoder().encode([s.text for s in found.sentences] + [together])
    assert numpy.abs(found.rows - expected[:2]).max() < 1e-5
    assert numpy.abs(found.whole - expected[2]).max() < 1e-5


def test_of_one_sentence_the_whole_is_its_row(component):
    found = vectors(component, "my head hurts a lot")
    assert found.rows.shape == (1, 384)
    assert numpy.array_equal(found.whole, found.rows[0])


def test_typing_mistakes_do_not_change_the_vectors(component):
    typed = vectors(component, "I hav a teribble migrane today")
    meant = vectors(component, "I have a terrible migraine today")
    assert numpy.abs(typed.rows - meant.rows).max() < 1e-5


@pytest.mark.parametrize("text", ["", "   ", "?!"])
def test_a_message_without_a_word_has_no_vectors(component, text):
    assert vectors(component, text) is None


def test_every_sentence_of_a_long_message_has_a_row_up_to_a_limit(component):
    assert len(vectors(component, "My head really hurts today. " * 30).rows) == 30
    assert len(vectors(component, "My head really hurts today. " * 90).rows) == MOST_SENTENCES


def test_the_beginning_of_a_long_message_decides_its_whole(component):
    beginning = "My head has been hurting for a very long time now. " * 6
    one = vectors(component, beginning + "My arm has gone weak.")
    other = vectors(component, beginning + "I like to play football.")
    assert numpy.array_equal(one.whole, other.whole)
    assert not numpy.allclose(one.rows[-1], other.rows[-1])


def test_vectors_are_kept_out_of_what_rasa_hands_on(component):
    message = Message({TEXT: "my head hurts a lot"})
    component.process([message])
    assert SENTENCE_VECTORS not in message.as_dict(only_output_properties=True)


def test_training_examples_get_theirs_and_keep_a_fingerprint(component):
    examples = [Message({TEXT: text}) for text in ("my head hurts", "", "is massage safe")]
    data = component.process_training_data(TrainingData(examples))
    found = [example.get(SENTENCE_VECTORS) for example in data.training_examples]
    assert [vectors is None for vectors in found] == [False, True, False]
    again = SentenceVectors(load_encoder()).process_training_data(
        TrainingData([Message({TEXT: e.get(TEXT)}) for e in examples])
    )
    assert data.fingerprint() == again.fingerprint()


def test_many_texts_at_once_get_the_vectors_they_get_one_by_one():
    texts = ["yes", "My head hurts. It is awful, really.", "", "is massage safe for me"]
    encoder = load_encoder()
    for together, text in zip(vectors_of(texts, encoder), texts):
        [alone] = vectors_of([text], encoder)
        assert (together is None) == (alone is None)
        if alone is not None:
            assert numpy.abs(together.rows - alone.rows).max() < 1e-5
            assert numpy.abs(together.whole - alone.whole).max() < 1e-5


def test_without_the_packages_messages_go_on_without_vectors_and_it_is_said(monkeypatch, caplog):
    monkeypatch.setattr(sentence_vectors, "load_encoder", lambda: None)
    with caplog.at_level(logging.WARNING):
        component = SentenceVectors.create({}, None, None, None)
    assert caplog.messages == [ABSENT]
    assert vectors(component, "my head hurts a lot") is None


async def test_a_long_message_has_the_same_vectors_when_they_are_made_ahead(
    component, monkeypatch: pytest.MonkeyPatch
):
    text = "My head really hurts today. " * 12
    at_once = vectors(component, text)
    async with vectors_ahead(text):
        monkeypatch.setattr(sentence_vectors, "vectors_of", None)  # nothing is made again
        ahead = vectors(component, text)
    assert numpy.array_equal(ahead.rows, at_once.rows)
    assert numpy.array_equal(ahead.whole, at_once.whole)


async def test_what_is_made_ahead_is_no_other_messages(component):
    async with vectors_ahead("My head really hurts today. " * 12):
        assert vectors(component, "my neck is stiff").rows.shape == (1, 384)
