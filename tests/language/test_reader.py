"""Whole messages: what people say about their headache, and texts that nobody would send."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headache_relief.language.reader import read, tokens
from headache_relief.language.understanding import Understanding

SAID = [
    ("dull band round my head since lunch, deadline stress", {"band", "dull", "stress"}),
    (
        "left side throbbing, feel sick, lights killing me",
        {"one_side", "throbbing", "nausea", "light_sensitivity"},
    ),
    (
        "tight shoulders and a sore neck from driving, head aches a bit",
        {"shoulder_tension", "neck_pain", "posture_screen", "headache"},
    ),
    ("both temples, been staring at a screen all day", {"both_sides", "posture_screen"}),
    (
        "it's behind my right eye and my nose is blocked on that side, can't sit still",
        {"eye_area", "one_side", "eye_nose_same_side", "restless"},
    ),
    (
        "pressing feeling across my forehead, worse when i bend down, cold with green snot",
        {"pressing", "forehead", "bending_with_cold", "thick_discharge"},
    ),
    ("my jaw clicks and it hurts when i chew", {"jaw_click_clench", "chewing", "temple_jaw"}),
    ("climbing the stairs makes it worse", {"worse_on_moving"}),
    ("makes no difference if i walk about", {"no_change_on_moving"}),
    (
        "pulsating, sometimes left sometimes right, been sick twice",
        {"throbbing", "switches_sides", "vomiting"},
    ),
    ("skipped lunch and no coffee today", {"missed_meal", "caffeine_missed"}),
    (
        "slept funny, neck hurts when i turn my head",
        {"neck_position", "neck_pain", "worse_on_neck_movement"},
    ),
    ("crept on slowly over the morning, getting worse", {"onset_gradual", "getting_worse"}),
    ("out of nowhere, all of a sudden", {"onset_sudden"}),
    ("i see zigzag lines first", {"aura"}),
    ("hungover and thirsty", {"hangover", "dehydration"}),
    ("noise goes right through me", {"sound_sensitivity"}),
    ("need to lie down in a dark room", {"light_sensitivity", "worse_on_moving"}),
    ("had to leave work early, couldnt function", {"stops_activities"}),
    ("usual headache for me, nothing new", {"same_as_usual"}),
    ("its right before my period", {"period"}),
    ("one glass of red wine sets it off", {"alcohol_quick"}),
    ("reading small print does it", {"close_vision"}),
    ("my ponytail is too tight", {"tight_headwear"}),
    ("it hurts at the base of my skull", {"neck_back"}),
    ("took two ibuprofen", {"ibuprofen"}),
    ("its easing off a bit now", {"getting_better"}),
    ("never goes away", {"constant"}),
    ("squeezing like a vice", {"pressing", "band"}),
    ("not too bad", {"mild"}),
    ("excruciating", {"severe"}),
]
SAYINGS = [
    "I had a stroke of luck",
    "cabin fever is setting in",
    "dying for a coffee",
    "I'm dead tired of this meeting",
    "shoot me now, another zoom call",
    "I blacked out the windows",
    "I nearly died of boredom",
    "I lost my mind when they scored",
    "out like a light",
]


@pytest.mark.parametrize(("text", "expected"), SAID, ids=[text for text, _ in SAID])
def test_what_people_say_is_found(concepts, text, expected):
    assert expected <= concepts(text)


@pytest.mark.parametrize("text", SAYINGS)
def test_a_saying_is_no_symptom(reader, text):
    kinds = {f.kind for f in reader.read(text).findings if f.holds}
    assert not kinds & {"event", "condition", "distress", "idiom"}


def test_findings_say_which_sentence_they_are_from(found):
    text = "I have a headache. I feel sick"
    assert found(text, "headache").sentence == 0
    assert found(text, "nausea").sentence == 1


def test_an_understanding_survives_being_kept_as_json():
    understanding = read("no fever, pain 8/10, my mum is dizzy")
    assert Understanding.from_dict(understanding.as_dict()) == understanding


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("my head hurts", "en"),
        ("hedache sinse yestday", "en"),
        ("ok", "en"),
        ("zxcv", "en"),
        ("me duele mucho la cabeza desde ayer", "es"),
        ("j'ai très mal à la tête depuis hier", "fr"),
        ("ich habe seit gestern starke Kopfschmerzen", "de"),
        ("ho mal di testa da ieri e sono molto stanco", "it"),
        ("estou com muita dor de cabeça desde ontem", "pt"),
        ("у меня болит голова", "ru"),
        ("我头痛", "zh"),
    ],
)
def test_the_language_of_a_message_is_guessed(reader, text, language):
    assert reader.read(text).language == language


@given(st.text(max_size=400) | st.text("no fever, headache but 8/10 a's\n.!?'", max_size=400))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read_and_every_offset_lies_inside_it(text):
    understanding = read(text)
    for finding in understanding.findings:
        assert 0 <= finding.start < finding.end <= len(text)
        assert finding.words == text[finding.start : finding.end]
    for _, start, end in tokens(text):
        assert 0 <= start < end <= len(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\n\n",
        "\ud800",
        "\x00",
        "a" * 10_000,
        "no fever, " * 1_000,
        "🤢" * 500,
        "9" * 5_000,
        "ﷺ" * 100,
        "((((" * 500,
        "'" * 300,
        "1/2/3/" * 300,
    ],
    ids=lambda text: f"{text[:6]!r}x{len(text)}",
)
def test_a_text_that_nobody_would_send_is_read_too(text):
    assert read(text).text == text
