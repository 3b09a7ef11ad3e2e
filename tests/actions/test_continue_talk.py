"""The talk goes on with the action of the next stage."""

import pytest
from rasa_sdk.executor import ActionExecutor

from actions.continue_talk import ACTIONS, ContinueTalk, ResumeTalk
from headache_relief.assessment.case import Assessment, FlagRecord, FlagState, Latest
from headache_relief.assessment.facts import Fact

HURTS = (Fact("headache", "present", turn=1, words="my head hurts"),)


def case(**more) -> Assessment:
    values = {"facts": HURTS, "consent": True, "turn": 1, **more}
    return Assessment(**values)


def test_a_description_leads_to_the_danger_check(act):
    went_on = act(ContinueTalk(), case())
    assert went_on.case.asked == "danger_now"
    assert went_on.following == "action_ask_next"
    assert went_on.responses == []


def test_someone_who_stops_hears_it_and_is_left_alone(act):
    stopped = act(ContinueTalk(), case(latest=Latest(meant="stop")))
    assert stopped.responses == ["utter_stopped"]
    assert stopped.following == "action_listen"


def test_someone_without_massage_is_referred(act):
    flag = FlagRecord("seizure", "emergency", FlagState.fired, announced=True)
    assert act(ContinueTalk(), case(flags=(flag,))).following == "action_refer"


def test_a_question_in_between_leaves_the_waiting_question(act):
    resumed = act(ResumeTalk(), case(asked="danger_now", latest=Latest(intent="ask_safety")))
    assert resumed.case.asked == "danger_now"
    assert resumed.following == "action_ask_next"


@pytest.mark.parametrize("consent", [None, False])
def test_without_consent_it_is_asked_for(act, consent):
    assert act(ContinueTalk(), case(consent=consent)).case.asked == "consent"


def test_every_stage_has_an_action_of_the_package():
    executor = ActionExecutor()
    executor.register_package("actions")
    assert set(ACTIONS.values()) <= set(executor.actions)
