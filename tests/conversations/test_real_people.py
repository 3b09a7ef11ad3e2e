"""How people with a sore head really answer: in a word, beside the question, scared or angry."""

from __future__ import annotations

import pytest

from tests.conversations.talk import text

DESCRIPTION = "dull band round my head since lunch, deadline stress, no nausea no fever"


def at(start, question: str, description: str = DESCRIPTION):
    talk = start()
    talk.say(description)
    talk.until_asked(question, {"movement": "no", "guide_step": "next"})
    return talk


@pytest.mark.parametrize(
    "said",
    [
        "fine. none",
        "none whatsoever",
        "only my dignity lol. none",
        "No dear, none of those",
        "i do not believe so",
        "I'd say no to all of those",
        "not that i'm aware of",
        "nah im good",
        "she says no",
    ],
)
def test_a_denial_in_ones_own_words_answers_the_safety_check(start, said: str) -> None:
    talk = at(start, "danger_now")
    talk.say(said)
    assert talk.asked == "danger_background"


@pytest.mark.parametrize("said", ["does a stiff neck count?", "what's a rash?", "why do you ask?"])
def test_a_question_back_doesnt_answer_the_safety_check(start, said: str) -> None:
    talk = at(start, "danger_now")
    talk.say(said)
    assert talk.asked == "danger_now"


def test_asking_what_a_blood_thinner_is_is_no_danger_sign(start) -> None:
    talk = at(start, "danger_background")
    talk.say("what's a blood thinner?")
    assert talk.last.massage_allowed
    assert talk.asked == "danger_background"


def test_a_denial_with_a_question_gets_its_answer_and_is_not_asked_for_again(start) -> None:
    talk = at(start, "danger_background")
    talk.say("no. why are you asking me all this")
    assert "need a doctor" in text(talk.last)
    assert talk.asked != "danger_background"


def test_yes_to_a_list_asks_which_one_without_an_excuse(start) -> None:
    talk = at(start, "danger_now")
    talk.say("yes")
    assert talk.asked == "danger_now"
    assert "Sorry" not in text(talk.last)


def test_an_age_answers_the_age_items_of_the_background_check(start) -> None:
    talk = at(start, "danger_background")
    talk.say("im 52")
    assert talk.asked != "danger_background"
    assert talk.last.massage_allowed


@pytest.mark.parametrize("said", ["no", "nope", "same", "yes", "kind of", "worse", "turning hurts"])
def test_moving_is_answered_in_a_word(start, said: str) -> None:
    talk = at(start, "danger_now", "my head hurts")
    talk.until_asked("movement", {})
    talk.say(said)
    assert talk.asked != "movement"
    assert "Sorry" not in text(talk.last)


@pytest.mark.parametrize("said", ["left", "both", "front", "at the back", "all over"])
def test_the_place_is_answered_in_a_word(start, said: str) -> None:
    talk = at(start, "danger_now", "my head hurts")
    talk.until_asked("location", {})
    talk.say(said)
    assert talk.asked != "location"


@pytest.mark.parametrize("said", ["work. my boss", "beer obviously", "screens"])
def test_a_trigger_is_answered_in_a_word_and_not_taken_for_a_question(start, said: str) -> None:
    talk = at(start, "danger_now", "my head hurts")
    talk.until_asked("triggers", {})
    talk.say(said)
    assert talk.asked != "triggers"
    assert len(talk.last.bot) == 1


def test_naming_a_companion_that_was_told_before_answers_the_list(start) -> None:
    talk = at(start, "danger_now", "my neck is stiff and my head aches")
    talk.until_asked("companions", {"movement": "no"})
    talk.say("just the stiff neck")
    assert talk.asked != "companions"


@pytest.mark.parametrize("felt", ["i feel dizzy", "ow that hurts", "its numb", "i feel sick now"])
def test_a_bad_sign_in_a_step_stops_it_and_looks_for_danger(start, felt: str) -> None:
    talk = at(start, "suggestion")
    talk.says("guide me", "next", felt)
    assert "stop" in text(talk.last).lower()
    assert talk.asked == "danger_now"


