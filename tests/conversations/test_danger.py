"""Danger interrupts everything, is never talked down, and massage stays off."""

from __future__ import annotations

import pytest

from tests.conversations.talk import HARMLESS, text

THUNDERCLAP = "it came on in seconds like a thunderclap, worst headache of my life"
STAGES = ["danger_now", "danger_background", "precautions", "suggestion", "guide_step", "how_now"]


def test_the_first_message_may_be_the_emergency_even_before_consent(start) -> None:
    talk = start(consent=False)
    talk.say("it just exploded out of nowhere while lifting, worst of my life but its easing a bit")
    assert talk.last.tier == "emergency"
    assert talk.last.stage == "emergency"
    assert talk.last.massage_allowed is False
    assert len(talk.last.bot) == 1


@pytest.mark.parametrize("question", STAGES)
def test_danger_is_answered_at_every_question(start, question: str) -> None:
    talk = start()
    talk.say("dull band round my head since lunch, deadline stress, no nausea no fever")
    going_on = {"movement": "no", "guide_step": "stop", "guide_check": "stop"}
    if question == "guide_step":
        going_on.pop("guide_step")
    talk.until_asked(question, going_on)
    talk.say(THUNDERCLAP)
    assert talk.last.stage == "emergency"
    assert talk.last.massage_allowed is False


@pytest.mark.parametrize(
    "insisting",
    [
        "can i have the massage now please",
        "it's easing off, feels better",
        "my husband says it's nothing",
        "just show me the neck one",
        "start over",
        "next",
        "yes",
    ],
)
def test_nothing_but_a_confirmed_correction_lowers_an_emergency(start, insisting: str) -> None:
    talk = start()
    talk.says(THUNDERCLAP, insisting)
    assert talk.last.tier == "emergency"
    assert talk.last.massage_allowed is False
    assert talk.last.stage == "emergency"


def test_a_corrected_and_confirmed_mistake_lets_the_talk_go_on(start) -> None:
    talk = start()
    talk.says("my head hurts and my left arm has gone weak", "sorry that was a mistake")
    assert talk.asked == "confirm_correction"
    assert talk.last.tier == "emergency"
    talk.say("It was a mistake")
    assert talk.last.tier != "emergency"
    assert talk.last.massage_allowed is True
    assert talk.last.stage == "danger_screen"


def test_a_correction_that_is_not_confirmed_changes_nothing(start) -> None:
    talk = start()
    talk.says("my head hurts and my left arm has gone weak", "sorry that was a mistake")
    talk.say("It's true")
    assert talk.last.tier == "emergency"


def test_a_same_day_sign_switches_massage_off_and_names_whom_to_see(start) -> None:
    talk = start()
    talk.say("i'm 20 weeks pregnant and have a new headache since yesterday")
    assert talk.last.tier == "same_day"
    assert talk.last.massage_allowed is False
    assert "today" in text(talk.last).lower()
    while talk.asked.startswith("ask_back:"):
        talk.say("No")
    talk.say("ok but can i have a massage")
    assert talk.last.stage == "refer"
    assert talk.last.massage_allowed is False


def test_two_harmless_halves_make_a_danger_together(start) -> None:
    talk = start()
    talk.says("headache and a high fever of 39")
    before = talk.last.tier
    talk.say("and my neck is so stiff i can't bend it")
    assert before != "emergency"
    assert talk.last.tier == "emergency"


def test_ticking_a_danger_in_the_checklist_counts(start) -> None:
    talk = start()
    talk.say("my head hurts")
    dangerous = [title for title in talk.buttons() if not title.lower().startswith("none")]
    talk.say(dangerous[0])
    assert talk.last.stage in {"emergency", "refer"} or talk.asked.startswith("ask_back:")


def test_a_person_in_despair_gets_the_crisis_answer_and_no_headache_talk(start) -> None:
    talk = start()
    talk.says("my head hurts", "the pain is so bad i'm going to kill myself")
    assert talk.last.stage == "crisis"
    talk.say("none of these")
    assert talk.last.stage == "crisis"
    assert talk.last.massage_allowed is False


def test_someone_elses_danger_now_counts_and_in_the_past_does_not(start) -> None:
    wife = start()
    wife.say("my wife has a headache and suddenly can't speak")
    assert wife.last.tier == "emergency"
    gran = start()
    gran.say("my gran had a stroke years ago. i just have a dull band round my head")
    assert gran.last.tier not in {"emergency", "same_day"}


def test_not_knowing_all_the_way_ends_with_a_person_and_without_massage(start) -> None:
    talk = start()
    talk.say("my head hurts")
    for _ in range(12):
        talk.say("i don't know")
        assert talk.last.stage not in {"suggest", "guide"}
    assert talk.last.massage_allowed is False
    assert talk.last.bot, "nobody is left in silence"


def test_a_harmless_talk_never_raises_the_tier(start) -> None:
    talk = start()
    talk.say("tight band round my head, stressed")
    talk.until("suggest", {**HARMLESS, "movement": "no change"})
    assert {turn.tier for turn in talk.turns} <= {"none", "self_care", "routine"}


def test_danger_at_the_end_of_a_very_long_message_is_heard(start) -> None:
    talk = start()
    story = "we cooked every evening and walked along the river. " * 350
    talk.say(f"{story}Now my left arm has gone weak and my speech is slurred.")
    assert len(story.split()) > 3_000
    assert talk.last.tier == "emergency"
