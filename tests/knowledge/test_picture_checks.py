"""A step without a drawing, a form without its question, a title that is cut: all are found."""

from __future__ import annotations

from dataclasses import replace

from headache_relief.knowledge.checks import dangling
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.knowledge.picture_checks import faults_in_pictures
from headache_relief.knowledge.pictures import MapRegion, TechniqueDrawing


def with_region(knowledge: Knowledge, name: str, region: MapRegion) -> Knowledge:
    return replace(knowledge, head_map={**knowledge.head_map, name: region})


def test_what_stands_in_the_files_has_no_fault(knowledge) -> None:
    assert faults_in_pictures(knowledge) == []


def test_a_step_without_its_drawing_is_found(knowledge) -> None:
    short = TechniqueDrawing(steps=["none"])
    drawings = {**knowledge.technique_drawings, "cold_pack": short}
    (fault,) = faults_in_pictures(replace(knowledge, technique_drawings=drawings))
    assert "cold_pack" in fault and "4" in fault


def test_a_technique_without_drawings_is_found(knowledge) -> None:
    drawings = {n: d for n, d in knowledge.technique_drawings.items() if n != "acupressure"}
    (fault,) = faults_in_pictures(replace(knowledge, technique_drawings=drawings))
    assert "acupressure" in fault


def test_drawings_of_a_technique_that_nobody_knows_are_found(knowledge) -> None:
    drawings = {**knowledge.technique_drawings, "knee_rub": TechniqueDrawing(steps=[])}
    (fault,) = dangling(replace(knowledge, technique_drawings=drawings))
    assert "knee_rub" in fault


def test_a_checklist_without_its_question_in_one_line_is_found(knowledge) -> None:
    silent = knowledge.questions["triggers"].copy(update={"in_short": None})
    questions = {**knowledge.questions, "triggers": silent}
    (fault,) = faults_in_pictures(replace(knowledge, questions=questions))
    assert "triggers" in fault


def test_two_places_of_one_title_are_found(knowledge) -> None:
    again = MapRegion(figure="side", title="left TEMPLE", concepts=["temple_jaw"])
    faults = faults_in_pictures(with_region(knowledge, "side_again", again))
    assert [fault.split(": ")[1] for fault in faults] == ["temple_left", "side_again"]


def test_a_title_that_would_be_cut_in_two_is_found(knowledge) -> None:
    cut = MapRegion(figure="back", title="The back, high up", concepts=["neck_back"])
    (fault,) = faults_in_pictures(with_region(knowledge, "back_high", cut))
    assert "comma" in fault


def test_a_place_that_stands_for_nothing_known_is_found(knowledge) -> None:
    unknown = MapRegion(figure="back", title="Elbow", concepts=["elbow_pain"])
    (fault,) = dangling(with_region(knowledge, "elbow", unknown))
    assert "elbow_pain" in fault
