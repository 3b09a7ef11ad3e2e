"""A view shows what the message says: the question, technique, referral or danger."""

from __future__ import annotations

import pytest

from headache_relief.assessment.calling import call_link
from headache_relief.assessment.case import Assessment
from headache_relief.assessment.danger import DANGER_RESPONSES, SHOWN_DANGERS
from headache_relief.assessment.facts import Fact
from headache_relief.assessment.views import (
    danger_view,
    guide_step_view,
    light_hurts,
    question_view,
    step_view,
)
from headache_relief.knowledge.clinical_files import load_knowledge

GB = {
    "emergency_number": "999",
    "advice_line": "NHS 111",
    "crisis_line": "Samaritans on 116 123",
}
SAYS_ONLY_WHICH_IS_RIGHT = {"utter_ask_confirm_correction", "utter_ask_confirm_crisis"}


@pytest.mark.parametrize(
    "text, link",
    [
        ("999", "tel:999"),
        ("NHS 111", "tel:111"),
        ("Healthdirect on 1800 022 222", "tel:1800022222"),
        ("TelefonSeelsorge on 0800 111 0 111", "tel:08001110111"),
        ("the crisis line on 0800-0113", "tel:08000113"),
        ("the 988 Lifeline (call or text 988)", "tel:988"),
        ("your emergency number (999 UK, 112 Europe, 911 US)", ""),
        ("NHS 111, option 2", ""),
        ("your local health advice line", ""),
        ("", ""),
    ],
)
def test_only_the_one_number_of_a_text_can_be_called(text: str, link: str) -> None:
    assert call_link(text) == link


def test_every_countrys_emergency_number_can_be_called() -> None:
    for country, numbers in load_knowledge().emergency_numbers.items():
        assert call_link(numbers.call) == f"tel:{numbers.call}", country


def test_questions_of_several_answers_are_checklists(knowledge) -> None:
    case = Assessment(consent=True)
    several = [name for name, q in knowledge.questions.items() if q.kind == "checklist"]
    kinds = {name: (question_view(name, case, knowledge) or {})["kind"] for name in several}
    assert kinds.pop("location") == "head_map"
    assert set(kinds.values()) == {"checklist"}


def test_a_choice_and_an_ask_back_stay_buttons(knowledge) -> None:
    case = Assessment(consent=True)
    assert question_view("movement", case, knowledge) is None
    assert question_view("ask_back:meningitis", case, knowledge) is None
    assert question_view("consent", case, knowledge) is None


def test_the_scale_names_its_stretches_up_to_the_highest(knowledge) -> None:
    view = question_view("severity", Assessment(consent=True), knowledge) or {}
    assert (view["lowest"], view["highest"]) == (0, 10)
    assert [part["up_to"] for part in view["parts"]] == [3, 6, 10]


def test_every_step_of_every_technique_can_be_shown(knowledge) -> None:
    for name, technique in knowledge.techniques.items():
        steps = technique.self_version.steps if technique.self_version else []
        for number, step in enumerate(steps):
            view = guide_step_view(name, number, knowledge)
            assert (view["number"], view["total"]) == (number + 1, len(steps))
            assert (view["step"]["text"], view["step"]["seconds"]) == (step.text, step.seconds)


def test_whatever_is_pressed_is_shown(knowledge) -> None:
    """A step with pressure names its place in the drawing; warming and resting hands need none."""
    for name, technique in knowledge.techniques.items():
        steps = technique.self_version.steps if technique.self_version else []
        for number, step in enumerate(steps):
            if step.pressure > 0:
                assert step_view(name, number, knowledge)["spots"], (name, number)


def test_a_technique_without_steps_has_none_to_show(knowledge) -> None:
    with pytest.raises(ValueError, match="massage_gun"):
        step_view("massage_gun", 0, knowledge)


def test_no_place_to_press_lies_on_the_throat(knowledge) -> None:
    for drawing in knowledge.technique_drawings.values():
        for step in drawing.steps:
            places = () if step == "none" else step.places
            assert not [place for place in places if "throat" in place or "neck_front" in place]
            if step != "none" and step.figure != "back":
                assert not [place for place in places if "neck" in place]


def test_each_answer_to_danger_shows_whom_to_call() -> None:
    assert DANGER_RESPONSES - set(SHOWN_DANGERS) == SAYS_ONLY_WHICH_IS_RIGHT
    for response, danger in SHOWN_DANGERS.items():
        view = danger_view(response, GB) or {}
        assert (view["danger"], view["call"]) == (danger, "tel:999")
        assert (view["advice_call"], view["crisis_call"]) == ("tel:111", "tel:116123")


def test_other_responses_show_no_danger() -> None:
    assert danger_view("utter_suggestion", GB) is None


@pytest.mark.parametrize(
    "status, hurts", [("present", True), ("absent", False), ("uncertain", False)]
)
def test_the_light_is_dimmed_for_whom_it_hurts(knowledge, status: str, hurts: bool) -> None:
    case = Assessment(facts=(Fact("light_sensitivity", status),))
    assert light_hurts(case, knowledge) is hurts
    assert not light_hurts(Assessment(), knowledge)
