"""Each precaution keeps off what the clinical brief says it must; the unknown counts as present."""

from __future__ import annotations

import pytest

from headache_relief.assessment import precautions
from headache_relief.knowledge.clinical import Technique
from headache_relief.knowledge.clinical_files import Knowledge
from tests.assessment.cases import cleared, facts

HANDS_ON_NECK = ("suboccipital_release", "relaxation_massage", "neck_stretches")
ALL_MASSAGE = (
    "relaxation_massage",
    "suboccipital_release",
    "shoulder_massage",
    "temple_jaw_massage",
    "trigger_point_pressure",
    "myofascial_release",
    "acupressure",
    "lymphatic_drainage",
)
# What the person has, and the techniques that must then be left out.
BLOCKED = {
    "fever": ALL_MASSAGE,
    "infection_now": ALL_MASSAGE,
    "intoxicated": ALL_MASSAGE,
    "current_clot": ALL_MASSAGE,
    "vessel_event": ALL_MASSAGE,
    "brain_bleed_history": ALL_MASSAGE,
    "artery_tear_history": ALL_MASSAGE,
    "head_injury": ALL_MASSAGE,
    "neck_injury": ALL_MASSAGE,
    "car_crash": ALL_MASSAGE,
    "lumbar_puncture": ALL_MASSAGE,
    "lightning_on_neck_bend": ALL_MASSAGE,
    "both_sides_tingling": ALL_MASSAGE,
    "drop_attack": ALL_MASSAGE,
    "gait_change": ALL_MASSAGE,
    "recently_gave_birth": ALL_MASSAGE,
    "pregnant": ("acupressure", "suboccipital_release", "trigger_point_pressure"),
    "blood_thinner": ("trigger_point_pressure", "suboccipital_release", "sternocleidomastoid"),
    "bleeding_disorder": ("trigger_point_pressure", "suboccipital_release"),
    "cancer": ("trigger_point_pressure", "lymphatic_drainage", "suboccipital_release"),
    "chemotherapy": ("trigger_point_pressure", "lymphatic_drainage"),
    "inflammatory_arthritis": HANDS_ON_NECK,
    "loose_joint_condition": HANDS_ON_NECK,
    "neck_instability": HANDS_ON_NECK,
    "neck_surgery": HANDS_ON_NECK,
    "trapped_neck_nerve": HANDS_ON_NECK,
    "neck_dizziness": HANDS_ON_NECK,
    "weak_bones": ("suboccipital_release", "neck_stretches", "trigger_point_pressure"),
    "spine_fracture": ("suboccipital_release", "neck_stretches", "trigger_point_pressure"),
    "chiari": (*HANDS_ON_NECK, "craniosacral_therapy"),
    "aneurysm": (*HANDS_ON_NECK, "craniosacral_therapy"),
    "shunt": (*HANDS_ON_NECK, "craniosacral_therapy"),
    "skull_pressure_condition": (*HANDS_ON_NECK, "craniosacral_therapy"),
    "heart_failure": ("lymphatic_drainage", "sternocleidomastoid"),
    "carotid_disease": ("sternocleidomastoid",),
    "high_blood_pressure": ("sternocleidomastoid",),
    "face_treatment": ("temple_jaw_massage",),
    "scalp_surgery": ("temple_jaw_massage",),
    "numb_skin": ("cold_pack", "warm_pack"),
    "raynaud": ("cold_pack",),
    "skin_tender_to_touch": ("trigger_point_pressure", "temple_jaw_massage"),
    "scalp_tender": ("temple_jaw_massage",),
}
# What the person has, and how a technique that stays is changed.
LIMITED = {
    "pregnant": "shoulder_massage",
    "blood_thinner": "relaxation_massage",
    "cancer": "shoulder_massage",
    "weak_bones": "shoulder_massage",
    "broken_skin": "shoulder_massage",
    "lump_or_bruise": "suboccipital_release",
    "implanted_device": "myofascial_release",
    "face_treatment": "suboccipital_release",
    "epilepsy": "relaxation_massage",
    "known_glaucoma": "relaxation_massage",
    "touch_trauma": "relaxation_massage",
}


def left_out(technique: Technique, has: str, knowledge: Knowledge) -> bool:
    present = precautions.applying(facts(knowledge, has), knowledge.precautions)
    return precautions.blocked(technique, present, knowledge.precautions)


@pytest.mark.parametrize(
    ("has", "technique"), [(has, name) for has, names in BLOCKED.items() for name in names]
)
def test_the_precaution_leaves_out_the_technique(
    has: str, technique: str, knowledge: Knowledge
) -> None:
    assert left_out(knowledge.techniques[technique], has, knowledge)


