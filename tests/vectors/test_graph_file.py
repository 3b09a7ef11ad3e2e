"""The network is built once, again when it must be, and never from weights that are not ours."""

import hashlib
import os
import shutil

import pytest

from headache_relief.vectors import VectorsError, graph_file, load_encoder
from headache_relief.vectors.graph_file import GRAPH, ready_graph
from headache_relief.vectors.weights import WEIGHTS_SHA256, read_weights, weights_folder

ENDINGS = (".json", ".onnx", ".weights")
WEIGHTS = weights_folder() / "model.safetensors"


@pytest.fixture
def built(tmp_path):
    """A folder of our own with the built network, as set-up leaves it."""
    load_encoder()
    for ending in ENDINGS:
        shutil.copy(GRAPH.with_suffix(ending), tmp_path)
    return tmp_path / GRAPH.name


@pytest.fixture
def builds(monkeypatch):
    """The names of the graphs that are built from now on."""
    names = []
    monkeypatch.setattr(graph_file, "_build", lambda weights, graph, sha256: names.append(graph))
    return names


def test_a_network_that_is_up_to_date_is_not_built_again(built, builds):
    assert ready_graph(WEIGHTS, built) == built
    assert builds == []


def test_a_missing_network_is_built(tmp_path):
    graph = ready_graph(WEIGHTS, tmp_path / "new" / "sentence-encoder.onnx")
    assert {file.suffix for file in graph.parent.iterdir()} == set(ENDINGS)
    for ending in ENDINGS:
        assert graph.with_suffix(ending).read_bytes() == GRAPH.with_suffix(ending).read_bytes()


def test_who_may_read_the_network_may_read_its_arrays(tmp_path):
    graph = ready_graph(WEIGHTS, tmp_path / "new" / "sentence-encoder.onnx")
    assert graph.with_suffix(".weights").stat().st_mode == graph.stat().st_mode


def test_a_network_of_another_builder_is_built_again(built, builds, monkeypatch, tmp_path):
    changed = tmp_path / "graph.py"
    changed.write_text("# another version")
    monkeypatch.setattr(graph_file, "BUILDER", changed)
    ready_graph(WEIGHTS, built)
    assert builds == [built]


@pytest.mark.parametrize("ending", [".onnx", ".weights"])
@pytest.mark.parametrize("damage", [lambda file: file.unlink(), lambda file: os.truncate(file, 9)])
def test_a_network_that_was_cut_short_or_deleted_is_built_again(built, builds, damage, ending):
    damage(built.with_suffix(ending))
    ready_graph(WEIGHTS, built)
    assert builds == [built]


@pytest.mark.parametrize("record", ["", "{", "[]"])
def test_a_network_with_an_unreadable_record_is_built_again(built, builds, record):
    built.with_suffix(".json").write_text(record)
    ready_graph(WEIGHTS, built)
    assert builds == [built]


def test_damaged_weights_are_refused_in_one_sentence(built, tmp_path):
    damaged = tmp_path / "model.safetensors"
    damaged.write_bytes(WEIGHTS.read_bytes()[:-1] + b"!")
    with pytest.raises(VectorsError, match="damaged or of another version.*make setup"):
        ready_graph(damaged, built)


def test_missing_weights_are_named(built, tmp_path):
    with pytest.raises(VectorsError, match="model.safetensors can't be read.*make setup"):
        ready_graph(tmp_path / "model.safetensors", built)


def test_a_folder_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "models").write_text("a file where the folder should be")
    with pytest.raises(VectorsError, match="can't be written to .*models.*make setup"):
        ready_graph(WEIGHTS, tmp_path / "models" / "sentence-encoder.onnx")


def test_the_weights_are_the_ones_that_the_checksum_pins():
    content = WEIGHTS.read_bytes()
    assert hashlib.sha256(content).hexdigest() == WEIGHTS_SHA256
    assert read_weights(WEIGHTS)["embeddings.word_embeddings.weight"].shape == (30522, 384)
