"""Golden clinical cases: which flags a case raises, how urgent they are, and what is asked back."""

from __future__ import annotations

import pytest

from headache_relief.assessment import triage
from headache_relief.assessment.facts import Fact, Facts
from headache_relief.assessment.triage import Raised, facts_from, highest_tier, screen
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.language.understanding import Finding, Understanding


def said(knowledge: Knowledge, sentence: str, **measures: float) -> Facts:
    """One spoken sentence: concepts separated by spaces; "-" marks a denied, "?" a doubtful one."""
    status = {"-": "absent", "?": "uncertain"}
    facts = [
        Fact(name.strip("-?"), status.get(name[-1], "present"), turn=1, sentence=0, words=name)
        for name in sentence.split()
    ]
    facts += [
        Fact(name, "present", turn=1, sentence=0, value=value, words=str(value))
        for name, value in measures.items()
    ]
    return Facts(tuple(facts), knowledge.parents)


def raised(knowledge: Knowledge, facts: Facts) -> dict[str, Raised]:
    return {sign.flag: sign for sign in screen(facts, knowledge.red_flags)}


FIRES = [
    ("thunderclap", "peaked_at_once headache"),
    ("thunderclap", "onset_sudden severe headache"),
    ("worst_ever", "worst_ever_headache"),
    ("meningitis", "fever neck_stiffness headache"),
    ("meningitis", "rash_not_fading headache"),
    ("fever_unexplained", "fever headache"),
    ("head_injury_danger", "head_injury vomiting"),
    ("head_injury_danger", "fall blood_thinner"),
    ("head_injury_recent", "head_injury headache"),
    ("stroke_neuro", "weakness_one_side"),
    ("stroke_neuro", "face_droop"),
    ("consciousness_confusion", "confused headache"),
    ("seizure", "seizure"),
    ("vision_loss", "vision_lost"),
    ("aura_atypical", "visual_sparkles first_ever numb_limb"),
    ("raised_pressure", "swollen_optic_nerve"),
    ("raised_pressure", "morning_vomiting headache"),
    ("low_pressure", "worse_standing better_lying_down headache"),
    ("preeclampsia", "pregnant upper_belly_pain headache"),
    ("pregnancy_postpartum", "recently_gave_birth headache"),
    ("gca", "polymyalgia headache"),
    ("gca_vision", "gca_named blurred_vision"),
    ("acute_glaucoma", "red_eye eye_pain blurred_vision"),
    ("cervical_dissection", "neck_manipulation headache dizziness"),
    ("cervical_dissection", "massage_gun_used headache off_balance"),
    ("cervical_dissection", "eyelid_droop small_pupil neck_pain"),
    ("cancer_history", "cancer headache"),
    ("immunosuppressed", "transplant headache"),
    ("immunosuppressed_fever", "chemotherapy chills headache"),
    ("anticoagulant", "blood_thinner headache"),
    ("cvt_risk", "oestrogen_pill headache new_headache"),
    ("personality_cognition", "personality_change headache"),
    ("carbon_monoxide", "others_ill_too fuel_appliance"),
    ("carbon_monoxide", "carbon_monoxide headache"),
    ("analgesic_overdose", "too_many_tablets"),
    ("suicidal_active", "suicidal_active"),
    ("suicidal_passive", "suicidal_passive"),
    ("shunt", "shunt headache"),
    ("sinus_orbital", "sinus_trouble eye_swollen"),
    ("heatstroke", "heat_exposure confused headache"),
    ("altitude_dive", "altitude vomiting headache"),
    ("stimulant_drugs", "stimulants severe headache"),
    ("general_emergency", "chest_pain"),
    ("leg_clot", "red_swollen_leg"),
    ("cluster_first", "eye_nose_same_side severe"),
    ("migraine_prolonged", "says_migraine over_72_h"),
    ("cough_exertion", "cough_trigger headache"),
    ("progressive_change", "getting_worse for_weeks headache"),
    ("systemic_illness", "weight_loss headache"),
    ("medication_overuse", "daily_painkillers"),
    ("new_medicine", "new_medicine headache"),
    ("child_scope", "child headache"),
    ("spinal_cord", "drop_attack"),
]


@pytest.mark.parametrize(("flag", "sentence"), FIRES, ids=lambda value: str(value))
def test_a_typical_case_fires_its_flag(knowledge: Knowledge, flag: str, sentence: str) -> None:
    found = raised(knowledge, said(knowledge, sentence))
    assert flag in found
    assert not found[flag].ask_back


