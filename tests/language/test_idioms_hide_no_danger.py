"""A saying masks what stands inside it; it must never mask the plain statement of a danger."""

from __future__ import annotations

import pytest

from headache_relief.language.reader import read


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("i had a stroke", "vessel_event"),
        ("my dad is having a stroke", "says_stroke"),
        ("temperature of 39.5 and a headache", "fever"),
        ("my temperature is 39", "temperature_c"),
        ("the chiropractor cracked my neck", "neck_manipulation"),
        ("i can't find the words to speak", "cannot_speak"),
        ("blood pressure of 200 over 110", "systolic"),
        ("bp is 200/110", "systolic"),
    ],
)
def test_a_plain_danger_is_not_taken_for_a_saying(text: str, concept: str) -> None:
    assert concept in {finding.concept for finding in read(text).findings}


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("a stroke of luck at work today", "says_stroke"),
        ("my temperature is normal", "fever"),
        ("is a stiff neck always meningitis", "neck_stiffness"),
        ("is massage safe in pregnancy?", "pregnant"),
    ],
)
def test_a_saying_or_a_question_tells_nothing_of_oneself(text: str, concept: str) -> None:
    held = {f.concept for f in read(text).findings if f.holds}
    assert concept not in held


def test_what_always_is_so_is_told_and_not_asked() -> None:
    held = {f.concept for f in read("the pain is always on the left").findings if f.holds}
    assert "one_side" in held
