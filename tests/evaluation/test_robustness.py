"""Rough versions of messages, and what they cost."""

from random import Random

import pytest

from headache_relief.evaluation.noise import NOISES, mistyped
from headache_relief.evaluation.reading import Reading
from headache_relief.evaluation.robustness import kept, noised
from tests.evaluation.judged_messages import finding, judged, sign

TEXT = "I can't lift my left arm, it went numb, and the headache is terrible"


@pytest.mark.parametrize("name", NOISES)
def test_each_noise_is_the_same_for_the_same_seed(name):
    assert NOISES[name](TEXT, Random(3)) == NOISES[name](TEXT, Random(3))


@pytest.mark.parametrize("name", NOISES)
def test_each_noise_changes_a_text_that_it_can_change(name):
    assert NOISES[name](TEXT, Random(3)) != TEXT


@pytest.mark.parametrize("name", NOISES)
def test_no_noise_fails_on_a_text_without_words(name):
    assert isinstance(NOISES[name]("", Random(3)), str)


def test_typos_leave_short_words_and_the_number_of_words_alone():
    rough = mistyped(TEXT, Random(5))
    assert len(rough.split()) == len(TEXT.split())
    assert all(word in rough.split() for word in ("I", "lift", "left"))


def test_noise_that_changes_nothing_is_left_out():
    versions = {v.noise for v in noised([judged({}, text="no pain now")], most=5, seed=1)}
    assert "small letters" not in versions and "capitals" in versions


def test_what_noise_costs_is_counted():
    clean = judged({"tier": "emergency"}, sign("emergency"), findings=(finding("nausea"),))
    (version,) = [v for v in noised([clean], most=1, seed=1) if v.noise == "capitals"]
    lost = Reading("describe_headache", 0.9)
    (row,) = kept([(version, lost)])
    assert (row.tier_kept, row.findings_kept, row.intents_kept) == (0.0, 0.0, 1.0)
    assert (row.recall_before, row.recall, row.drop) == (1.0, 0.0, 1.0)
