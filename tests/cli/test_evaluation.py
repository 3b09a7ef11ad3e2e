"""How messages are judged, and how sure a share makes us."""

import pytest

from headache_relief.cli.evaluation import Judged, summary, wilson


def judged(gold: dict, *flags: tuple[str, bool], intent: str = "describe_headache") -> Judged:
    red_flags = [{"tier": tier, "ask_back": ask_back} for tier, ask_back in flags]
    seen = {"text": "words", "red_flags": red_flags, "intent": {"name": intent}}
    return Judged.of(gold, seen)


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # Published values of Wilson's score interval without continuity correction.
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_is_wilsons(hits, of, low, high):
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


def test_a_sign_raised_as_high_as_it_should_be_is_caught():
    assert judged({"tier": "same_day"}, ("same_day", False)).caught
    assert judged({"tier": "same_day"}, ("emergency", False)).caught


def test_a_sign_raised_too_low_is_missed():
    case = judged({"tier": "emergency"}, ("same_day", False))
    assert not case.caught
    assert case.missed == "emergency missed"


def test_a_sign_that_is_asked_about_is_neither_caught_nor_missed():
    case = judged({"tier": "emergency"}, ("emergency", True))
    assert not case.caught
    assert case.asks
    assert case.missed == ""


def test_the_older_word_urgent_means_the_same_day():
    assert judged({"tier": "urgent"}, ("same_day", False)).caught


def test_a_routine_sign_on_a_harmless_message_is_no_false_alarm():
    assert not judged({"why": "negation"}, ("routine", False)).false_alarm
    assert judged({"why": "negation"}, ("same_day", False)).false_alarm


def test_asking_back_on_a_harmless_message_is_no_false_alarm():
    assert not judged({"why": "negation"}, ("emergency", True)).false_alarm


def test_a_second_acceptable_intent_is_right_too():
    gold = {"intent": "add_detail", "also": "describe_headache"}
    assert judged(gold).missed == ""
    assert judged(gold, intent="greet").missed == "add_detail taken for greet"


def test_a_message_with_only_an_intent_is_not_counted_as_harmless():
    lines = list(summary([judged({"intent": "greet"}, ("emergency", False), intent="greet")]))
    assert lines == ["intents right: 1/1 = 100.0% (95% interval 20.7% to 100.0%)"]
