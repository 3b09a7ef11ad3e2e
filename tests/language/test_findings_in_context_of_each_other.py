"""What a word means beside others: a finding yields to the one that tells the same words better."""

from __future__ import annotations

import pytest

from headache_relief.language import reader


def found(text: str) -> set[str]:
    return {finding.concept for finding in reader.read(text).findings if finding.holds}


@pytest.mark.parametrize(
    ("text", "told", "not_told"),
    [
        ("headache with vomiting sensation", "nausea", "vomiting"),
        ("I feel like puking", "nausea", "vomiting"),
        ("I keep vomiting", "vomiting", "nausea"),
        ("like a tight cap on my head", "band", "tight_headwear"),
        ("my hat is too tight", "tight_headwear", "pressing"),
        ("tired eyes after the screen", "eye_strain", "tiredness"),
        ("it is gone in seconds", "under_15_min", "onset_sudden"),
        ("tired all the time", "tiredness", "constant"),
        ("I can hardly look over my shoulder", "worse_on_neck_movement", "shoulders"),
        ("the light is killing me", "light_sensitivity", "severe"),
    ],
)
def test_the_same_words_are_told_once(text: str, told: str, not_told: str) -> None:
    assert told in found(text)
    assert not_told not in found(text)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("it stays for 2 to 3 hours", "from_15_min_to_4_h"),
        ("5 hours of one sided throbbing", "from_4_to_72_h"),
        ("the pain is gone within half an hour", "from_15_min_to_4_h"),
        ("Migraine day four", "over_72_h"),
        ("since Saturday, it's Thursday now", "over_72_h"),
        ("on the fourth day now", "over_72_h"),
        ("between 20 and 40 minutes", "from_15_min_to_4_h"),
        ("I have headache since 2 days", "from_4_to_72_h"),
        ("for the past week I've had a dull headache", "over_72_h"),
        ("ninety six hours of migraine", "over_72_h"),
        ("a three second zap", "under_15_min"),
        ("from lunchtime until I go to bed", "from_4_to_72_h"),
    ],
)
def test_a_length_of_time_is_read_in_every_construction(text: str, length: str) -> None:
    lengths = {f.concept for f in reader.read(text).findings if f.kind == "duration"}
    assert lengths - {"for_weeks", "long_aura", "wont_break"} == {length}


def test_a_headache_of_weeks_has_lasted_for_weeks() -> None:
    assert "for_weeks" in found("I have had a headache for 3 weeks")


def test_hours_at_the_desk_are_no_length_of_a_headache() -> None:
    assert "from_4_to_72_h" not in found("I sit at my desk all day and my head hurts")


def test_a_saying_about_knives_hides_no_stabbing_pain() -> None:
    assert "stabbing" in found("it feels like a knife behind my eye")
