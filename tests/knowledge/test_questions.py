"""The danger checklists are short, plain, and each item raises a flag."""

from __future__ import annotations

import pytest

from headache_relief.assessment.facts import Fact, Facts
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical import Option
from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge

SCREEN = ("danger_now", "danger_background")
ITEMS = {
    option.title: option
    for question in SCREEN
    for option in load_knowledge().questions[question].options[1:]
}
MUST_BE_EMERGENCY = (
    "Sudden or the worst ever",
    "Weak / numb / can't speak",
    "Lost or double sight",
    "Confused / faint / a fit",
)
# What leaving the checklists empty must deny, so that nobody is asked twice.
SCREENED = [
    "peaked_at_once",
    "worst_ever_headache",
    "fever",
    "rash",
    "neck_rigid",
    "weakness_one_side",
    "cannot_speak",
    "face_droop",
    "numb_one_side",
    "vision_lost",
    "double_vision",
    "confused",
    "fainted",
    "seizure",
    "eye_pain",
    "red_eye",
    "head_injury",
    "neck_injury",
    "neck_manipulation",
    "massage_gun_used",
    "pregnant",
    "recently_gave_birth",
    "cancer",
    "immune_weak",
    "blood_thinner",
    "bleeding_disorder",
    "fifty_or_over",
    "child",
    "others_ill_too",
    "getting_worse",
    "worse_lying_down",
    "worse_standing",
]


def raised(option: Option, knowledge: Knowledge, also: str = "") -> dict[str, tuple[str, Tier]]:
    """What ticking an item does for someone with a headache: flag -> (fires or asks, tier)."""
    told = ("headache", *also.split(), *option.present)
    case = Facts(tuple(Fact(c, "present", 1) for c in told), knowledge.parents)
    found = {}
    for name, flag in knowledge.red_flags.items():
        if any(case.holds(c) is not None for c in flag.fires):
            found[name] = ("fires", flag.tier)
        elif any(case.holds(c) is not None for c in flag.unclear):
            found[name] = ("asks", flag.tier)
    return found


@pytest.mark.parametrize("title", [title for title in ITEMS if title != "50 or over"])
def test_ticking_a_danger_item_fires_a_flag_or_asks_back(title: str, knowledge: Knowledge) -> None:
    flags = raised(ITEMS[title], knowledge)
    assert any(tier.stops_massage for _, tier in flags.values())


def test_a_new_headache_from_fifty_asks_about_the_artery(knowledge: Knowledge) -> None:
    flags = raised(ITEMS["50 or over"], knowledge, also="new_headache")
    assert flags["gca"][0] == "asks"
    assert flags["age50_new"][0] == "fires"


@pytest.mark.parametrize("title", MUST_BE_EMERGENCY)
def test_the_gravest_items_are_an_emergency_at_once(title: str, knowledge: Knowledge) -> None:
    assert ("fires", Tier.emergency) in raised(ITEMS[title], knowledge).values()


def test_fever_asks_for_the_signs_of_meningitis(knowledge: Knowledge) -> None:
    assert raised(ITEMS["Fever / rash / rigid neck"], knowledge)["meningitis"][0] == "asks"


def test_an_injury_asks_for_what_makes_it_an_emergency(knowledge: Knowledge) -> None:
    flags = raised(ITEMS["Head or neck injury"], knowledge)
    assert {"head_injury_danger", "cervical_dissection"} <= set(flags)


@pytest.mark.parametrize("question", SCREEN)
def test_a_danger_checklist_is_short_and_begins_with_none(
    question: str, knowledge: Knowledge
) -> None:
    options = knowledge.questions[question].options
    assert options[0].title == "None of these"
    assert options[0].present == [] and options[0].absent == []
    assert len(options) - 1 <= 7


def test_the_checklists_cover_every_danger_that_massage_must_not_meet() -> None:
    asked = {concept for option in ITEMS.values() for concept in option.asks_about}
    assert set(SCREENED) <= asked


def test_titles_fit_on_a_button_and_survive_being_joined_by_commas(knowledge: Knowledge) -> None:
    for question in knowledge.questions.values():
        for option in question.options:
            assert len(option.title) <= 26, option.title
            assert question.kind != "checklist" or "," not in option.title, option.title


def test_no_two_options_of_a_question_have_the_same_title(knowledge: Knowledge) -> None:
    for name, question in knowledge.questions.items():
        titles = [option.title for option in question.options]
        assert len(set(titles)) == len(titles), name


def test_every_question_that_is_not_a_danger_question_can_be_left_open(
    knowledge: Knowledge,
) -> None:
    """A choice without a way out would trap someone who doesn't know."""
    for name, question in knowledge.questions.items():
        if question.kind == "choice" and name != "severity":
            assert any("dont_know" in option.answers for option in question.options), name
