"""Typing mistakes are mended, real words never."""

import pytest

TYPOS = [
    ("migrane", "headache"),
    ("hedache", "headache"),
    ("headche", "headache"),
    ("haedache", "headache"),
    ("heaadache", "headache"),
    ("feel naseous", "nausea"),
    ("vomitting all night", "vomiting"),
    ("stif neck", "neck_stiffness"),
    ("stiffneck", "neck_stiffness"),
    ("preasure in my head", "pressing"),
    ("had a siezure", "seizure"),
    ("throbing on one side", "throbbing"),
    ("dizy", "dizziness"),
    ("soooo dizzzzy", "dizziness"),
    ("my forhead", "forehead"),
    ("both sholders tense", "shoulders"),
    ("sensitve to light", "light_sensitivity"),
    ("behind my eyee", "eye_area"),
    ("started suddenley", "onset_sudden"),
    ("streesed at work", "stress"),
    ("dehydrted", "dehydration"),
    ("stabing pain", "stabbing"),
    ("HEADACHE", "headache"),
    ("head\u2011ache", "headache"),
    ("can’t stand the light", "light_sensitivity"),
    ("cant stand the light", "light_sensitivity"),
    ("cannot stand the light", "light_sensitivity"),
    ("nausea,dizziness", "dizziness"),
    ("🤢", "nausea"),
    ("🤮", "vomiting"),
    ("my head’s pounding", "headache"),
    ("i was unconcious", "fainted"),
    ("feel nausous", "nausea"),
    ("vommiting", "vomiting"),
    ("a siezure", "seizure"),
    ("hedake", "headache"),
    ("blury vison", "blurred_vision"),
    ("my face is drouping", "face_droop"),
    ("confussed", "confused"),
    ("my shoulers are tight", "shoulders"),
    ("myhead hurts", "headache"),
    ("a throbingg pain", "throbbing"),
    ("lite hurts", "light_sensitivity"),
    ("my heid is pounding", "throbbing"),
    ("bad hedache b4 work m8", "headache"),
    ("swolen face and hands", "swelling_face_hands"),
    ("cant stand the light.my neck is stiff", "neck_stiffness"),
    ("bad headache,stiff neck", "neck_stiffness"),
    ("My Migrane is back", "headache"),
]
REAL_WORDS = [
    ("workers went on strike", "says_stroke"),
    ("i like the bold font", "blurred_vision"),
    ("the train was late", "pressing"),
    ("we had a weekend away", "weakness_one_side"),
    ("my heard of cows", "headache"),
    ("a feather pillow", "fever"),
    ("the narrow boat trip", "numb_limb"),
    ("my friend Orla rang", "tooth"),
    ("we ate panini and udon", "headache"),
    ("my son Brayden plays football", "burning"),
    ("a sever storm", "severe"),
    ("he walked to the temple of the gods", "says_stroke"),
]


@pytest.mark.parametrize(("text", "concept"), TYPOS)
def test_a_typing_mistake_is_read_as_the_word_that_was_meant(concepts, text, concept):
    assert concept in concepts(text)


@pytest.mark.parametrize(("text", "concept"), REAL_WORDS)
def test_a_real_word_is_never_taken_for_a_clinical_one(concepts, text, concept):
    assert concept not in concepts(text)


def test_a_denied_picture_is_denied(found):
    assert found("no \U0001f92e today", "vomiting").status == "absent"


def test_offsets_of_a_mended_word_quote_the_words_as_sent(found):
    finding = found("Ooh… my migrane’s back", "headache")
    assert finding.words == "migrane’s"


def test_a_mended_word_is_mended_in_the_tokens_too(reader):
    assert ("headache", 5, 12) in reader.tokens("this hedache")
