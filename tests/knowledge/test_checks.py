"""Names that nothing defines, and gaps that would miss a precaution, are found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Mapping

import pytest

from headache_relief.knowledge.checks import concepts_of, dangling, faults_in, unsafe
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.knowledge.conditions import AllOf, Measure


def changed(knowledge: Knowledge, kind: str, name: str, **values: Any) -> Knowledge:
    """The knowledge with some values of one entry replaced."""
    entries: Mapping[str, Any] = getattr(knowledge, kind)
    entry = entries[name].copy(update=values)
    return replace(knowledge, **{kind: {**entries, name: entry}})


def test_the_knowledge_files_fit_together(knowledge: Knowledge) -> None:
    assert faults_in(knowledge) == []


@pytest.mark.parametrize(
    ("kind", "name", "values", "home"),
    [
        ("techniques", "still_touch", {"blocked_by": ["nonsense"]}, "precautions.yml"),
        ("techniques", "still_touch", {"limited_by": {"nonsense": "Less."}}, "precautions.yml"),
        ("techniques", "still_touch", {"suits": {"nonsense": 1}}, "patterns.yml"),
        ("techniques", "still_touch", {"sources": ["nonsense"]}, "sources.yml"),
        ("precautions", "fever", {"refer_to": "nonsense"}, "referrals.yml"),
        ("precautions", "fever", {"when": "nonsense"}, "data/lexicon"),
        ("precautions", "fever", {"sets": ["nonsense"]}, "data/lexicon"),
        ("overlays", "aura", {"when": AllOf(all=["aura", "nonsense"])}, "data/lexicon"),
        ("overlays", "aura", {"when": Measure(measure="nonsense", below=3)}, "kind: measure"),
        ("overlays", "aura", {"when": Measure(measure="fever", below=3)}, "kind: measure"),
        ("referrals", "dentist", {"patterns": ["nonsense"]}, "patterns.yml"),
        ("red_flags", "thunderclap", {"fires": ["nonsense"]}, "data/lexicon"),
        ("questions", "headache_days", {"measure": "nonsense"}, "kind: measure"),
    ],
)
def test_a_dangling_name_is_told_in_one_sentence(
    kind: str, name: str, values: dict[str, Any], home: str, knowledge: Knowledge
) -> None:
    faults = dangling(changed(knowledge, kind, name, **values))
    assert len(faults) == 1
    assert faults[0].startswith(f"{kind}.yml: {name}: ")
    assert home in faults[0]


def test_a_dangling_flag_of_a_guard_is_found(knowledge: Knowledge) -> None:
    guard = knowledge.patterns["jaw"].guards[0].copy(update={"flag": "nonsense"})
    assert dangling(changed(knowledge, "patterns", "jaw", guards=[guard]))


def test_a_dangling_concept_of_an_option_is_found(knowledge: Knowledge) -> None:
    option = knowledge.questions["impact"].options[0].copy(update={"present": ["nonsense"]})
    faults = dangling(changed(knowledge, "questions", "impact", options=[option]))
    assert "option 'Yes'" in faults[0]


def test_a_precaution_that_nothing_asks_about_is_found(knowledge: Knowledge) -> None:
    faults = unsafe(changed(knowledge, "precautions", "weak_bones", ask=False))
    assert faults and faults[0].startswith("precautions.yml: weak_bones: ")


def test_a_checklist_item_that_sets_nothing_is_found(knowledge: Knowledge) -> None:
    assert unsafe(changed(knowledge, "precautions", "weak_bones", sets=[]))


def test_a_region_that_no_technique_touches_is_found(knowledge: Knowledge) -> None:
    reach = knowledge.precautions["sore_area"].limits.copy(update={"regions": ["knee"]})
    faults = unsafe(changed(knowledge, "precautions", "sore_area", limits=reach))
    assert faults and "'knee'" in faults[0]


def test_an_offered_technique_without_steps_is_found(knowledge: Knowledge) -> None:
    faults = unsafe(changed(knowledge, "techniques", "cold_pack", self_version=None))
    assert len(faults) == 2


def test_the_concepts_of_a_nested_condition_are_all_seen(knowledge: Knowledge) -> None:
    overuse = knowledge.overlays["medicine_overuse"].when
    assert set(concepts_of(overuse)) == {"daily_headache"}
