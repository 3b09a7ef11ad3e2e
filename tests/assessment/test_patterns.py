"""Golden cases of the scoring table, each judged by what its pattern is known for."""

from __future__ import annotations

import pytest

from headache_relief.assessment.patterns import (
    Scored,
    assess,
    guards_that_apply,
    id_migraine_count,
    overlays_that_apply,
    pound_count,
    score,
    verdict,
)
from headache_relief.knowledge.clinical_files import Knowledge
from tests.assessment.cases import facts

TYPICAL = {
    "tension": ("both_sides pressing moderate no_change_on_moving stress", "nausea vomiting"),
    "migraine": ("one_side throbbing nausea light_sensitivity from_4_to_72_h worse_on_moving", ""),
    "cluster": ("eye_area one_side severe restless eye_nose_same_side from_15_min_to_4_h", ""),
    "cervicogenic": ("neck_back one_side worse_on_neck_movement neck_position", ""),
    "jaw": ("temple_jaw jaw_click_clench chewing", ""),
    "sinus": ("face_sinus thick_discharge bending_with_cold", ""),
    "eyestrain": ("close_vision forehead mild", ""),
    "lifestyle": ("caffeine_missed both_sides", ""),
}


@pytest.mark.parametrize("pattern", TYPICAL)
def test_a_typical_case_resembles_its_own_pattern(pattern: str, knowledge: Knowledge) -> None:
    present, absent = TYPICAL[pattern]
    decided = assess(facts(knowledge, present, absent), knowledge)
    assert (decided.kind, decided.patterns) == ("pattern", (pattern,))


def test_every_pattern_has_a_typical_case(knowledge: Knowledge) -> None:
    assert set(TYPICAL) == set(knowledge.patterns)


def test_a_bare_headache_is_unclear(knowledge: Knowledge) -> None:
    assert assess(facts(knowledge, "headache"), knowledge).kind == "unclear"


def test_nothing_at_all_is_unclear(knowledge: Knowledge) -> None:
    assert assess(facts(knowledge), knowledge).kind == "unclear"


def test_pressing_pain_that_neck_movement_worsens_is_mixed(knowledge: Knowledge) -> None:
    case = facts(
        knowledge,
        "both_sides pressing moderate stress neck_back worse_on_neck_movement neck_position",
        "nausea",
    )
    decided = assess(case, knowledge)
    assert decided.kind == "mixed"
    assert set(decided.patterns) == {"tension", "cervicogenic"}


@pytest.mark.parametrize(
    ("best", "second", "kind"),
    [(1.0, 0.99, "pattern"), (1.3, 1.05, "mixed"), (1.3, 1.04, "pattern"), (0.99, 0.5, "unclear")],
)
def test_the_decision_rule_keeps_to_its_limits(best: float, second: float, kind: str) -> None:
    scored = [Scored(name, 0, 1, value, (), ()) for name, value in (("a", best), ("b", second))]
    assert verdict(scored).kind == kind


def test_vomiting_speaks_against_tension(knowledge: Knowledge) -> None:
    present, absent = TYPICAL["tension"]
    sick = facts(knowledge, f"{present} vomiting")
    assert "tension" not in assess(sick, knowledge).patterns


def test_feeling_and_being_sick_count_once_for_migraine(knowledge: Knowledge) -> None:
    def points(present: str) -> int:
        scored = score(facts(knowledge, present), knowledge.patterns)
        return next(s.points for s in scored if s.pattern == "migraine")

    assert points("nausea vomiting") == points("nausea") == points("vomiting") == 3


def test_denied_thick_mucus_speaks_against_sinus(knowledge: Knowledge) -> None:
    scored = score(facts(knowledge, "face_sinus", "thick_discharge"), knowledge.patterns)
    sinus = next(s for s in scored if s.pattern == "sinus")
    assert sinus.points == -2
    assert sinus.against == ("without thick mucus",)


