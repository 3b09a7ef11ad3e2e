"""Whom to see, and what comes after a technique."""

import pytest

from actions.follow_up import FollowUp
from actions.refer import Refer
from headache_relief.assessment.case import Assessment, FlagRecord, FlagState, Move, Stage
from headache_relief.assessment.facts import Fact

SEIZURE = FlagRecord("seizure", "emergency", FlagState.fired, announced=True)


def referred(why: str, asked: str = "afterwards", **more) -> Assessment:
    return Assessment(
        consent=True, stage=Stage.refer, move=Move("refer", (why,)), asked=asked, **more
    )


def test_someone_who_asks_hears_who_fits(act):
    responses = act(Refer(), referred("person")).responses
    assert responses[0] == "utter_referral"
    assert responses[-1] == "utter_ask_afterwards"


def test_someone_whose_massage_is_off_hears_of_the_danger_sign(act, knowledge):
    case = referred("stopped", asked="stopped", flags=(SEIZURE,))
    first = act(Refer(), case).messages[0]
    assert first["response"] == "utter_referral_stopped"
    assert first["danger_name"] == knowledge.red_flags["seizure"].name


def test_someone_whose_massage_is_off_is_offered_no_other_technique(act):
    buttons = act(Refer(), referred("stopped", asked="stopped", flags=(SEIZURE,))).buttons
    assert "Show another" not in buttons
    assert "That was a mistake" in buttons


@pytest.mark.parametrize("reason", ["worse", "nothing_left"])
def test_each_reason_has_its_own_words(act, reason):
    assert act(Refer(), referred(reason)).responses[0] == f"utter_referral_{reason}"


def test_a_named_destination_is_the_only_one(act, knowledge):
    said = act(Refer(), referred("pharmacist")).messages
    names = [message["name"] for message in said if message["response"] == "utter_referral"]
    assert names == [knowledge.referrals["pharmacist"].name]


def test_what_was_told_is_ready_to_be_passed_on(act, knowledge):
    told = (Fact("throbbing", "present", words="throbbing"),)
    first = act(Refer(), referred("person", facts=told)).messages[0]
    assert knowledge.concepts["throbbing"].label in first["tell_them"]


@pytest.mark.parametrize("topic", ["better", "prevent"])
def test_a_follow_up_says_what_may_make_them_rarer(act, topic):
    case = Assessment(move=Move("follow_up", (topic,)), asked="afterwards")
    (message,) = act(FollowUp(), case).messages
    assert message["response"] == f"utter_follow_up_{topic}"
    assert message["prevention"]
    assert message["buttons"][-1]["title"] == "That's all"
