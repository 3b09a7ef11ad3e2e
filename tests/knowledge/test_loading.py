"""A mistake in a knowledge file is told in one sentence that names file, entry and key."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from headache_relief.knowledge.checks import check_all
from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge
from headache_relief.knowledge.yaml_files import KNOWLEDGE, LEXICON, KnowledgeError


@pytest.fixture()
def copied(tmp_path: Path) -> Path:
    """A copy of the knowledge files that a test may spoil."""
    shutil.copytree(KNOWLEDGE, tmp_path / "knowledge")
    return tmp_path / "knowledge"


def spoil(directory: Path, file: str, old: str, new: str) -> None:
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r} to spoil"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def complaint(directory: Path) -> str:
    with pytest.raises(KnowledgeError) as caught:
        load_knowledge(directory, LEXICON)
    return str(caught.value)


def test_the_knowledge_is_complete(knowledge: Knowledge) -> None:
    assert set(knowledge.patterns) == {
        "tension",
        "migraine",
        "cluster",
        "cervicogenic",
        "jaw",
        "sinus",
        "eyestrain",
        "lifestyle",
    }
    assert len(knowledge.techniques) == 17
    assert len(knowledge.emergency_numbers) == 85
    assert len(knowledge.red_flags) >= 46
    assert knowledge.article and knowledge.referrals and knowledge.wording and knowledge.choices


def test_the_knowledge_is_read_once() -> None:
    assert load_knowledge() is load_knowledge()


@pytest.mark.parametrize(
    ("file", "old", "new", "names"),
    [
        ("techniques.yml", "    summary:", "    sumary:", ("relaxation_massage", "summary")),
        (
            "techniques.yml",
            "certainty: low",
            "certainty: high",
            ("relaxation_massage", "certainty"),
        ),
        ("techniques.yml", "pressure: 2}", "pressure: 7}", ("relaxation_massage", "pressure")),
        ("patterns.yml", "weight: 2", "weight: two", ("tension", "features", "weight")),
        ("patterns.yml", "when: both_sides", "when: Both Sides", ("tension", "'Both Sides'")),
        ("patterns.yml", "{all: [light", "{every: [light", ("tension", "when", "absent, all, any")),
        ("patterns.yml", "at_least: 50}", "atleast: 50}", ("jaw", "guards", "atleast")),
        (
            "precautions.yml",
            "    level: absolute",
            "    level: total",
            ("recent_vessel_event", "level"),
        ),
        ("questions.yml", "kind: checklist", "kind: list", ("danger_now", "kind")),
        ("overlays.yml", "at_least: 15", "at_least: many", ("many_headache_days", "'many'")),
        ("choices.yml", "means: agree", "meaning: agree", ("consent", "means")),
    ],
)
def test_a_wrong_key_or_value_is_named(
    file: str, old: str, new: str, names: tuple[str, ...], copied: Path
) -> None:
    spoil(copied, file, old, new)
    told = complaint(copied)
    assert told.startswith(f"{file}: ")
    assert all(name in told for name in names), told
    assert "\n" not in told


def test_an_unknown_key_is_named(copied: Path) -> None:
    spoil(copied, "techniques.yml", "    summary:", "    colour: blue\n    summary:")
    assert complaint(copied).startswith("techniques.yml: relaxation_massage: colour: ")


def test_broken_yaml_is_told_with_its_line(copied: Path) -> None:
    spoil(copied, "overlays.yml", "overlays:\n", "overlays:\n  - [\n")
    assert complaint(copied).startswith("overlays.yml, line ")


def test_a_missing_file_is_named(copied: Path) -> None:
    (copied / "referrals.yml").unlink()
    assert complaint(copied).startswith("referrals.yml is missing")


def test_a_second_section_in_a_file_is_named(copied: Path) -> None:
    path = copied / "overlays.yml"
    path.write_text(path.read_text(encoding="utf-8") + "aura: {}\n", encoding="utf-8")
    assert complaint(copied).startswith("overlays.yml: aura: ")


def test_the_check_reports_a_file_that_cannot_be_read(copied: Path) -> None:
    spoil(copied, "techniques.yml", "certainty: low", "certainty: high")
    assert len(check_all(copied)) == 1
