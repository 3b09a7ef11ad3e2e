"""Numbers in lay sentences: values and units judged by hand."""

import pytest

VALUES = [
    ("52 male first time getting headaches", "age", 52),
    ("im 66", "age", 66),
    ("I'm seventy four", "age", 74),
    ("seventy four, new headaches, no history", "age", 74),
    ("turned 70 and now get them daily", "age", 70),
    ("my 78 year old dad has a headache", "age", 78),
    ("at my age (60) i dont expect this", "age", 60),
    ("69 yo scalp sore", "age", 69),
    ("my 9yo has had headaches", "age", 9),
    ("kid 10 headaches and squinting", "age", 10),
    ("in my mid fifties", "age", 55),
    ("early 60s", "age", 62),
    ("she is 81 and confused", "age", 81),
    ("66, headache in temple", "age", 66),
    ("fever of 39.5, headache", "temperature_c", 39.5),
    ("temp of 101", "temperature_c", 38.3),
    ("temp 38,2 and headache", "temperature_c", 38.2),
    ("my temperature is 36.8", "temperature_c", 36.8),
    ("103 fever", "temperature_c", 39.4),
    ("38.5 degrees and shivering", "temperature_c", 38.5),
    ("200/110 and vomiting", "systolic", 200),
    ("200/110 and vomiting", "diastolic", 110),
    ("bp 230 over 120", "systolic", 230),
    ("bp 122 / 78 this morning", "diastolic", 78),
    ("34 weeks pregnant, terrible headache", "weeks_pregnant", 34),
    ("im preggers 20 wks", "weeks_pregnant", 20),
    ("gave birth 5 days ago", "days_since_birth", 5),
    ("10 days after c section", "days_since_birth", 10),
    ("had my baby two weeks ago", "days_since_birth", 14),
    ("3 weeks postpartum", "days_since_birth", 21),
    ("pain is 8/10", "pain_score", 8),
    ("a 7 out of ten", "pain_score", 7),
    ("maybe a 4 out of 10", "pain_score", 4),
    ("it's about a 6", "pain_score", 6),
    ("headache lasts 2-3 hours", "duration_hours", 3),
    ("half an hour", "duration_hours", 0.5),
    ("about an hour and a half", "duration_hours", 1.5),
    ("headache for 3 days", "duration_hours", 72),
    ("the attacks last 45 mins", "duration_hours", 0.75),
    ("migraine has lasted four days straight", "duration_hours", 96),
    ("started 3 hours ago", "hours_since_onset", 3),
    ("headache started twenty minutes ago", "hours_since_onset", 1 / 3),
    ("headache since yesterday", "hours_since_onset", 24),
    ("headaches for two months now", "hours_since_onset", 1461),
    ("headache twice a week", "headache_days", 8.7),
    ("headaches 15 days a month", "headache_days", 15),
    ("headache every day", "headache_days", 30),
    ("headache every other day", "headache_days", 15),
    ("one or two headaches a month", "headache_days", 2),
    ("i take paracetamol every single day for my headaches", "painkiller_days", 30),
    ("ibuprofen about three times a week", "painkiller_days", 13),
    ("sumatriptan 2 days a week", "strong_painkiller_days", 8.7),
    ("i need co-codamol every morning", "strong_painkiller_days", 30),
    ("temp 38,5 and a headache", "temperature_c", 38.5),
    ("38F with a headache", "age", 38),
    ("F38 headache for 2 days", "age", 38),
    ("M 45, throbbing headache", "age", 45),
    ("hi, 33/F here with migraine", "age", 33),
    ("37w pregnant with headache", "weeks_pregnant", 37),
    ("28+3 weeks pregnant", "weeks_pregnant", 28),
    ("its an 8", "pain_score", 8),
    ("8 on a scale of 1 to 10", "pain_score", 8),
    ("blood pressure is 210", "systolic", 210),
    ("BP: 175/115 mmHg", "systolic", 175),
    ("102F fever", "temperature_c", 38.9),
    ("lasts a couple of days", "duration_hours", 48),
    ("for a fortnight", "duration_hours", 336),
    ("goes on for 20ish minutes", "duration_hours", 1 / 3),
    ("headache lasting all of 3 hrs", "duration_hours", 3),
    ("take nurofen every day for the headache", "painkiller_days", 30),
    ("I had a c-section last week", "days_since_birth", 7),
]
NOTHING = [
    ("headache 3am", "pain_score"),
    ("woke with a headache at 3 am", "pain_score"),
    ("headache at 4 this morning", "pain_score"),
    ("38F with a headache", "temperature_c"),
    ("i was 15 when it began", "age"),
    ("i have had it since i was 15", "age"),
    ("im 3 days into this", "age"),
    ("its 35 degrees outside", "temperature_c"),
    ("8/10", "systolic"),
    ("slept 3 hours", "duration_hours"),
    ("sat at my desk for 8 hours", "duration_hours"),
    ("took ibuprofen 2 hours ago", "hours_since_onset"),
    ("i am 300", "age"),
    ("call 999", "age"),
]
FOLLOWING = [
    ("pain is 8/10", "severe"),
    ("a 5 out of 10", "moderate"),
    ("maybe a 2 out of 10", "mild"),
    ("the headache lasts 10 minutes", "under_15_min"),
    ("headache lasts 2-3 hours", "from_15_min_to_4_h"),
    ("headache for 2 days", "from_4_to_72_h"),
    ("migraine has lasted 4 days straight", "over_72_h"),
    ("went from nothing to unbearable in about 10 seconds", "onset_sudden"),
    ("it built up to its worst over two hours", "onset_gradual"),
    ("headaches for ten years", "longstanding"),
]


@pytest.mark.parametrize(("text", "measure", "value"), VALUES)
def test_a_number_is_read_into_its_measure(found, text, measure, value):
    finding = found(text, measure)
    assert finding is not None, "not read"
    assert finding.kind == "measure"
    assert finding.value == pytest.approx(value, abs=0.1)


@pytest.mark.parametrize(("text", "measure"), NOTHING)
def test_a_number_of_something_else_is_not_taken(found, text, measure):
    assert found(text, measure) is None


@pytest.mark.parametrize(("text", "concept"), FOLLOWING)
def test_a_measure_brings_the_concept_that_follows_from_it(concepts, text, concept):
    assert concept in concepts(text)


@pytest.mark.parametrize("text", ["my 9yo has headaches", "80 year old mum has a headache"])
def test_the_age_of_someone_else_is_theirs(found, text):
    assert found(text, "age").who == "other"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("10", 10),
        ("about ten days", 10),
        ("2-3", 2.5),
        ("7/10", 7),
        ("maybe 4?", 4),
        ("dunno, 5ish", 5),
        ("hmm i think 15 days a month", 15),
        ("twenty five", 25),
        ("my head hurts 3", None),
        ("yes", None),
    ],
)
def test_a_message_that_is_little_more_than_a_number_has_that_number(reader, text, number):
    assert reader.read(text).number == number


def test_every_day_is_about_painkillers_only_when_the_clause_names_one(found):
    assert found("headache every day", "painkiller_days") is None
    assert found("i take painkillers every day", "headache_days") is None
