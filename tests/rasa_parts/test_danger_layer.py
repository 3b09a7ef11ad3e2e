"""The semantic danger layer learns from a few tellings, is kept as numbers, and never lowers."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import Iterator, Optional

import numpy as np
import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.knowledge.prototypes import Prototype
from headache_relief.language import reader
from headache_relief.rasa_parts import danger_layer
from headache_relief.rasa_parts.case_reader import SCREEN, CaseReader
from headache_relief.rasa_parts.danger_examples import harmless_examples
from headache_relief.rasa_parts.danger_layer import DangerLayer
from headache_relief.rasa_parts.danger_model import EMERGENCY, HEADS, URGENT, DangerModel, Example
from headache_relief.rasa_parts.danger_passages import passages_of
from headache_relief.rasa_parts.sentence_vectors import MessageVectors

DANGER, HARMLESS = 0, 1
DANGEROUS = ["purple frogs sing to me", "the purple frogs are back", "purple frogs everywhere now"]
ORDINARY = ["my head aches a little", "tight after work again", "a cup of tea would help me"]
TOLD = [
    *(Prototype(text, "seizure", Tier.emergency) for text in DANGEROUS),
    *(Prototype(f"green cats {n} dance", "shunt", Tier.emergency) for n in ("one", "two")),
    *(Prototype(f"yellow moons weep {n}", "suicidal_passive", Tier.same_day) for n in "ab"),
    *(Prototype(text, None, Tier.none) for text in ORDINARY),
]


def vectors(text: str, meaning: Optional[int]) -> Optional[MessageVectors]:
    """Every sentence of the text in one direction of meaning, as an encoder would give it."""
    if meaning is None:
        return None
    sentences = reader.sentences(text)
    row = np.zeros(4, dtype=np.float32)
    row[meaning] = 1
    return MessageVectors(whole=row, sentences=sentences, rows=np.stack([row] * len(sentences)))


def example(one: Prototype, with_vectors: bool) -> Example:
    meaning = (DANGER if one.flag else HARMLESS) if with_vectors else None
    passages = passages_of(reader.read(one.text), vectors(one.text, meaning))
    return Example(passages, one.flag, one.tier, crisis=one.flag == "suicidal_passive")


def trained(with_vectors: bool) -> DangerModel:
    model = DangerModel()
    model.fit([example(one, with_vectors) for one in TOLD])
    return model


def loudness(model: DangerModel, text: str, meaning: Optional[int] = None) -> float:
    return float(model.scores(passages_of(reader.read(text), vectors(text, meaning)))[EMERGENCY][0])


class TestModel:
    @pytest.mark.parametrize("with_vectors", [True, False])
    def test_it_tells_danger_from_ordinary_talk(self, with_vectors):
        model = trained(with_vectors)
        meaning = DANGER if with_vectors else None
        assert loudness(model, "frogs, purple ones", meaning) > 0
        assert loudness(model, "tea after work", HARMLESS if with_vectors else None) < 0

    def test_meaning_counts_where_words_are_unknown(self):
        model = trained(with_vectors=True)
        said = "qwert yuiop asdfg"
        assert loudness(model, said, DANGER) > loudness(model, said, HARMLESS)

    def test_without_an_encoder_it_still_goes_by_words(self):
        model = trained(with_vectors=True)
        assert loudness(model, "purple frogs") > loudness(model, "a cup of tea")

    def test_trained_without_an_encoder_it_leaves_vectors_out(self):
        model = trained(with_vectors=False)
        assert not model.knows_vectors
        assert loudness(model, "purple frogs", HARMLESS) == loudness(model, "purple frogs")

    def test_it_says_which_flag_fits(self):
        [passage] = passages_of(reader.read("the green cats"), None)
        fits = trained(with_vectors=False).flag_scores(passage)
        assert fits["shunt"] > fits["seizure"]

    def test_what_it_has_learnt_is_kept_as_numbers(self, tmp_path: Path):
        model = trained(with_vectors=True)
        model.save(tmp_path / "danger.npz")
        kept = DangerModel.load(tmp_path / "danger.npz")
        passages = passages_of(reader.read("purple frogs"), vectors("purple frogs", DANGER))
        for head in HEADS:
            assert np.allclose(kept.scores(passages)[head], model.scores(passages)[head])

    def test_a_near_miss_of_another_flag_counts_by_the_tier_it_deserves(self):
        near = Example(passages_of(reader.read("warfarin and a knock"), None), tier=Tier.same_day)
        assert near.is_of(URGENT) and not near.is_of(EMERGENCY)


class TestPassages:
    def test_the_whole_comes_first_and_then_each_sentence(self):
        said = "Hello to you all there. My arm is weak on one side."
        texts = [passage.text for passage in passages_of(reader.read(said), None)]
        assert texts[0] == said and texts[-1].startswith("My arm") and len(texts) == 3

    def test_a_single_sentence_stands_once(self):
        assert len(passages_of(reader.read("my arm is weak"), None)) == 1

    def test_findings_come_with_their_context(self):
        [passage] = passages_of(reader.read("I have no fever"), None)
        assert "fever:absent:now" in passage.findings

    def test_nothing_said_has_no_passage(self):
        assert passages_of(reader.read("  "), None) == ()


class Storage:
    """A model storage in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @contextmanager
    def write_to(self, resource: Resource) -> Iterator[Path]:
        yield self.folder

    @contextmanager
    def read_from(self, resource: Resource) -> Iterator[Path]:
        yield self.folder


