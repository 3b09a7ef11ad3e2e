"""Whether a finding is so, whose it is, and when: each line was judged by its plain meaning."""

import pytest

DENIED = [
    ("no nausea, no fever", "nausea"),
    ("no nausea, no fever", "fever"),
    ("no rash, no temperature, light doesn't bother me", "light_sensitivity"),
    ("no rash, no temperature, light doesn't bother me", "fever"),
    ("no fever or stiff neck, just a dull ache across my forehead", "fever"),
    ("no fever or stiff neck, just a dull ache across my forehead", "neck_stiffness"),
    ("neither fever nor rash", "fever"),
    ("neither fever nor rash", "rash"),
    ("I haven't fainted or felt confused at all", "fainted"),
    ("I haven't fainted or felt confused at all", "confused"),
    ("doesn't get worse lying down or when I cough", "worse_lying_down"),
    ("doesn't get worse lying down or when I cough", "cough_trigger"),
    ("i dont feel sick", "nausea"),
    ("not feeling sick or dizzy", "nausea"),
    ("not feeling sick or dizzy", "dizziness"),
    ("never had a seizure", "seizure"),
    ("without any nausea", "nausea"),
    ("no nausea, vomiting, dizziness or aura", "vomiting"),
    ("no nausea, vomiting, dizziness or aura", "aura"),
    ("I have had no fever at all today", "fever"),
    ("my head hurts but I don't have a temperature", "fever"),
    ("i havent passed out", "fainted"),
    ("i'm not pregnant", "pregnant"),
    ("havent been sick and dont feel dizzy", "dizziness"),
    ("fever: no", "fever"),
    ("noise isn't bothering me", "sound_sensitivity"),
    ("not on blood thinners", "blood_thinner"),
    ("no fever/rash", "rash"),
    ("i do not have a stiff neck", "neck_stiffness"),
    ("she isn't confused", "confused"),
    ("sorry I typed that wrong, I meant no dizziness", "dizziness"),
]
PRESENT = [
    ("no, only the dizziness", "dizziness"),
    ("I can't stand any light", "light_sensitivity"),
    ("no fever or stiff neck, just a dull ache across my forehead", "dull"),
    ("no fever but my neck is stiff", "neck_stiffness"),
    ("no fever. stiff neck", "neck_stiffness"),
    ("my headache won't stop", "headache"),
    ("the headache isn't going away", "headache"),
    ("had a seizure and now a massive headache", "seizure"),
    ("hit my head and the headache hasnt gone since", "headache"),
    ("neck wont bend", "neck_stiffness"),
    ("paracetamol isn't touching this headache", "headache"),
    ("no idea why but i have a fever", "fever"),
    ("I've never had a headache like this", "headache"),
    ("not sleeping because of the headache", "headache"),
    ("no relief from painkillers, headache all day", "headache"),
    ("i cant keep anything down, keep vomiting", "vomiting"),
    ("not only a headache but a fever too", "fever"),
    ("my fever isnt coming down", "fever"),
    ("no coffee today and my head is pounding", "headache"),
    ("no, i feel dizzy", "dizziness"),
    ("why do i feel so dizzy", "dizziness"),
    ("I think I have a fever", "fever"),
    ("worse if i cough", "cough_trigger"),
]
UNCERTAIN = [
    ("no fever, stiff neck", "neck_stiffness"),
    ("no rash, vomiting", "vomiting"),
    ("maybe a fever", "fever"),
    ("I might be pregnant", "pregnant"),
    ("not sure if i have a fever", "fever"),
    ("no fever and stiff neck", "neck_stiffness"),
    ("possibly a bit of a temperature, not sure", "fever"),
]
PAST = [
    ("I used to faint", "fainted"),
    ("years ago I fainted giving blood", "fainted"),
    ("I was on blood thinners after my knee op in 2018, stopped now", "blood_thinner"),
    ("I was pregnant last year", "pregnant"),
    ("had seizures as a child", "seizure"),
    ("the headache has gone", "headache"),
    ("fainted once when I was 12", "fainted"),
]
PAST_OF_OTHERS = [
    ("my gran had a seizure", "seizure"),
    ("mum was on warfarin until she passed", "blood_thinner"),
    ("my ex had cluster headaches", "headache"),
    ("my mum's friend had a seizure on holiday once", "seizure"),
    ("my sister fainted years ago", "fainted"),
    ("my wife was pregnant last year", "pregnant"),
]
NOW_OF_OTHERS = [
    ("my wife can't speak", "cannot_speak"),
    ("mum is on apixaban, she fell and hit her head, says she has headache", "head_injury"),
    ("mum is on apixaban, she fell and hit her head, says she has headache", "headache"),
    ("my daughter has a fever, a stiff neck and she hates the light", "fever"),
    ("my daughter has a fever, a stiff neck and she hates the light", "neck_stiffness"),
    ("he's confused and keeps being sick", "confused"),
    ("my husband just had a seizure", "seizure"),
    ("my friend is vomiting", "vomiting"),
    ("she had a seizure this morning", "seizure"),
    ("his mouth was drooping and he was slurring", "face_droop"),
]
SUPPOSED = [
    ("what if I get a stiff neck", "neck_stiffness"),
    ("say I had a fever, what would you tell me?", "fever"),
    ("is a stiff neck always meningitis?", "neck_stiffness"),
    ("could a headache cause a seizure?", "seizure"),
    ("how do I know if it's a migraine?", "headache"),
    ("I was quoting a leaflet: 'sudden severe headache, call 999'", "onset_sudden"),
    ("if I was pregnant could I use LI4?", "pregnant"),
    ("are painkiller headaches a real thing?", "headache"),
    ("should i worry if i get a fever", "fever"),
    ("can massage help migraine", "headache"),
]


