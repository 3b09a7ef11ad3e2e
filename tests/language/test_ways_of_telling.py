"""Ways of telling that change what a message says, found by people nobody here has met."""

from __future__ import annotations

import pytest

from headache_relief.language.reader import read
from headache_relief.language.understanding import Finding


def found(text: str, concept: str) -> Finding:
    return next(finding for finding in read(text).findings if finding.concept == concept)


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("headache 20 weeks pregnant is it normal", "pregnant"),
        ("he has a headache and is sleepier than normal", "headache"),
        ("i can't sit up without my head splitting", "headache"),
        ("my arm has gone limp, don't judge, and i have a headache", "headache"),
        ("can't do this no more gonna end it 2nite", "suicidal_active"),
    ],
)
def test_words_that_only_look_like_a_denial_deny_nothing(text: str, concept: str) -> None:
    assert found(text, concept).status == "present"


@pytest.mark.parametrize(
    ("text", "concept"),
    [
        ("he's crying if we put the light on and he can't bend his neck", "neck_rigid"),
        ("headache and breast cancer two years ago", "headache"),
        ("it began when i was 10 minutes into a run, a headache", "headache"),
        ("my daughter took the entire box of paracetamol", "too_many_tablets"),
        ("my mum had breast cancer last year, now she gets headaches", "cancer"),
        ("what does it mean if my left eye goes dark", "vision_lost"),
    ],
)
def test_danger_that_is_there_now_is_not_put_into_the_past(text: str, concept: str) -> None:
    assert found(text, concept).when == "now"


def test_an_age_long_ago_puts_an_event_into_the_past() -> None:
    assert found("i bumped my head when i was about nine", "head_injury").when == "past"


def test_a_phrase_with_go_is_heard_when_it_has_gone() -> None:
    assert found("my hand has gone numb", "numb_limb").status == "present"


@pytest.mark.parametrize(
    ("text", "age"),
    [
        ("my grandmother, 80 years, has a sore scalp", 80),
        ("my mother is 68", 68),
        ("my dad (74) has a headache", 74),
        ("he's only 5", 5),
    ],
)
def test_the_age_of_someone_else_is_read(text: str, age: int) -> None:
    assert found(text, "age").value == age


def test_since_with_a_length_of_time_tells_the_start() -> None:
    assert found("headache since six days", "hours_since_onset").value == 144


def test_text_speak_is_read_as_the_word_it_stands_for() -> None:
    assert found("never had this b4", "never_felt_before").status == "present"


def test_a_pressure_told_with_to_is_read() -> None:
    assert found("my father's blood pressure is 190 to 120", "systolic").value == 190