@pytest.fixture
def layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DangerLayer:
    """A layer that was trained on purple frogs, without an encoder, and loaded again."""

    def few_examples(knowledge, encoder):
        return TOLD, [example(one, with_vectors=False) for one in TOLD]

    monkeypatch.setattr(danger_layer, "examples_of_prototypes", few_examples)
    monkeypatch.setattr(danger_layer, "load_encoder", lambda: None)
    config = DangerLayer.get_default_config()
    config["by_words"]["emergency"] = {"sure": 0.2, "ask": 0.0}
    storage, resource = Storage(tmp_path), Resource("danger")
    greeting = Message({TEXT: "good morning to you", INTENT: "greet"})
    DangerLayer.create(config, storage, resource, None).train(TrainingData([greeting]))
    return DangerLayer.load(config, storage, resource, None)


def screened(layer: DangerLayer, text: str) -> dict:
    message = Message({TEXT: text})
    CaseReader(load_knowledge()).process([message])
    layer.process([message])
    return message.get(SCREEN)


class TestLayer:
    def test_what_sounds_like_danger_is_added_to_the_screen(self, layer):
        screen = screened(layer, "the purple frogs sing")
        [flag] = screen["red_flags"]
        assert (flag["flag"], flag["layer"], flag["words"]) == (
            "seizure",
            "semantic",
            ["the purple frogs sing"],
        )
        assert screen["tier"] == "emergency"

    def test_ordinary_talk_adds_nothing(self, layer):
        assert screened(layer, "a cup of tea after work")["red_flags"] == []

    def test_what_the_rules_heard_stays(self, layer):
        flags = screened(layer, "my left arm has gone weak, purple frogs")["red_flags"]
        assert [(f["flag"], f["layer"]) for f in flags] == [("stroke_neuro", "rule")]

    @pytest.mark.parametrize("text", ["yes", "purple frogs", "None of these", "3 days", "", "!!"])
    def test_answers_and_a_word_or_two_sound_like_nothing(self, layer, text):
        assert layer.heard(reader.read(text), None) == ()

    def test_our_own_buttons_sound_like_nothing(self, layer, monkeypatch):
        monkeypatch.setattr(layer, "_titles", frozenset({"the purple frogs sing"}))
        assert layer.heard(reader.read("The purple frogs sing!"), None) == ()
        assert layer.heard(reader.read("the purple frogs sing again"), None)

    def test_every_button_of_the_talk_is_known_as_ours(self, layer):
        assert {"none of these", "make them rarer", "i cant keep still"} <= layer._titles

    def test_another_language_sounds_like_nothing(self, layer):
        said = reader.read("me duele mucho la cabeza desde ayer por la tarde")
        assert layer.heard(said, None) == ()

    def test_where_every_sign_is_denied_it_is_asked_about(self, layer):
        said = "the purple frogs sing, I have no fever"
        assert [sign.ask_back for sign in layer.heard(reader.read(said), None)] == [True]

    def test_the_nearest_tellings_of_the_flag_are_named(self, layer):
        rows = np.eye(4, dtype=np.float32)[[DANGER] * 3]
        layer._tellings = type(layer._tellings)(DANGEROUS, np.array(["seizure"] * 3), rows)
        text = "the purple frogs sing"
        [sign] = layer.heard(reader.read(text), vectors(text, DANGER))
        assert {near.text for near in sign.nearest} == set(DANGEROUS)
        assert all(near.similarity == 1.0 for near in sign.nearest)

    def test_untrained_it_says_what_to_do(self):
        layer = DangerLayer(DangerLayer.get_default_config(), None, Resource("danger"))
        with pytest.raises(ValueError, match="headache-relief train"):
            layer.heard(reader.read("anything at all"), None)


def test_only_messages_without_danger_are_learnt_as_harmless():
    messages = [
        Message({TEXT: "good morning to you", INTENT: "greet"}),
        Message({TEXT: "she has had a fit", INTENT: "report_danger"}),
        Message({TEXT: "my left arm has gone weak", INTENT: "add_detail"}),
        Message({TEXT: "ok", INTENT: "affirm"}),
    ]
    learnt = list(harmless_examples(messages, load_knowledge()))
    assert [one.passages[0].text for one in learnt] == ["good morning to you"]
