"""How much a message must sound like danger to raise a flag, or to be asked about."""

import pytest

from headache_relief.assessment.suspicion import Sound, Threshold, Thresholds, suspected
from tests.assessment.cases import facts

THRESHOLDS = Thresholds(
    emergency=Threshold(sure=2, ask=0), urgent=Threshold(sure=2, ask=0), crisis=Threshold(2, 0)
)
FITS = {
    "stroke_neuro": 3.0,
    "seizure": 1.0,
    "gca": 2.0,
    "cluster_first": 0.0,
    "suicidal_active": -1.0,
    "suicidal_passive": -2.0,
    "cough_exertion": 5.0,
}


def heard(knowledge, emergency=-9.0, urgent=-9.0, crisis=-9.0, denied=False, present="age", **fits):
    sound = Sound(emergency, urgent, crisis, {**FITS, **fits}, words="what was said", denied=denied)
    told = facts(knowledge, present)
    signs = suspected(sound, told, THRESHOLDS, knowledge.red_flags)
    return [(sign.flag, "asks" if sign.ask_back else "fires") for sign in signs]


def test_what_sounds_harmless_raises_nothing(knowledge):
    assert heard(knowledge, emergency=-0.1, urgent=-0.1, crisis=-0.1) == []


def test_what_surely_sounds_like_an_emergency_raises_the_flag_that_fits_best(knowledge):
    assert heard(knowledge, emergency=2.5, urgent=2.5) == [("stroke_neuro", "fires")]


def test_what_may_be_an_emergency_is_asked_about(knowledge):
    assert heard(knowledge, emergency=1) == [("stroke_neuro", "asks")]


def test_what_is_urgent_raises_a_flag_of_that_tier(knowledge):
    assert heard(knowledge, urgent=2.5) == [("gca", "fires")]


def test_an_urgent_sign_is_raised_while_a_possible_emergency_is_asked_about(knowledge):
    assert heard(knowledge, emergency=1, urgent=3) == [("stroke_neuro", "asks"), ("gca", "fires")]


def test_only_one_thing_is_asked_and_despair_comes_first(knowledge):
    assert heard(knowledge, emergency=1, urgent=1, crisis=1) == [("suicidal_active", "asks")]


def test_someone_in_despair_is_asked_nothing_about_the_body(knowledge):
    assert heard(knowledge, crisis=3, emergency=1, urgent=1) == [("suicidal_active", "fires")]


@pytest.mark.parametrize("active, flag", [(1.0, "suicidal_active"), (-5.0, "suicidal_passive")])
def test_sure_despair_is_active_or_passive_as_it_fits(knowledge, active, flag):
    assert heard(knowledge, crisis=3, suicidal_active=active) == [(flag, "fires")]


def test_possible_despair_is_asked_about_as_the_worse_kind(knowledge):
    assert heard(knowledge, crisis=1, suicidal_passive=9.0) == [("suicidal_active", "asks")]


def test_an_emergency_that_may_be_despair_is_never_asked_about_as_one_of_the_body(knowledge):
    found = heard(knowledge, emergency=1, suicidal_active=9.0)
    assert found == [("stroke_neuro", "asks")]


def test_a_flag_that_rests_on_something_never_told_only_asks_back(knowledge):
    assert heard(knowledge, emergency=3, preeclampsia=9.0) == [("preeclampsia", "asks")]


def test_a_flag_that_rests_on_something_told_fires(knowledge):
    found = heard(knowledge, emergency=3, preeclampsia=9.0, present="pregnant")
    assert found == [("preeclampsia", "fires")]


def test_an_emergency_that_only_asks_back_leaves_what_is_sure_for_today(knowledge):
    found = heard(knowledge, emergency=3, urgent=3, preeclampsia=9.0)
    assert found == [("preeclampsia", "asks"), ("gca", "fires")]


def test_where_all_is_denied_nothing_fires_and_less_is_asked(knowledge):
    assert heard(knowledge, emergency=3, denied=True) == [("stroke_neuro", "asks")]
    assert heard(knowledge, emergency=1, urgent=1, denied=True) == []


def test_despair_is_heard_beside_what_is_denied(knowledge):
    assert heard(knowledge, crisis=3, denied=True) == [("suicidal_active", "fires")]


def test_the_words_that_sound_like_it_are_quoted(knowledge):
    sound = Sound(3, 3, -9, FITS, words="the telling sentence")
    [sign] = suspected(sound, facts(knowledge), THRESHOLDS, knowledge.red_flags)
    assert sign.words == ("the telling sentence",) and sign.layer == "semantic"
