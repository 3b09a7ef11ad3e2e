"""What is suggested: what fits, nothing that isn't safe, and never nothing at all."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from headache_relief.assessment import precautions
from headache_relief.assessment.advice import MOST_SUGGESTED, advise, candidates
from headache_relief.assessment.facts import Fact, Facts
from headache_relief.assessment.patterns import assess
from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge
from tests.assessment.cases import cleared, facts

KNOWLEDGE = load_knowledge()
TENSION = "headache both_sides pressing moderate no_change_on_moving stress"
ATTACK = "headache one_side throbbing nausea light_sensitivity severe from_4_to_72_h"
CLUSTER = "eye_area one_side severe restless eye_nose_same_side from_15_min_to_4_h"


def advice(case: Facts, knowledge: Knowledge, **more: object):  # type: ignore[no-untyped-def]
    return advise(assess(case, knowledge), case, knowledge, **more)  # type: ignore[arg-type]


def test_a_tense_day_gets_neck_and_shoulder_massage(knowledge: Knowledge) -> None:
    case = cleared(facts(knowledge, TENSION, "nausea"), knowledge)
    advised = advice(case, knowledge)
    assert set(advised.techniques) <= {
        "shoulder_massage",
        "relaxation_massage",
        "suboccipital_release",
    }
    assert not advised.comfort_only
    assert advised.left_out == {}


def test_before_the_precautions_are_answered_only_comfort_is_left(knowledge: Knowledge) -> None:
    advised = advice(facts(knowledge, TENSION), knowledge)
    assert advised.comfort_only
    assert "slow_breathing" in advised.techniques
    assert "shoulder_massage" in advised.left_out


def test_in_an_attack_cold_and_quiet_come_before_touch(knowledge: Knowledge) -> None:
    advised = advice(cleared(facts(knowledge, ATTACK), knowledge), knowledge)
    assert advised.techniques[:2] == ("cold_pack", "slow_breathing")
    assert advised.comfort_only


def test_between_attacks_migraine_may_be_massaged(knowledge: Knowledge) -> None:
    case = facts(knowledge, "one_side throbbing nausea stops_activities from_4_to_72_h gone_now")
    advised = advice(cleared(case, knowledge), knowledge)
    assert "relaxation_massage" in advised.techniques


def test_a_cluster_pattern_is_never_massaged(knowledge: Knowledge) -> None:
    advised = advice(cleared(facts(knowledge, CLUSTER), knowledge), knowledge)
    assert advised.comfort_only


def test_an_unclear_headache_gets_gentle_touch_only(knowledge: Knowledge) -> None:
    advised = advice(cleared(facts(knowledge, "headache"), knowledge), knowledge)
    pressures = {knowledge.techniques[name].pressure for name in advised.techniques}
    assert pressures <= {"none", "light"}


def test_desk_work_makes_shoulder_work_come_first(knowledge: Knowledge) -> None:
    case = facts(knowledge, f"{TENSION} posture_screen shoulder_tension", "nausea")
    assert advice(cleared(case, knowledge), knowledge).techniques[0] == "shoulder_massage"


def test_the_site_may_narrow_what_is_offered(knowledge: Knowledge) -> None:
    case = cleared(facts(knowledge, TENSION, "nausea"), knowledge)
    advised = advice(case, knowledge, offered={"temple_jaw_massage"})
    touching = [n for n in advised.techniques if knowledge.techniques[n].kind != "comfort"]
    assert touching == ["temple_jaw_massage"]


def test_what_is_off_by_default_is_never_a_candidate(knowledge: Knowledge) -> None:
    everything = set(knowledge.techniques)
    for case in (facts(knowledge, TENSION), facts(knowledge, ATTACK), facts(knowledge, "headache")):
        found = candidates(assess(case, knowledge), case, knowledge, everything)
        assert not {"sternocleidomastoid", "craniosacral_therapy", "massage_gun"} & set(found)


def test_what_is_left_out_names_the_precaution(knowledge: Knowledge) -> None:
    case = cleared(facts(knowledge, f"{TENSION} neck_surgery", "nausea"), knowledge)
    assert advice(case, knowledge).left_out["suboccipital_release"] == "neck_condition"


concepts = st.sampled_from(sorted(KNOWLEDGE.concepts))
statuses = st.sampled_from(["present", "absent", "uncertain"])
measures = st.builds(
    lambda name, value: Fact(name, "present", value=value),
    st.sampled_from(["age", "systolic", "diastolic", "temperature_c", "headache_days"]),
    st.floats(0, 220),
)
told = st.lists(st.one_of(st.builds(Fact, concepts, statuses), measures), max_size=25)
denied = st.lists(
    st.sampled_from([c for p in KNOWLEDGE.precautions.values() for c in p.sets]), max_size=20
)


@settings(max_examples=150, deadline=None)
@given(told, denied)
def test_no_technique_is_advised_against_an_applying_or_unknown_precaution(
    said: list[Fact], no: list[str]
) -> None:
    case = Facts((*said, *(Fact(c, "absent") for c in no)), KNOWLEDGE.parents)
    advised = advise(assess(case, KNOWLEDGE), case, KNOWLEDGE)
    for name in advised.techniques:
        technique = KNOWLEDGE.techniques[name]
        for precaution_id, precaution in KNOWLEDGE.precautions.items():
            holds = case.holds(precaution.when) is not None
            denied_all = all(case.absent(concept) for concept in precaution.sets)
            forbids = precaution_id in technique.blocked_by or (
                technique.kind != "comfort"
                and (
                    precaution.blocks.everything
                    or set(precaution.blocks.regions) & set(technique.regions)
                    or technique.pressure in precaution.blocks.pressures
                )
            )
            assert not (forbids and (holds or not denied_all)), (name, precaution_id)


@settings(max_examples=150, deadline=None)
@given(told)
def test_there_is_always_something_to_do_and_never_too_much(said: list[Fact]) -> None:
    case = Facts(tuple(said), KNOWLEDGE.parents)
    advised = advise(assess(case, KNOWLEDGE), case, KNOWLEDGE, unknown=tuple(KNOWLEDGE.precautions))
    assert 1 <= len(advised.techniques) <= MOST_SUGGESTED


@settings(max_examples=100, deadline=None)
@given(told)
def test_answering_the_checklist_settles_what_the_best_candidate_needs(said: list[Fact]) -> None:
    case = Facts(tuple(said), KNOWLEDGE.parents)
    wanted = [
        KNOWLEDGE.techniques[name] for name in candidates(assess(case, KNOWLEDGE), case, KNOWLEDGE)
    ]
    for _ in range(3):
        needed = precautions.needed_for(wanted, case, KNOWLEDGE.precautions)
        no = [Fact(c, "absent") for name in needed for c in KNOWLEDGE.precautions[name].sets]
        case = Facts((*case.facts, *no), KNOWLEDGE.parents)
    assert precautions.needed_for(wanted, case, KNOWLEDGE.precautions) == ()
