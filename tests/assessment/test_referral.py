"""Whom to see, judged by the brief's table of destinations."""

from __future__ import annotations

import pytest

from headache_relief.assessment.patterns import assess
from headache_relief.assessment.referral import referrals
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import Knowledge
from tests.assessment.cases import facts


def seen(knowledge: Knowledge, present: str = "", tier: Tier = Tier.none, **measures: float):  # type: ignore[no-untyped-def]
    case = facts(knowledge, present, **measures)
    return referrals(case, assess(case, knowledge), knowledge, tier)


def test_an_emergency_names_nobody_else(knowledge: Knowledge) -> None:
    present = "worse_on_neck_movement stress jaw_click_clench"
    assert seen(knowledge, present, Tier.emergency) == ("emergency_services",)


def test_same_day_means_a_doctor_today_and_nothing_slower(knowledge: Knowledge) -> None:
    assert seen(knowledge, "worse_on_neck_movement", Tier.same_day) == ("same_day_doctor",)


def test_in_pregnancy_the_midwife_comes_first(knowledge: Knowledge) -> None:
    assert seen(knowledge, "pregnant", Tier.same_day)[0] == "midwife"


@pytest.mark.parametrize(
    ("present", "first"),
    [
        ("both_sides pressing moderate no_change_on_moving", "massage_therapist"),
        ("eye_area one_side severe restless eye_nose_same_side from_15_min_to_4_h", "neurologist"),
        ("neck_back one_side worse_on_neck_movement neck_position", "physiotherapist"),
        ("temple_jaw jaw_click_clench chewing", "dentist"),
        ("close_vision forehead mild", "optometrist"),
        ("face_sinus thick_discharge bending_with_cold", "pharmacist"),
        ("one_side throbbing nausea light_sensitivity from_4_to_72_h", "doctor"),
    ],
)
def test_the_pattern_names_who_fits(present: str, first: str, knowledge: Knowledge) -> None:
    assert seen(knowledge, present)[0] == first


def test_a_routine_flag_puts_the_doctor_before_the_masseur(knowledge: Knowledge) -> None:
    found = seen(knowledge, "both_sides pressing moderate no_change_on_moving", Tier.routine)
    assert found[0] == "doctor"
    assert "massage_therapist" in found


def test_fifteen_headache_days_a_month_lead_to_a_specialist(knowledge: Knowledge) -> None:
    assert "neurologist" in seen(knowledge, headache_days=15)
    assert "neurologist" not in seen(knowledge, headache_days=14)


def test_ten_painkiller_days_lead_to_doctor_and_pharmacist(knowledge: Knowledge) -> None:
    assert {"doctor", "pharmacist"} <= set(seen(knowledge, painkiller_days=10))


def test_without_any_reason_the_easiest_to_reach_is_named(knowledge: Knowledge) -> None:
    assert seen(knowledge) == ("pharmacist", "doctor")
