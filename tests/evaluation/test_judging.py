"""How one message is judged."""

import pytest

from headache_relief.evaluation.gold import Gold, GoldError
from headache_relief.evaluation.judging import Found
from tests.evaluation.judged_messages import KINDS, PARENTS, finding, judged, sign

EMERGENCY = {"tier": "emergency", "flag": "thunderclap"}


def test_a_sign_raised_as_high_as_it_should_be_is_caught():
    assert judged({"tier": "same_day"}, sign("same_day")).caught
    assert judged({"tier": "same_day"}, sign("emergency")).caught


def test_a_sign_raised_too_low_is_missed():
    case = judged(EMERGENCY, sign("same_day"))
    assert not case.caught
    assert case.missed(KINDS, PARENTS) == "emergency missed"


def test_an_emergency_raised_too_low_is_still_not_taken_for_self_care():
    assert judged(EMERGENCY, sign("same_day")).never_self_care
    assert not judged(EMERGENCY, sign("routine")).never_self_care


def test_a_sign_that_is_asked_about_is_neither_caught_nor_missed():
    case = judged(EMERGENCY, sign("emergency", ask_back=True))
    assert not case.caught
    assert case.caught_or_asked
    assert case.missed(KINDS, PARENTS) == ""


def test_the_older_word_urgent_means_the_same_day():
    assert judged({"tier": "urgent"}, sign("same_day")).caught


def test_a_routine_sign_on_a_harmless_message_is_no_false_alarm():
    assert not judged({"why": "negation"}, sign("routine")).false_alarm
    assert judged({"why": "negation"}, sign("same_day")).false_alarm


def test_asking_back_on_a_harmless_message_is_no_false_alarm():
    assert not judged({"why": "negation"}, sign("emergency", ask_back=True)).false_alarm


def test_an_ordinary_complaint_is_benign_and_a_denial_a_hard_negative():
    assert judged({"why": "benign: after work"}).gold.benign
    assert not judged({"why": "negated: fever"}).gold.benign


def test_a_second_acceptable_intent_is_accepted_but_not_strictly_right():
    case = judged({"intent": "add_detail", "also": "describe_headache"})
    assert case.meant and not case.meant_strictly


def test_a_message_with_only_an_intent_is_not_harmless():
    assert not judged({"intent": "greet"}, sign("emergency")).false_emergency


def test_a_tier_that_does_not_exist_is_named_with_the_known_ones():
    with pytest.raises(GoldError, match='"soon".*emergency'):
        Gold.of({"tier": "soon"})


def test_a_finding_counts_as_right_wrong_or_missed():
    case = judged(
        {"findings": [{"concept": "neck_back"}, {"concept": "nausea"}]},
        findings=(finding("neck_back"), finding("whole_head")),
    )
    counts = case.found(KINDS, PARENTS)
    assert counts["location"] == Found(right=1, wrong=1)
    assert counts["symptom"] == Found(missed=1)


def test_a_finding_that_is_denied_or_somebody_elses_is_not_there():
    case = judged(
        {"findings": []},
        findings=(finding("nausea", status="absent"), finding("aura", who="other")),
    )
    assert case.found(KINDS, PARENTS) == {}


def test_the_harmonic_mean_of_precision_and_recall():
    assert Found(right=6, wrong=2, missed=4).f1 == pytest.approx(2 * 0.75 * 0.6 / (0.75 + 0.6))


def test_an_optional_finding_is_neither_wrong_nor_missed():
    gold = {"findings": [], "optional": ["nausea", "aura"]}
    assert judged(gold, findings=(finding("nausea"),)).found(KINDS, PARENTS) == {}


def context(gold: dict, *mentions) -> list[bool]:
    case = judged({"findings": [gold]}, findings=mentions, file="lay_context")
    return case.contexts(PARENTS)


def test_a_context_is_right_only_with_every_labelled_part_of_it():
    gold = {"concept": "nausea", "status": "absent", "when": "now"}
    assert context(gold, finding("nausea", status="absent")) == [True]
    assert context(gold, finding("nausea")) == [False]
    assert context(gold, finding("nausea", status="absent", when="past")) == [False]
    assert context(gold) == [False]


def test_of_several_mentions_the_last_decides():
    gold = {"concept": "nausea", "status": "absent"}
    assert context(gold, finding("nausea"), finding("nausea", status="absent")) == [True]


def test_a_kind_of_the_labelled_concept_is_accepted():
    assert context({"concept": "neck_stiffness"}, finding("neck_stiff_bending")) == [True]