@pytest.mark.parametrize(("text", "concept"), DENIED)
def test_a_denial_makes_the_finding_absent(found, text, concept):
    assert found(text, concept).status == "absent"


@pytest.mark.parametrize(("text", "concept"), PRESENT)
def test_what_only_sounds_like_a_denial_leaves_the_finding_present(found, text, concept):
    finding = found(text, concept)
    assert (finding.status, finding.when) == ("present", "now")


@pytest.mark.parametrize(("text", "concept"), UNCERTAIN)
def test_an_unclear_list_or_a_maybe_is_uncertain_and_never_absent(found, text, concept):
    assert found(text, concept).status == "uncertain"


@pytest.mark.parametrize(("text", "concept"), PAST)
def test_what_is_long_over_is_past(found, text, concept):
    assert found(text, concept).when == "past"


@pytest.mark.parametrize(("text", "concept"), PAST_OF_OTHERS)
def test_what_someone_else_had_is_past_and_theirs(found, text, concept):
    finding = found(text, concept)
    assert (finding.who, finding.when) == ("other", "past")


@pytest.mark.parametrize(("text", "concept"), NOW_OF_OTHERS)
def test_what_someone_else_has_now_counts(found, text, concept):
    finding = found(text, concept)
    assert (finding.who, finding.when, finding.status) == ("other", "now", "present")


@pytest.mark.parametrize(("text", "concept"), SUPPOSED)
def test_a_supposition_a_question_or_a_quotation_is_hypothetical(found, text, concept):
    assert found(text, concept).when == "hypothetical"


def test_the_later_statement_of_a_start_wins_over_one_taken_back(found):
    text = "it was sudden... actually no, it came on over an hour"
    assert found(text, "onset_sudden") is None
    assert found(text, "onset_gradual").status == "present"


def test_a_sudden_headache_that_has_gone_still_counts(found):
    assert found("the sudden headache has gone", "headache").when == "now"


def test_a_lasting_condition_of_ones_own_is_never_past(found):
    finding = found("had a kidney transplant 2 years ago", "transplant")
    assert finding.status == "present"


def test_first_person_takes_over_again_from_someone_else(found):
    text = "my mum had a seizure and I have a fever"
    assert found(text, "fever").who == "self"
    assert found(text, "seizure").who == "other"
