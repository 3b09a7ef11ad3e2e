"""Random people talk to the core: the safety rules hold for all of them."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headache_relief.assessment.asking import screen_left
from headache_relief.assessment.case import Assessment, FlagState
from headache_relief.assessment.spine import advise
from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge
from tests.assessment.core_talk import CoreTalk

HARMLESS = [
    "my head hurts",
    "dull band round my head since lunch, stressed at work",
    "left side throbbing, feel sick, light hurts",
    "neck is tight and it goes up into my head when I turn",
    "both temples, pressing",
    "no nausea no fever",
    "about 4 hours",
    "6/10",
    "moving makes it worse",
    "none of these",
    "no",
    "yes",
    "don't know",
    "skip",
    "back",
    "stop",
    "start over",
    "blah fnord",
    "",
    "actually it's on the right side",
    "better",
    "about the same",
    "worse",
    "i'm on warfarin",
    "im pregnant, 20 weeks",
    "osteoporosis",
    "it's nothing, just give me a massage",
    "it's easing off now",
]
DANGEROUS = [
    "it came on in seconds, worst headache of my life",
    "my left arm has gone weak and my speech is slurred",
    "fever of 39.5 and my neck is so stiff i can't bend it",
    "i blacked out and had a seizure",
    "i want to kill myself",
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge()


turns = st.lists(
    st.one_of(
        st.sampled_from(HARMLESS),
        st.sampled_from(HARMLESS),
        st.sampled_from(DANGEROUS),
        st.integers(0, 9),
    ),
    min_size=1,
    max_size=18,
)
many = settings(
    max_examples=120,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def talked(knowledge: Knowledge, said: list[str | int]) -> list[tuple[Assessment, CoreTalk]]:
    talk = CoreTalk(knowledge)
    cases = []
    for turn in said:
        case = talk.say(turn) if isinstance(turn, str) else talk.press(turn)
        cases.append((case, talk))
        assert talk.reply is not None or case.move is not None, "someone was left in silence"
    return cases


@many
@given(turns)
def test_a_tier_falls_only_by_a_confirmed_correction(
    knowledge: Knowledge, said: list[str | int]
) -> None:
    before = Assessment(consent=True)
    for case, _ in talked(knowledge, said):
        if case.tier.rank < before.tier.rank:
            withdrawn = [f for f in case.flags if f.state is FlagState.withdrawn]
            assert withdrawn and before.asked == "confirm_correction"
        before = case


@many
@given(turns)
def test_no_technique_is_shown_before_the_danger_screen_is_complete_and_clear(
    knowledge: Knowledge, said: list[str | int]
) -> None:
    for case, _ in talked(knowledge, said):
        if case.move is not None and case.move.kind in {"suggest", "guide"}:
            assert not case.massage_stopped
            assert screen_left(case, knowledge) is None
            assert case.unclear == ()


@many
@given(turns)
def test_no_technique_is_shown_against_a_precaution(
    knowledge: Knowledge, said: list[str | int]
) -> None:
    for case, _ in talked(knowledge, said):
        if case.move is not None and case.move.kind in {"suggest", "guide"}:
            assert case.current in advise(case, knowledge).techniques


@pytest.mark.parametrize("danger", DANGEROUS)
def test_danger_is_answered_in_any_state(knowledge: Knowledge, danger: str) -> None:
    talk = CoreTalk(knowledge)
    talk.say("my head hurts")
    for _ in range(16):
        probe = CoreTalk(knowledge)
        probe.case = talk.case
        probe.say(danger)
        assert probe.reply is not None, f"missed while asked {talk.case.asked}"
        assert probe.case.massage_stopped
        talk.say(talk.answer())


def test_someone_who_never_knows_anything_is_sent_to_a_person(knowledge: Knowledge) -> None:
    talk = CoreTalk(knowledge)
    talk.say("my head hurts")
    for _ in range(12):
        talk.say("i don't know")
        assert talk.case.move is None or talk.case.move.kind not in {"suggest", "guide"}
    assert talk.case.massage_stopped