def test_sight_that_fails_in_a_step_is_an_emergency(start) -> None:
    talk = at(start, "suggestion")
    talk.says("guide me", "my vision just went blurry")
    assert talk.last.stage == "emergency"


def test_feeling_better_in_a_step_is_no_bad_sign(start) -> None:
    talk = at(start, "suggestion")
    talk.says("guide me", "sweet, feels better")
    assert talk.last.stage == "follow_up"


def test_news_of_the_headache_doesnt_start_the_massage(start) -> None:
    talk = at(start, "suggestion")
    talk.say("ok my head hurts on both sides")
    assert talk.last.stage != "guide"


@pytest.mark.parametrize(
    "wish", ["can my partner massage my neck", "i want a massage anyway", "show me pressure points"]
)
def test_while_massage_is_off_no_wish_is_met_with_how_to_do_it(start, wish: str) -> None:
    talk = start()
    talk.says("headache and i take warfarin", wish)
    said = text(talk.last)
    assert "stays off" in said
    assert "you can do" not in said and "thumb" not in said


def test_the_reason_why_massage_is_off_is_told_at_length_only_once(start) -> None:
    talk = start()
    talk.says("headache and i take warfarin", "but it's just a normal one")
    at_length = text(talk.last)
    talk.say("it was only a small dose")
    assert len(text(talk.last)) < len(at_length)


def test_yes_to_making_headaches_rarer_tells_how(start) -> None:
    talk = at(start, "suggestion")
    talk.says("guide me", "stop", "better")
    talk.say("yes please")
    assert "diary" in text(talk.last)


def test_thats_all_thanks_ends_the_talk(start) -> None:
    talk = at(start, "suggestion")
    talk.says("guide me", "stop", "better", "that's all thanks")
    assert talk.asked == ""


def test_someone_frightened_is_met_before_being_asked(start) -> None:
    talk = start()
    talk.say("im freaking out, my head is pounding")
    assert "frightening" in talk.last.bot[0]["text"]


@pytest.mark.parametrize(
    "said",
    ["pressure both sides of head since tuesday", "ache on both sides, headache since monday"],
)
def test_both_sides_of_a_head_are_not_two_people_who_are_ill(start, said: str) -> None:
    talk = start()
    talk.say(said)
    assert talk.asked == "danger_now"


def test_two_people_with_headaches_only_at_home_get_the_fumes_warning(start) -> None:
    talk = start()
    talk.say("me and my boyfriend both have headaches every evening at home, gone at work")
    assert talk.last.stage == "emergency"


def test_no_placeholder_is_ever_shown(start) -> None:
    talk = start()
    talk.say("i get a bad headache during sex")
    talk.until("suggest")
    assert "{" not in text(talk.last)


def test_saying_that_it_was_a_joke_asks_whether_it_was_so(start) -> None:
    talk = start()
    talk.says("sudden awful headache like being hit with a bat", "it was a joke, sorry")
    assert talk.asked == "confirm_correction"
    assert talk.last.massage_allowed is False


def test_no_word_of_another_pain_is_said_back(start) -> None:
    talk = start()
    talk.say("slept badly, woke with a headache at the back")
    said = text(talk.last)
    assert "back of the head" in said and "slept on your neck" not in said


def test_after_a_massage_made_it_worse_no_other_massage_is_offered(start) -> None:
    talk = at(start, "suggestion")
    talk.says("guide me", "it feels worse", "none", "show another")
    assert "No more massage" in text(talk.last)
    talk.say("who can i see")
    assert "doctor" in text(talk.last).lower() and "therapist" not in text(talk.last)


def test_asking_for_a_massage_tells_of_none_that_was_had(start) -> None:
    talk = start()
    talk.says("tight band round my head", "can i still get a massage")
    assert talk.asked == "danger_now"