def test_every_flag_has_a_typical_case_or_is_tested_elsewhere(knowledge: Knowledge) -> None:
    elsewhere = {"bp_crisis", "bp_crisis_symptoms", "age50_new", "screen_unanswered"}
    assert set(knowledge.red_flags) == {flag for flag, _ in FIRES} | elsewhere


HARMLESS = [
    "headache both_sides pressing dull stress posture_screen",
    "headache one_side throbbing nausea light_sensitivity severe worse_on_moving",
    "headache neck_stiffness neck_pain neck_position",
    "headache dizziness missed_meal",
    "headache getting_worse",
    "headache tiredness eye_strain close_vision",
    "numb_limb limb_slept_on",
    "headache one_side fever- weakness_one_side- vision_lost- confused-",
    "aura headache nausea same_as_usual",
    "headache jaw_click_clench chewing temple_jaw",
]


@pytest.mark.parametrize("sentence", HARMLESS)
def test_an_ordinary_headache_raises_nothing_urgent(knowledge: Knowledge, sentence: str) -> None:
    found = screen(said(knowledge, sentence), knowledge.red_flags)
    assert highest_tier(found).rank < Tier.same_day.rank


ASKS_BACK = [
    ("thunderclap", "onset_sudden headache"),
    ("worst_ever", "worst_ever_migraine"),
    ("meningitis", "fever headache"),
    ("meningitis", "neck_rigid headache"),
    ("head_injury_danger", "head_injury headache"),
    ("vision_loss", "blurred_vision headache"),
    ("preeclampsia", "pregnant headache"),
    ("acute_glaucoma", "red_eye eye_pain"),
    ("cervical_dissection", "neck_manipulation headache"),
    ("raised_pressure", "worse_lying_down headache"),
    ("carbon_monoxide", "others_ill_too headache"),
    ("cvt_risk", "oestrogen_pill headache"),
    ("suicidal_passive", "distress"),
]


@pytest.mark.parametrize(("flag", "sentence"), ASKS_BACK, ids=lambda value: str(value))
def test_half_a_sign_asks_back_instead_of_firing(
    knowledge: Knowledge, flag: str, sentence: str
) -> None:
    assert raised(knowledge, said(knowledge, sentence))[flag].ask_back


def test_a_stiff_neck_alone_is_no_emergency(knowledge: Knowledge) -> None:
    found = screen(said(knowledge, "neck_stiffness headache"), knowledge.red_flags)
    assert highest_tier(found) is Tier.none


def test_a_doubtful_sign_asks_back(knowledge: Knowledge) -> None:
    assert raised(knowledge, said(knowledge, "weakness_one_side?"))["stroke_neuro"].ask_back


def test_a_doubtful_sign_that_no_rule_asks_back_about_fires(knowledge: Knowledge) -> None:
    assert not knowledge.red_flags["seizure"].unclear
    assert not raised(knowledge, said(knowledge, "seizure?"))["seizure"].ask_back


def test_a_denied_sign_raises_nothing(knowledge: Knowledge) -> None:
    facts = said(knowledge, "headache fever- neck_stiffness- rash- seizure- vision_lost-")
    assert screen(facts, knowledge.red_flags) == ()


def test_signs_told_in_different_messages_add_up(knowledge: Knowledge) -> None:
    facts = Facts(
        (
            Fact("headache", "present", turn=1, sentence=0),
            Fact("fever", "present", turn=3, sentence=0),
            Fact("neck_stiffness", "present", turn=6, sentence=1),
        ),
        knowledge.parents,
    )
    assert highest_tier(screen(facts, knowledge.red_flags)) is Tier.emergency


def test_something_sudden_in_another_message_does_not_make_a_sudden_headache(
    knowledge: Knowledge,
) -> None:
    facts = Facts(
        (
            Fact("headache", "present", turn=1, sentence=0),
            Fact("onset_sudden", "present", turn=4, sentence=0),
        ),
        knowledge.parents,
    )
    assert "thunderclap" not in raised(knowledge, facts)


def test_a_ticked_risk_counts_although_no_headache_was_written(knowledge: Knowledge) -> None:
    facts = Facts((Fact("blood_thinner", "present", turn=2, sentence=-1),), knowledge.parents)
    assert "anticoagulant" in raised(knowledge, facts)


