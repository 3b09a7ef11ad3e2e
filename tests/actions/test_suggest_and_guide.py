"""A technique is shown with its caveats and guided step by step."""

from actions.guide import GuideStep
from actions.suggest import SuggestTechnique
from headache_relief.assessment.case import Assessment, Move, Stage
from headache_relief.assessment.facts import Fact


def shown(technique: str, *others: str, present: str = "pressing both_sides") -> Assessment:
    return Assessment(
        consent=True,
        stage=Stage.suggest,
        facts=tuple(Fact(concept, "present") for concept in present.split()),
        asked="suggestion",
        current=technique,
        move=Move("suggest", (technique, *others)),
    )


def test_caveats_and_certainty_come_in_the_same_message(act):
    (message,) = act(SuggestTechnique(), shown("cold_pack")).messages
    assert message["response"] == "utter_suggestion"
    assert message["caveats"] and message["certainty"]


def test_the_others_are_named_but_not_the_one_that_is_shown(act, knowledge):
    (message,) = act(SuggestTechnique(), shown("cold_pack", "slow_breathing")).messages
    breathing = knowledge.techniques["slow_breathing"].name
    assert breathing[1:] in message["others"]
    assert knowledge.techniques["cold_pack"].name[1:] not in message["others"]


def test_in_an_attack_it_is_said_more_shortly(act):
    attack = shown("cold_pack", present="light_sensitivity vomiting severe")
    assert act(SuggestTechnique(), attack).responses == ["utter_suggestion_attack"]


def test_it_offers_to_guide_to_change_and_to_see_someone(act):
    buttons = act(SuggestTechnique(), shown("cold_pack")).buttons
    assert buttons == ["Guide me through it", "Show another", "See someone instead"]


def guided(step: int) -> Assessment:
    return Assessment(
        consent=True,
        stage=Stage.guide,
        asked="guide_step",
        current="suboccipital_release",
        step=step,
        move=Move("guide", ("suboccipital_release", str(step))),
    )


def test_the_first_step_says_how_to_sit_and_when_to_stop(act):
    begun = act(GuideStep(), guided(0))
    assert begun.responses == ["utter_guide_begin", "utter_guide_step"]
    assert begun.messages[0]["stop_if"]


def test_a_later_step_is_one_message_with_its_number(act, knowledge):
    (message,) = act(GuideStep(), guided(1)).messages
    steps = knowledge.techniques["suboccipital_release"].self_version.steps
    assert (message["number"], message["total"]) == (2, len(steps))
    assert message["instruction"] == steps[1].text


def test_each_step_can_be_ended_as_worse(act):
    assert "It feels worse" in act(GuideStep(), guided(1)).buttons
