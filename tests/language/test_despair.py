"""Despair told by deed, means, place, date and farewell; sayings and denials are none."""

import pytest

from headache_relief.assessment import triage
from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.language import reader

KNOWLEDGE = load_knowledge()


def heard(text: str) -> dict[str, bool]:
    """The suicidal flags of a message, and whether each only asks back."""
    raised = triage.screen_message(reader.read(text), 0, KNOWLEDGE.parents, KNOWLEDGE.red_flags)
    return {sign.flag: sign.ask_back for sign in raised if sign.flag.startswith("suicidal")}


@pytest.mark.parametrize(
    "text",
    [
        "If this doesn't stop I'm going to kill myself",
        "I've stockpiled my tablets and I can't go on",
        "standing on the roof of the car park, I've made up my mind",
        "I left letters for the kids and by Sunday it will be over",
        "I took every tablet on purpose",
        "the voices keep telling me to jump",
        "my brother says he wants to end his life",
        "how many tablets would it take to die",
        "quiero morir",
        "If the doctor says no again I'm going to end my life",
        "This will be my last Christmas and I've given my dog away",
    ],
)
def test_a_wish_a_deed_or_two_signs_are_answered_as_a_crisis(text: str) -> None:
    assert heard(text).get("suicidal_active") is False


@pytest.mark.parametrize(
    "text",
    ["I'm out on the window ledge", "I left a note for my mum", "I hate my life"],
)
def test_one_sign_or_despair_alone_is_asked_about(text: str) -> None:
    assert heard(text) == {"suicidal_passive": True}


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to die, I only want an answer",
        "what should I do if someone is suicidal",
        "I walked into a wall and hit my head",
        "going to jump in the shower",
        "not a hill I'd want to die on",
        "I won't be here tomorrow, can we do it on Friday",
        "there's no reason to be worried",
        "I have no thoughts of killing myself",
        "I'm sick and tired of tension headaches",
    ],
)
def test_sayings_fears_and_plain_life_are_no_despair(text: str) -> None:
    assert heard(text) == {}