def test_the_strongest_drivers_are_named_first(knowledge: Knowledge) -> None:
    decided = assess(facts(knowledge, *TYPICAL["jaw"]), knowledge)
    assert decided.drivers[-1] == "at the temple or jaw"


def test_what_does_not_fit_is_named(knowledge: Knowledge) -> None:
    present, absent = TYPICAL["tension"]
    decided = assess(facts(knowledge, f"{present} band throbbing", absent), knowledge)
    assert decided.against == ("throbbing",)


def test_a_cluster_pattern_is_referred_instead_of_massaged(knowledge: Knowledge) -> None:
    case = facts(knowledge, *TYPICAL["cluster"])
    guards = guards_that_apply(assess(case, knowledge), case, knowledge.patterns)
    assert [(g.outcome, g.refer_to) for g in guards] == [("refer", "neurologist")]


def test_sinus_pain_with_light_bothering_warns_of_migraine(knowledge: Knowledge) -> None:
    case = facts(knowledge, f"{TYPICAL['sinus'][0]} light_sensitivity")
    guards = guards_that_apply(assess(case, knowledge), case, knowledge.patterns)
    assert [g.outcome for g in guards] == ["warn"]


@pytest.mark.parametrize(("age", "asks"), [(49, False), (50, True)])
def test_jaw_pain_from_fifty_asks_about_the_artery(
    age: int, asks: bool, knowledge: Knowledge
) -> None:
    case = facts(knowledge, *TYPICAL["jaw"], age=age)
    guards = guards_that_apply(assess(case, knowledge), case, knowledge.patterns)
    assert [g.flag for g in guards] == (["gca"] if asks else [])


@pytest.mark.parametrize("event", ["neck_injury", "neck_manipulation", "massage_gun_used"])
def test_neck_pain_after_a_jerk_or_device_asks_about_the_artery(
    event: str, knowledge: Knowledge
) -> None:
    case = facts(knowledge, f"{TYPICAL['cervicogenic'][0]} {event}")
    guards = guards_that_apply(assess(case, knowledge), case, knowledge.patterns)
    assert [g.flag for g in guards] == ["cervical_dissection"]


@pytest.mark.parametrize(
    ("measures", "overlay"),
    [
        ({"headache_days": 15}, "many_headache_days"),
        ({"headache_days": 15, "painkiller_days": 15}, "medicine_overuse"),
        ({"headache_days": 20, "strong_painkiller_days": 10}, "medicine_overuse"),
        ({"painkiller_days": 10}, "medicine_overuse_risk"),
        ({"strong_painkiller_days": 8}, "medicine_overuse_risk"),
    ],
)
def test_many_days_are_reported_beside_the_pattern(
    measures: dict[str, float], overlay: str, knowledge: Knowledge
) -> None:
    told = overlays_that_apply(facts(knowledge, **measures), knowledge.overlays)
    assert knowledge.overlays[overlay] in told


def test_the_pattern_of_overuse_is_not_called_a_risk_as_well(knowledge: Knowledge) -> None:
    case = facts(knowledge, headache_days=20, painkiller_days=20)
    assert knowledge.overlays["medicine_overuse_risk"] not in overlays_that_apply(
        case, knowledge.overlays
    )


def test_few_painkiller_days_are_not_remarked_on(knowledge: Knowledge) -> None:
    case = facts(knowledge, headache_days=14, painkiller_days=9, strong_painkiller_days=7)
    assert overlays_that_apply(case, knowledge.overlays) == ()


def test_the_screening_counts_follow_their_instruments(knowledge: Knowledge) -> None:
    case = facts(knowledge, "throbbing from_4_to_72_h one_side vomiting stops_activities")
    assert pound_count(case) == 5
    assert id_migraine_count(case) >= 1
    assert id_migraine_count(facts(knowledge, "nausea light_sensitivity")) == 2
    assert pound_count(facts(knowledge, "headache")) == 0
