"""What the semantic danger layer learns from is read strictly, and fits the red flags."""

from pathlib import Path

import pytest

from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.knowledge.prototypes import (
    faults_in_prototypes,
    load_harmless,
    load_prototypes,
    prototypes,
)
from headache_relief.knowledge.yaml_files import KnowledgeError

HARMLESS = "phrases:\n  - {text: a dull ache, why: benign}\n"
SEIZURE = "flag: seizure\nphrases:\n  - she shook all over\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "harmless.yml").write_text(HARMLESS)
    (tmp_path / "seizure.yml").write_text(SEIZURE)
    return tmp_path


def test_the_files_fit_together(knowledge: Knowledge) -> None:
    assert faults_in_prototypes(knowledge.red_flags) == []


def test_every_urgent_flag_has_enough_phrases_and_near_misses(knowledge: Knowledge) -> None:
    files = load_prototypes()
    for name, flag in knowledge.red_flags.items():
        if flag.tier.stops_massage and name != "screen_unanswered":
            assert len(files[name].phrases) >= 25, name
            assert len(files[name].near_misses) >= 10, name
    assert len(load_harmless().phrases) >= 500


def test_each_text_comes_with_what_it_should_raise(folder: Path) -> None:
    found = {p.text: (p.flag, p.tier) for p in prototypes({"seizure": Tier.emergency}, folder)}
    assert found == {
        "she shook all over": ("seizure", Tier.emergency),
        "a dull ache": (None, Tier.none),
    }


@pytest.mark.parametrize(
    ("file", "content", "names"),
    [
        ("seizure.yml", "flag: stroke_neuro\nphrases:\n  - words\n", "name the file"),
        ("seizure.yml", SEIZURE + "colour: red\n", "colour"),
        ("seizure.yml", SEIZURE + "near_misses:\n  - {text: none, tier: grave, why: no}\n", "tier"),
        ("harmless.yml", "phrases: []\n", "phrases"),
    ],
)
def test_a_mistake_is_told_with_its_file(folder: Path, file: str, content: str, names: str) -> None:
    (folder / file).write_text(content)
    [fault] = faults_in_prototypes(["seizure"], folder)
    assert fault.startswith(file) and names in fault


def test_a_text_that_stands_twice_is_found(folder: Path) -> None:
    (folder / "harmless.yml").write_text(HARMLESS + "  - {text: She  shook all over, why: no}\n")
    [fault] = faults_in_prototypes(["seizure"], folder)
    assert "seizure.yml" in fault and "harmless.yml" in fault


def test_a_file_of_no_flag_is_found(folder: Path) -> None:
    [fault] = faults_in_prototypes(["stroke_neuro"], folder)
    assert fault.startswith("seizure.yml")
    with pytest.raises(KnowledgeError, match="red_flags.yml"):
        prototypes({}, folder)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="harmless.yml is missing"):
        load_harmless(tmp_path)


def test_messages_are_read_with_what_they_should_raise(folder: Path) -> None:
    (folder / "messages").mkdir()
    lines = (
        '{"text": "a fit", "flag": "seizure", "tier": "emergency"}\n{"text": "fine", "why": "no"}\n'
    )
    (folder / "messages" / "told.jsonl").write_text(lines)
    found = {p.text: p.flag for p in prototypes({"seizure": Tier.emergency}, folder)}
    assert found["a fit"] == "seizure" and found["fine"] is None


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ('{"text": "a fit", "flag": "sezure", "tier": "emergency"}', "sezure"),
        ('{"text": "a fit"}', "why it is harmless"),
        ('{"text": "she shook all over", "why": "no"}', "keep one"),
        ('{"text": ', "line 1"),
    ],
)
def test_a_mistake_in_a_message_is_told_with_its_file(folder: Path, line: str, names: str) -> None:
    (folder / "messages").mkdir()
    (folder / "messages" / "told.jsonl").write_text(line + "\n")
    [fault] = faults_in_prototypes(["seizure"], folder)
    assert "told.jsonl" in fault and names in fault