@pytest.mark.parametrize(
    ("sentence", "measures", "flag"),
    [
        ("headache", {"systolic": 185}, "bp_crisis"),
        ("headache", {"diastolic": 121}, "bp_crisis"),
        ("headache chest_pain", {"systolic": 190}, "bp_crisis_symptoms"),
        ("headache", {"temperature_c": 38.4}, "fever_unexplained"),
        ("headache new_headache", {"age": 50}, "age50_new"),
        ("headache scalp_tender", {"age": 66}, "gca"),
        ("headache", {"weeks_pregnant": 30, "systolic": 150}, "preeclampsia"),
        ("headache", {"days_since_birth": 20}, "pregnancy_postpartum"),
        ("headache", {"age": 9}, "child_scope"),
        ("headache", {"painkiller_days": 15}, "medication_overuse"),
    ],
)
def test_a_number_at_the_limit_fires(
    knowledge: Knowledge, sentence: str, measures: dict[str, float], flag: str
) -> None:
    found = raised(knowledge, said(knowledge, sentence, **measures))
    assert flag in found and not found[flag].ask_back


@pytest.mark.parametrize(
    ("sentence", "measures"),
    [
        ("headache", {"systolic": 122, "diastolic": 78}),
        ("headache fever", {"temperature_c": 36.8}),
        ("headache new_headache", {"age": 34}),
        ("headache longstanding new_headache", {"age": 55}),
        ("headache", {"days_since_birth": 400}),
    ],
)
def test_a_number_within_the_normal_fires_nothing(
    knowledge: Knowledge, sentence: str, measures: dict[str, float]
) -> None:
    found = screen(said(knowledge, sentence, **measures), knowledge.red_flags)
    assert highest_tier(found) is Tier.none


@pytest.mark.parametrize(
    ("sentence", "specific", "general"),
    [
        ("fever neck_stiffness headache", "meningitis", "fever_unexplained"),
        ("chemotherapy fever headache", "immunosuppressed_fever", "immunosuppressed"),
        ("head_injury fainted headache", "head_injury_danger", "head_injury_recent"),
        ("pregnant visual_sparkles headache", "preeclampsia", "pregnancy_postpartum"),
        ("gca_named vision_lost headache", "gca_vision", "gca"),
        ("suicidal_active suicidal_passive", "suicidal_active", "suicidal_passive"),
    ],
)
def test_a_specific_flag_leaves_out_the_general_one(
    knowledge: Knowledge, sentence: str, specific: str, general: str
) -> None:
    found = raised(knowledge, said(knowledge, sentence))
    assert specific in found
    assert general not in found


def test_the_most_urgent_comes_first_and_an_open_question_has_no_tier(
    knowledge: Knowledge,
) -> None:
    found = screen(said(knowledge, "blood_thinner headache onset_sudden"), knowledge.red_flags)
    assert found[0].flag == "thunderclap" and found[0].ask_back
    assert highest_tier(found) is Tier.same_day


@pytest.mark.parametrize("position", ["certain", "unsure"])
def test_the_yes_and_the_not_sure_of_each_question_fire_its_flag(
    knowledge: Knowledge, position: str
) -> None:
    """Unsure counts as present, never as safe."""
    for name, flag in knowledge.red_flags.items():
        if flag.ask_back is None:
            continue
        option = flag.ask_back.options[0 if position == "certain" else -1]
        told = said(knowledge, dict(ASKS_BACK).get(name, "headache")).facts
        answered = tuple(Fact(c, "present", turn=2, sentence=-1) for c in option.present)
        facts = Facts(told + answered, knowledge.parents)
        found = raised(knowledge, facts)
        tiers = [sign.tier.rank for sign in found.values() if not sign.ask_back]
        assert max(tiers, default=0) >= flag.tier.rank, f"{name}: {option.title}"


def test_facts_are_what_holds_now_for_anyone_in_the_message() -> None:
    understanding = Understanding(
        text="",
        findings=(
            Finding("cannot_speak", "symptom", who="other"),
            Finding("fainted", "event", when="past"),
            Finding("seizure", "event", when="hypothetical"),
            Finding("fever", "symptom", status="absent"),
            Finding("age", "measure", value=66.0, sentence=2, words="66"),
        ),
    )
    facts = facts_from(understanding, 4, {}).facts
    assert [f.concept for f in facts] == ["cannot_speak", "fever", "age"]
    assert facts[0].who == "other"
    assert facts[2] == Fact("age", "present", turn=4, sentence=2, value=66.0, words="66")


def test_the_explanation_names_the_rule_and_the_words() -> None:
    sign = Raised("seizure", Tier.emergency, words=("had a fit",))
    assert triage.explain(sign) == ('The rule seizure (emergency) fired because of "had a fit".')


def test_nothing_that_was_told_raises_nothing(knowledge: Knowledge) -> None:
    """So the rules needn't be asked about a message without a finding."""
    nothing = Facts((), knowledge.parents)
    fired = [
        name
        for name, flag in knowledge.red_flags.items()
        if any(nothing.holds(rule) is not None for rule in (*flag.fires, *flag.unclear))
    ]
    assert fired == []
    assert screen(nothing, knowledge.red_flags) == ()
