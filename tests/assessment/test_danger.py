"""Danger is answered before anything else, in the order of its urgency."""

import pytest

from headache_relief.assessment.case import FlagState, Stage
from tests.assessment.core_talk import CoreTalk

STROKE = "my left arm has gone weak and my speech is slurred"
SUICIDAL = "I want to kill myself"
SAME_DAY = "I have had cancer and now my head hurts"
MISTAKE = "That was a mistake"


def reply(talk: CoreTalk, text: str, intent: str = "add_detail") -> str | None:
    talk.say(text, intent)
    return talk.reply.response if talk.reply else None


def state(talk: CoreTalk, flag: str) -> FlagState:
    return next(record.state for record in talk.case.flags if record.flag == flag)


def test_a_harmless_headache_is_no_danger(talk):
    assert reply(talk, "a dull band round my head, stressed") is None


def test_an_emergency_is_announced_once_then_repeated_shortly(talk):
    assert reply(talk, STROKE) == "utter_emergency"
    assert reply(talk, "can I have a massage then?") == "utter_emergency_again"


def test_someone_who_has_called_is_told_how_to_wait(talk):
    reply(talk, STROKE)
    assert reply(talk, "I've called") == "utter_emergency_called"


def test_easing_off_lowers_nothing(talk):
    reply(talk, STROKE)
    assert reply(talk, "it's easing off now", "feel_better") == "utter_emergency_easing"
    assert talk.case.massage_stopped


def test_someone_alone_is_told_how_to_get_help_alone(talk):
    reply(talk, STROKE)
    assert reply(talk, "no", "deny") == "utter_emergency_alone"
    assert reply(talk, "I'm on my own") == "utter_emergency_alone"


def test_whoever_is_there_is_asked_to_call(talk):
    reply(talk, STROKE)
    assert reply(talk, "yes", "affirm") == "utter_emergency_with_someone"


@pytest.mark.parametrize("words", ["ok", "okay what now", "ok thanks", "right", "got it"])
def test_taking_note_is_no_answer_to_whether_someone_is_there(talk, words):
    reply(talk, STROKE)
    assert reply(talk, words, "affirm") == "utter_emergency_again"


def test_a_yes_counts_only_right_after_the_question(talk):
    reply(talk, STROKE)
    reply(talk, "will it pass", "ask_out_of_scope")
    assert reply(talk, "yes", "affirm") == "utter_emergency_again"


@pytest.mark.parametrize(
    ("words", "response"),
    [
        ("im alone", "utter_emergency_alone"),
        ("nobody is here", "utter_emergency_alone"),
        ("just me", "utter_emergency_alone"),
        ("no one", "utter_emergency_alone"),
        ("my husband is here", "utter_emergency_with_someone"),
        ("yes my mum", "utter_emergency_with_someone"),
        ("im not alone", "utter_emergency_with_someone"),
        ("what do i tell them", "utter_emergency_what_to_say"),
        ("no signal", "utter_emergency_cannot_call"),
        ("i cant call", "utter_emergency_cannot_call"),
        ("my phone is dead", "utter_emergency_cannot_call"),
    ],
)
def test_who_is_there_and_what_hinders_is_heard_in_plain_words_at_any_time(talk, words, response):
    reply(talk, STROKE)
    assert reply(talk, words) == response
    assert reply(talk, words) == response


def test_what_to_say_is_told_also_after_the_call(talk):
    reply(talk, STROKE)
    reply(talk, "I've called")
    assert reply(talk, "what do I tell them?") == "utter_emergency_what_to_say"


def test_who_asks_for_a_massage_in_an_emergency_is_told_why_not(talk):
    reply(talk, STROKE)
    assert reply(talk, "show me another", "show_another") == "utter_emergency_no_massage"


def test_whoever_has_called_is_not_told_to_call_again(talk):
    reply(talk, STROKE)
    reply(talk, "I've called")
    assert reply(talk, "thanks", "thank") == "utter_emergency_called"
    assert reply(talk, "no", "deny") == "utter_emergency_called"
    assert reply(talk, "give me a massage", "want_massage") == "utter_emergency_no_massage"


def test_in_a_crisis_the_person_is_answered(talk):
    reply(talk, SUICIDAL)
    assert reply(talk, "Someone is with me") == "utter_crisis_with_someone"
    assert reply(talk, "I can't call anyone") == "utter_crisis_cannot_call"
    assert reply(talk, "feeling better", "feel_better") == "utter_crisis_easing"
    assert reply(talk, "ok") == "utter_crisis_again"
    assert talk.case.stage is Stage.crisis


def test_a_crisis_taken_back_is_asked_about_without_talk_of_massage(talk):
    reply(talk, SUICIDAL)
    assert reply(talk, "I didn't mean that") == "utter_ask_confirm_crisis"
    assert talk.case.in_crisis
    reply(talk, "It was a mistake")
    assert not talk.case.in_crisis


def test_starting_over_does_not_end_an_emergency(talk):
    reply(talk, STROKE)
    assert reply(talk, "start over") == "utter_emergency_again"
    assert talk.case.massage_stopped


def test_a_same_day_sign_stops_massage_but_not_the_talk(talk):
    assert reply(talk, SAME_DAY) == "utter_same_day"
    assert reply(talk, "ok") is None
    assert talk.case.massage_stopped


def test_of_two_signs_in_one_message_the_more_urgent_is_told(talk):
    assert reply(talk, "I have cancer and my left arm has gone weak") == "utter_emergency"


