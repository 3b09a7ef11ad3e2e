"""Ways of telling danger that stand for a class of words, and their harmless neighbours."""

from __future__ import annotations

import pytest

from headache_relief.assessment.triage import screen_message
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.language.reader import read


def fired(text: str, knowledge: Knowledge) -> set[str]:
    """The flags that one message fires by the written rules, without those that only ask."""
    raised = screen_message(read(text), 0, knowledge.parents, knowledge.red_flags)
    return {sign.flag for sign in raised if not sign.ask_back}


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("a grey shutter came down over my left eye", "vision_loss"),
        ("he went rigid and wet himself", "seizure"),
        ("she bit her tongue and wet the bed", "seizure"),
        ("my arm keeps jerking by itself", "seizure"),
        ("the top number is 204", "bp_crisis"),
        ("headache and vomiting at 14,000 ft", "altitude_dive"),
        ("the osteopath twisted my neck and now I see double", "cervical_dissection"),
        ("my calf is red, hot and swollen", "leg_clot"),
        ("my calf is red, hot and swollen and I can't breathe", "general_emergency"),
        ("hit my head and one pupil is bigger", "head_injury_danger"),
        ("the worst headache of my life", "worst_ever"),
        ("my 9 year old son has a headache", "child_scope"),
    ],
)
def test_a_class_of_danger_fires(knowledge: Knowledge, text: str, flag: str) -> None:
    assert flag in fired(text, knowledge)


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("my cluster headaches are the worst pain ever", "worst_ever"),
        ("it hit me like a truck, but it built up over an hour", "thunderclap"),
        ("everything goes dark for a second when I stand up", "vision_loss"),
        ("I had a stroke in 2002. I have weakness on my right side after that", "stroke_neuro"),
        ("my 32 year old son has a headache", "child_scope"),
        ("I was scared it was a brain tumour, but the headache is mild", "cancer_history"),
        ("I can't stand the light", "stroke_neuro"),
        ("a headache at 10 in the morning", "analgesic_overdose"),
        ("my face is numb from the dentist", "stroke_neuro"),
        ("both my calves are stiff after a run", "leg_clot"),
    ],
)
def test_its_harmless_neighbour_does_not(knowledge: Knowledge, text: str, flag: str) -> None:
    assert flag not in fired(text, knowledge)
