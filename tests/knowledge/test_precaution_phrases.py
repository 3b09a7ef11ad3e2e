"""How people say the conditions that the precautions ask about."""

from __future__ import annotations

import pytest

from headache_relief.assessment.precautions import applying
from headache_relief.assessment.triage import facts_from
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.language.reader import read

APPLIES = {
    "i have osteoporosis": "weak_bones",
    "broke a vertebra years ago": "weak_bones",
    "i had a stroke in 2019": "recent_vessel_event",
    "had a carotid dissection last year": "recent_vessel_event",
    "ive got rheumatoid arthritis": "neck_condition",
    "i get dizzy when i turn my head": "neck_condition",
    "looking up makes me dizzy": "neck_condition",
    "had neck surgery last year, two discs fused": "neck_condition",
    "my neck was operated on two years ago": "neck_condition",
    "they fused my neck": "neck_condition",
    "my daughter says I'm hypermobile, maybe eds": "neck_condition",
    "pinched nerve in my neck": "neck_condition",
    "bit tipsy right now": "unwell_now",
    "got an ear infection": "unwell_now",
    "being treated for a dvt": "unwell_now",
    "i have high blood pressure": "heart_or_pressure",
    "diagnosed with heart failure": "heart_or_pressure",
    "they found a small aneurysm": "brain_condition",
    "chiari malformation": "brain_condition",
    "haemophiliac here": "bleeding_disorder",
    "i bruise really easily": "bleeding_disorder",
    "got botox last week": "treated_area",
    "wisdom tooth out on monday": "treated_area",
    "theres a lump on my scalp": "sore_area",
    "sunburnt neck and shoulders": "sore_area",
    "i have raynauds": "numb_or_cold_sensitive",
    "allergic to cold": "numb_or_cold_sensitive",
    "brushing my hair hurts": "skin_tender_to_touch",
    "i dont like being touched": "touch_trauma",
    "im epileptic": "epilepsy",
    "ive got glaucoma": "glaucoma",
    "on warfarin": "blood_thinners",
    "im 20 weeks pregnant": "pregnancy",
}
DOES_NOT_APPLY = {
    "bad headache after drinking last night": "unwell_now",
    "stressed and a bit of a cold": "unwell_now",
    "my neck hurts": "neck_condition",
    "stiff neck from the laptop": "neck_condition",
    "no osteoporosis": "weak_bones",
    "my blood pressure is fine": "heart_or_pressure",
    "lump in my throat from crying": "sore_area",
    "hot weather gives me headaches": "fever",
    "my head is going to explode with stress": "recent_vessel_event",
    "my gran had a stroke years ago": "recent_vessel_event",
}


def applies(text: str, knowledge: Knowledge) -> tuple[str, ...]:
    return applying(facts_from(read(text), 1, knowledge.parents), knowledge.precautions)


@pytest.mark.parametrize(("text", "precaution"), APPLIES.items())
def test_a_condition_is_heard(text: str, precaution: str, knowledge: Knowledge) -> None:
    assert precaution in applies(text, knowledge)


@pytest.mark.parametrize(("text", "precaution"), DOES_NOT_APPLY.items())
def test_something_else_is_not_mistaken_for_it(
    text: str, precaution: str, knowledge: Knowledge
) -> None:
    assert precaution not in applies(text, knowledge)