def test_a_same_day_sign_after_an_emergency_is_no_news(talk):
    reply(talk, STROKE)
    assert reply(talk, "I also have cancer") == "utter_emergency_again"


def test_an_emergency_after_a_same_day_sign_is_news(talk):
    reply(talk, SAME_DAY)
    assert reply(talk, STROKE) == "utter_emergency"


def test_a_crisis_comes_before_an_emergency_of_the_body(talk):
    assert reply(talk, f"{SUICIDAL}, and {STROKE}") == "utter_crisis"


def test_a_crisis_is_answered_in_the_middle_of_an_emergency(talk):
    reply(talk, STROKE)
    assert reply(talk, SUICIDAL) == "utter_crisis"
    assert talk.case.stage is Stage.crisis


def test_a_stroke_is_answered_in_the_middle_of_a_crisis(talk):
    reply(talk, SUICIDAL)
    assert reply(talk, STROKE) == "utter_emergency"
    assert talk.case.stage is Stage.crisis


def test_a_same_day_sign_in_a_crisis_does_not_begin_the_headache_talk(talk):
    reply(talk, SUICIDAL)
    assert reply(talk, SAME_DAY) == "utter_crisis_again"


def test_taking_a_sign_back_is_asked_about_first(talk):
    reply(talk, STROKE)
    assert reply(talk, MISTAKE) == "utter_ask_confirm_correction"
    assert talk.case.massage_stopped


def test_a_confirmed_mistake_lowers_the_tier(talk):
    reply(talk, "I have a seizure")
    reply(talk, MISTAKE)
    assert reply(talk, "It was a mistake") is None
    assert state(talk, "seizure") is FlagState.withdrawn
    assert not talk.case.massage_stopped


def test_what_is_true_after_all_stays(talk):
    reply(talk, STROKE)
    reply(talk, MISTAKE)
    assert reply(talk, "It's true") == "utter_emergency_again"


def test_a_reply_that_confirms_nothing_keeps_the_tier(talk):
    reply(talk, STROKE)
    reply(talk, MISTAKE)
    assert reply(talk, "hm") == "utter_emergency_again"


def test_a_denial_that_was_not_meant_leaves_the_sign_as_told(talk):
    reply(talk, "my head hurts and I have cancer")
    assert reply(talk, "I don't have cancer") == "utter_ask_confirm_correction"
    reply(talk, "It's true")
    assert talk.case.known(talk.knowledge.parents).present("cancer")


def test_a_withdrawn_sign_that_is_told_again_fires_again(talk):
    reply(talk, "I had a seizure")
    reply(talk, MISTAKE)
    reply(talk, "It was a mistake")
    assert reply(talk, "no, I really had a seizure") == "utter_emergency"


def test_a_withdrawn_sign_stays_withdrawn_while_others_are_told(talk):
    reply(talk, "my head hurts and I had a seizure")
    reply(talk, MISTAKE)
    reply(talk, "It was a mistake")
    assert reply(talk, "my head hurts on both sides") is None


def test_taking_back_danger_in_pregnancy_does_not_take_back_the_pregnancy(talk):
    reply(talk, "I'm 30 weeks pregnant, my head hurts and I see spots before my eyes")
    assert talk.case.massage_stopped
    reply(talk, MISTAKE)
    reply(talk, "It was a mistake")
    assert not talk.case.known(talk.knowledge.parents).absent("pregnant")


def test_the_danger_checks_come_again_after_signs_were_taken_back_together(talk):
    talk.say("my head hurts")
    talk.say("None of these")
    reply(talk, "I have a fever of 39 and my neck is so stiff I can't bend it")
    reply(talk, MISTAKE)
    reply(talk, "It was a mistake")
    assert talk.case.asked == "danger_now"


def test_a_more_urgent_doubt_beside_a_same_day_sign_is_asked(talk):
    assert reply(talk, "I have cancer and my headache came on suddenly") == "utter_same_day"
    talk.say("ok")
    assert talk.case.asked == "ask_back:thunderclap"
    assert reply(talk, "Under a minute") == "utter_emergency"


def test_danger_is_answered_without_consent(knowledge):
    talk = CoreTalk(knowledge)
    talk.case = type(talk.case)(consent=False)
    assert reply(talk, STROKE) == "utter_emergency"


def left_open(talk) -> None:
    """Nobody knows what the first danger question asks, and that was taken back as a mistake."""
    talk.say("my head hurts on both sides")
    for _ in range(3):
        reply(talk, "i don't know", "dont_know")
    assert talk.case.massage_stopped
    reply(talk, MISTAKE)
    reply(talk, "It was a mistake")


def test_questions_that_were_left_open_are_asked_again_when_that_was_a_mistake(talk):
    left_open(talk)
    assert not talk.case.massage_stopped
    assert talk.case.asked == "danger_now"


def test_questions_left_open_once_more_stop_the_massage_again(talk):
    left_open(talk)
    reply(talk, "i don't know", "dont_know")
    assert reply(talk, "i don't know", "dont_know") == "utter_same_day"


def test_telling_the_same_again_leaves_a_danger_question_unanswered(talk):
    talk.say("tight band on both sides")
    for _ in range(3):
        talk.say("tight band on both sides")
    assert talk.case.massage_stopped


def test_a_wish_for_massage_is_heard_before_danger_is_asked_back(talk):
    talk.say("I hit my head yesterday and it aches")
    assert talk.say("ok").asked.startswith("ask_back")
    talk.say("show me a massage", "want_massage")
    assert talk.case.asked.startswith("ask_back")
    assert talk.case.move.opening == "utter_no_massage_yet"
