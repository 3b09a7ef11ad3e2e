"""Places tapped on the head map are read as exactly what they stand for, alone and together."""

from __future__ import annotations

import itertools

import pytest

from headache_relief.assessment.case import Assessment
from headache_relief.assessment.head_map import concepts_of, places_told
from headache_relief.assessment.recording import record_message
from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge
from headache_relief.language.reader import read

REGIONS = load_knowledge().head_map


def told(text: str, knowledge: Knowledge, asked: str = "location") -> Assessment:
    return record_message(Assessment(consent=True, asked=asked), read(text), "", knowledge)


def present(case: Assessment) -> set[str]:
    return {fact.concept for fact in case.facts if fact.status == "present"}


@pytest.mark.parametrize("name", REGIONS)
def test_typed_in_any_other_talk_a_place_says_the_same(name: str) -> None:
    said = {(finding.concept, finding.status) for finding in read(REGIONS[name].title).findings}
    assert said == {(concept, "present") for concept in concepts_of([REGIONS[name]])}


@pytest.mark.parametrize("asked", ["location", "description"])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_places_are_read_as_exactly_what_they_stand_for(count, asked, knowledge) -> None:
    for names in itertools.combinations(REGIONS, count):
        text = ", ".join(REGIONS[name].title for name in names)
        facts = places_told(text, 1, knowledge)
        assert {fact.concept for fact in facts} == set(concepts_of([REGIONS[n] for n in names]))
        if count == 1 or names[0].startswith("eye"):
            assert present(told(text, knowledge, asked)) == {fact.concept for fact in facts}


def test_any_place_answers_where_it_hurts(knowledge) -> None:
    for region in REGIONS.values():
        case = told(region.title, knowledge)
        assert case.latest.answered and case.settled("location"), region.title


def test_places_on_both_sides_are_on_both_sides(knowledge) -> None:
    assert present(told("Left temple, Right eye", knowledge)) == {
        "temple_jaw",
        "eye_area",
        "both_sides",
    }


def test_places_on_one_side_are_on_one_side(knowledge) -> None:
    assert present(told("Left temple, Left eye, Forehead", knowledge)) == {
        "temple_jaw",
        "eye_area",
        "forehead",
        "one_side",
    }


def test_a_place_and_an_item_of_the_list_may_be_told_together(knowledge) -> None:
    said = present(told("Left temple, Like a band round it", knowledge))
    assert said == {"temple_jaw", "one_side", "band"}


def test_more_than_places_is_read_as_ever(knowledge) -> None:
    assert places_told("Left temple, and I can't speak properly", 1, knowledge) == ()
    assert "cannot_speak" in present(told("Left temple, I can't speak", knowledge))


def test_pointing_at_the_head_raises_no_alarm(knowledge) -> None:
    for region in REGIONS.values():
        assert told(region.title, knowledge).flags == (), region.title


def test_every_region_lies_on_a_side_that_its_words_name() -> None:
    for name, region in REGIONS.items():
        if region.side:
            assert region.side in region.title.lower() and name.endswith(region.side)


def test_no_place_of_the_map_promises_a_massage() -> None:
    for region in REGIONS.values():
        assert "massage" not in region.title.lower() and "press" not in region.title.lower()