@pytest.mark.parametrize(("has", "technique"), LIMITED.items())
def test_the_precaution_changes_the_technique(
    has: str, technique: str, knowledge: Knowledge
) -> None:
    present = precautions.applying(facts(knowledge, has), knowledge.precautions)
    chosen = knowledge.techniques[technique]
    assert precautions.limits(chosen, present, knowledge.precautions)


@pytest.mark.parametrize(("systolic", "stops"), [(180, True), (165, False)])
def test_very_high_blood_pressure_stops_all_massage(
    systolic: int, stops: bool, knowledge: Knowledge
) -> None:
    present = precautions.applying(facts(knowledge, systolic=systolic), knowledge.precautions)
    shoulders = knowledge.techniques["shoulder_massage"]
    side_of_neck = knowledge.techniques["sternocleidomastoid"]
    assert precautions.blocked(shoulders, present, knowledge.precautions) is stops
    assert precautions.blocked(side_of_neck, present, knowledge.precautions)


def test_chewing_pain_before_fifty_may_be_massaged(knowledge: Knowledge) -> None:
    young = facts(knowledge, "chewing temple_jaw", age=32)
    older = facts(knowledge, "chewing temple_jaw", age=61)
    unsaid = facts(knowledge, "chewing temple_jaw")
    jaw = knowledge.techniques["temple_jaw_massage"]

    def off(case: object) -> bool:
        present = precautions.applying(case, knowledge.precautions)  # type: ignore[arg-type]
        return precautions.blocked(jaw, present, knowledge.precautions)

    assert (off(young), off(older), off(unsaid)) == (False, True, True)


def test_slow_breathing_and_still_hands_stay_with_every_precaution(knowledge: Knowledge) -> None:
    everything = tuple(knowledge.precautions)
    for name in ("slow_breathing", "still_touch"):
        technique = knowledge.techniques[name]
        assert not precautions.blocked(technique, everything, knowledge.precautions)


def test_every_precaution_that_is_asked_about_is_unknown_at_first(knowledge: Knowledge) -> None:
    unknown = precautions.unknown(facts(knowledge), knowledge.precautions)
    assert set(unknown) == {name for name, p in knowledge.precautions.items() if p.sets}


def test_nothing_is_unknown_once_all_was_denied(knowledge: Knowledge) -> None:
    answered = cleared(facts(knowledge, "headache"), knowledge)
    assert precautions.unknown(answered, knowledge.precautions) == ()
    assert precautions.applying(answered, knowledge.precautions) == ()


def test_an_unsure_answer_leaves_the_precaution_unknown(knowledge: Knowledge) -> None:
    answered = cleared(facts(knowledge), knowledge)
    unsure = type(answered)(
        tuple(f for f in answered.facts if f.concept != "weak_bones"), answered.parents
    )
    assert precautions.unknown(unsure, knowledge.precautions) == ("weak_bones",)


def test_the_checklist_is_short_and_begins_with_the_most_restrictive(knowledge: Knowledge) -> None:
    massage = [t for t in knowledge.techniques.values() if t.offered]
    needed = precautions.needed_for(massage, facts(knowledge), knowledge.precautions)
    levels = [knowledge.precautions[name].level.value for name in needed]
    assert 0 < len(needed) <= precautions.MOST_ASKED
    order = ["absolute", "clinician_first", "local", "with_care"]
    assert levels == sorted(levels, key=order.index)


def test_only_what_the_candidates_need_is_asked(knowledge: Knowledge) -> None:
    cold = [knowledge.techniques["cold_pack"]]
    needed = precautions.needed_for(cold, facts(knowledge), knowledge.precautions)
    assert needed == ("numb_or_cold_sensitive",)


def test_what_is_known_is_not_asked_again(knowledge: Knowledge) -> None:
    cold = [knowledge.techniques["cold_pack"]]
    for case in (facts(knowledge, "raynaud"), facts(knowledge, "", "numb_or_cold_sensitive")):
        assert precautions.needed_for(cold, case, knowledge.precautions) == ()


def test_nothing_is_asked_for_a_technique_that_is_off_anyway(knowledge: Knowledge) -> None:
    release = [knowledge.techniques["suboccipital_release"]]
    case = facts(knowledge, "fever")
    assert precautions.needed_for(release, case, knowledge.precautions) == ()


def test_a_technique_tells_its_own_limit_instead_of_the_general_one(knowledge: Knowledge) -> None:
    technique = knowledge.techniques["relaxation_massage"]
    told = precautions.limits(technique, ("blood_thinners",), knowledge.precautions)
    assert told == (technique.limited_by["blood_thinners"],)
