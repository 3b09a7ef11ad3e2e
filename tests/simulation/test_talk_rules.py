"""Each rule of a good talk finds a talk that breaks it, and lets one pass that doesn't."""

from __future__ import annotations

from headache_relief.simulation.rules import violations
from headache_relief.simulation.talk_rules import TURNS_TO_ADVICE
from tests.simulation.talks import asks, emergency, plan, screened, turn


def broken(knowledge, turns, **planned) -> set[str]:
    return {found.split(":")[0] for found in violations(plan(**planned), turns, knowledge)}


def test_silence_is_found(knowledge):
    assert "everyone_is_answered" in broken(knowledge, [turn("hello", " ")])


def test_a_fault_of_our_own_is_found(knowledge):
    fault = turn("hello", "Sorry, something went wrong on my side.")
    assert "everyone_is_answered" in broken(knowledge, [fault])


def test_an_answer_that_leads_nowhere_is_found(knowledge):
    assert "there_is_always_a_way_on" in broken(knowledge, [turn("hm", "I see.", buttons=())])


def test_a_goodbye_may_end_with_how_to_come_back(knowledge):
    goodbye = turn("bye", "Take care. You can write to me again whenever you like.", buttons=())
    assert broken(knowledge, [goodbye]) == set()


def test_the_very_same_answer_again_and_again_is_found_in_an_emergency_too(knowledge):
    said = ["my arm is weak", "ok", "thanks", "what else can i do"]
    assert "nobody_reads_the_same_again_and_again" in broken(knowledge, in_an_emergency(said))
    assert broken(knowledge, in_an_emergency(said[:3])) == set()


def in_an_emergency(said):
    return [emergency(text) for text in said]


def test_who_says_the_same_again_may_be_answered_alike(knowledge):
    assert broken(knowledge, in_an_emergency(["my arm is weak"] * 5)) == set()


def test_a_question_that_is_retried_for_ever_is_found(knowledge):
    often = [asks("severity", said) for said in ("ok", "no idea", "skip", "qqqq")]
    assert "a_question_is_retried_at_most_twice" in broken(knowledge, often)
    assert broken(knowledge, often[:3]) == set()


def test_a_question_may_wait_while_others_are_answered(knowledge):
    questions = ("is it safe", "why", "how long", "who are you", "hm")
    waiting = [asks("severity", said, messages=(f"{said}? How bad is it?",)) for said in questions]
    assert broken(knowledge, waiting) == set()


def test_another_language_without_a_number_is_found(knowledge):
    foreign = "me duele mucho la cabeza"
    assert "another_language_is_told_whom_to_call" in broken(knowledge, [turn(foreign)])
    assert broken(knowledge, [turn(foreign, "Only English. Call 999. All right?")]) == set()


def test_someone_who_answers_and_is_never_told_anything_is_found(knowledge):
    turns = [turn("yes", f"And {n}?") for n in range(TURNS_TO_ADVICE)]
    assert "whoever_answers_is_told_what_to_do" in broken(knowledge, turns)
    assert broken(knowledge, turns, manner="chaotic") == set()
    assert broken(knowledge, [*screened(), *turns]) == set()
