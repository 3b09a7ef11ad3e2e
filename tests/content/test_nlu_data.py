"""The training and development messages keep the promises that the classifier rests on."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from tests.content.messages import plain, read_examples

ROOT = Path(__file__).resolve().parents[2]
DEVELOPMENT = ROOT / "tests" / "data" / "development"
FEWEST_EXAMPLES = 15
FEWEST_DEVELOPMENT_MESSAGES = 6


def read_lines(name: str) -> list[dict[str, str]]:
    lines = (DEVELOPMENT / name).read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def training() -> list[tuple[str, str]]:
    files = sorted((ROOT / "data" / "nlu").glob("*.yml"))
    return [example for file in files for example in read_examples(file)]


@pytest.fixture(scope="module")
def development() -> list[dict[str, str]]:
    return read_lines("intents.jsonl")


@pytest.fixture(scope="module")
def intents() -> set[str]:
    domain = YAML(typ="safe").load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    return set(domain["intents"])


def test_every_intent_of_the_domain_has_enough_examples(
    training: list[tuple[str, str]], intents: set[str]
) -> None:
    counts = Counter(intent for _, intent in training)
    assert {name: counts[name] for name in intents if counts[name] < FEWEST_EXAMPLES} == {}


def test_every_example_belongs_to_an_intent_of_the_domain(
    training: list[tuple[str, str]], intents: set[str]
) -> None:
    assert {intent for _, intent in training} - intents == set()


def test_no_example_stands_twice_in_an_intent(training: list[tuple[str, str]]) -> None:
    counts = Counter((text.casefold(), intent) for text, intent in training)
    assert [entry for entry, count in counts.items() if count > 1] == []


def test_no_example_stands_under_two_intents(training: list[tuple[str, str]]) -> None:
    by_words: dict[str, set[str]] = {}
    for text, intent in training:
        by_words.setdefault(plain(text) or text, set()).add(intent)
    assert {words: names for words, names in by_words.items() if len(names) > 1} == {}


def test_no_development_message_is_a_training_example(
    training: list[tuple[str, str]], development: list[dict[str, str]]
) -> None:
    learnt = {plain(text) for text, _ in training}
    assert [line["text"] for line in development if plain(line["text"]) in learnt] == []


def test_every_intent_has_development_messages(
    development: list[dict[str, str]], intents: set[str]
) -> None:
    counts = Counter(line["intent"] for line in development)
    assert [name for name in intents if counts[name] < FEWEST_DEVELOPMENT_MESSAGES] == []


def test_development_messages_name_intents_of_the_domain(
    development: list[dict[str, str]], intents: set[str]
) -> None:
    named = {line[key] for line in development for key in ("intent", "also") if key in line}
    assert named - intents == set()


@pytest.mark.parametrize("samples", ["redflag_phrases.jsonl", "negatives.jsonl"])
def test_no_example_copies_a_sample_sentence(samples: str, training: list[tuple[str, str]]) -> None:
    sample_sentences = {plain(line["text"]) for line in read_lines(samples)}
    assert [text for text, _ in training if plain(text) in sample_sentences] == []


def test_the_small_test_set_is_not_part_of_the_training(training: list[tuple[str, str]]) -> None:
    learnt = {plain(text) for text, _ in training}
    tested = read_examples(ROOT / "tests" / "nlu" / "test_data.yml")
    assert [text for text, _ in tested if plain(text) in learnt] == []
