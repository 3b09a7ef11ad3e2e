"""Short answers are certain by their words; everything longer is left to the classifier."""

import pytest

from headache_relief.language.reader import read
from headache_relief.rasa_parts.short_answers import certain_intent, danger_told


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("yes", "affirm"),
        ("nope", "deny"),
        ("no idea", "dont_know"),
        ("none of these", "none_of_these"),
        ("start over", "start_over"),
        ("throbbing", "add_detail"),
        ("both temples", "add_detail"),
    ],
)
def test_a_few_words_that_are_an_answer_are_just_that(text, intent):
    assert certain_intent(text, read(text)) == intent


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes?",
        "how does pressing help",
        "massage please",
        "I think that it started some time in the early afternoon",
    ],
)
def test_anything_else_is_left_open(text):
    assert certain_intent(text, read(text)) is None


def test_another_language_is_certain_when_nothing_was_understood():
    text = "me duele mucho la cabeza desde ayer por la tarde y no se que hacer"
    assert certain_intent(text, read(text)) == "other_language"


def test_letters_without_a_word_are_not_understood():
    assert certain_intent("fnxq zzgrb", read("fnxq zzgrb")) == "nlu_fallback"


def flag(name: str, tier: str, ask_back: bool = False) -> dict[str, object]:
    return {"flag": name, "tier": tier, "ask_back": ask_back}


@pytest.mark.parametrize(
    ("flags", "intent"),
    [
        ([flag("stroke_neuro", "emergency")], "report_danger"),
        ([flag("gca", "same_day")], "report_danger"),
        ([flag("gca", "same_day"), flag("suicidal_active", "emergency")], "express_distress"),
        ([flag("stroke_neuro", "emergency", ask_back=True)], None),
        ([flag("medication_overuse", "routine")], None),
        ([], None),
    ],
)
def test_what_tells_of_danger_for_certain_reports_it(flags, intent):
    assert danger_told({"red_flags": flags}) == intent


@pytest.mark.parametrize(
    "text",
    [
        "me duele mucho la cabeza desde esta mañana",
        "j'ai très mal à la tête depuis hier soir",
        "ich habe seit gestern starke kopfschmerzen",
        "ho un forte mal di testa da ieri",
        "estou com muita dor de cabeça desde ontem",
        "ik heb sinds gisteren erge hoofdpijn",
        "od wczoraj bardzo boli mnie głowa",
        "dünden beri başım çok ağrıyor",
        "у меня со вчерашнего дня болит голова",
        "من أمس عندي صداع شديد",
        "我从昨天开始头很痛",
        "मुझे कल से सिर में दर्द है",
        "mere sar mein kal se bahut dard hai",
        "머리가 너무 아파요",
        "頭がとても痛いです",
    ],
)
def test_another_language_is_noticed_for_certain(text):
    assert certain_intent(text, read(text)) == "other_language"


@pytest.mark.parametrize(
    "text",
    [
        "my haed hrts realy bad sinse yestrday",
        "Siobhan Nguyen from Llandudno has a headache",
        "sumatriptan amitriptyline propranolol topiramate",
        "tbh idk wtf is up w my head rn",
        "ma heid's fair loupin the day",
        "migraine aura photophobia nausea",
    ],
)
def test_rough_english_is_english(text):
    assert certain_intent(text, read(text)) != "other_language"
