"""From a description to a massage that suits, or to the professional who is needed."""

from __future__ import annotations

import pytest

from tests.conversations.talk import text

UNSURE = {
    "duration": "don't know",
    "quality": "not sure",
    "triggers": "no idea",
    "impact": "no",
}


def test_a_tense_day_ends_with_a_massage_in_at_most_eight_turns(start) -> None:
    talk = start()
    talk.say("dull band round my head since lunch, deadline stress, no nausea no fever")
    talk.until("suggest", {"movement": "no, it stays the same"})
    assert len(talk.turns) <= 8
    said = text(talk.last)
    assert "tension-type headache" in said
    assert "isn't a diagnosis" in said
    assert "How sure" in said and "Take care" in said and "Stop at once" in said


def test_what_was_said_is_not_asked_again(start) -> None:
    talk = start()
    talk.say("dull band round my head since lunch, stressed at work, no nausea, no fever")
    talk.until("suggest", {"movement": "no"})
    asked = {turn.asked for turn in talk.turns}
    assert not asked & {"location", "quality", "companions", "triggers"}
    first_check = talk.turns[0]
    offered = [b["title"].lower() for m in first_check.bot for b in m.get("buttons", ())]
    assert not any(title == "fever" for title in offered)


def test_what_was_said_is_said_back_before_the_first_check(start) -> None:
    talk = start()
    talk.say("throbbing on the left side since this morning")
    assert "throbbing" in text(talk.last).lower()


def test_someone_who_says_only_that_the_head_hurts_needs_at_most_fourteen_turns(start) -> None:
    talk = start()
    talk.say("my head hurts")
    talk.until("suggest", {"location": "all round", "quality": "pressing", "severity": "4"}, 14)
    assert len(talk.turns) <= 14


def test_an_attack_of_migraine_gets_quiet_dark_and_cold_before_touch(start) -> None:
    talk = start()
    talk.say("left side throbbing, feel sick, lights killing me")
    talk.until("suggest")
    assert len(talk.turns) <= 8
    assert any(word in text(talk.last).lower() for word in ("cold", "dark", "quiet"))


@pytest.mark.parametrize(
    ("description", "answers", "resembles"),
    [
        (
            "one side at the back of my neck up into my head, comes when I turn my head, "
            "stiff neck from the desk",
            {"movement": "worse when I turn my neck"},
            "neck",
        ),
        ("ache in my temple and jaw, clenching, worse when chewing", {}, "jaw"),
        (
            "ache over my eyes and forehead after staring at the screen all day, mild",
            {"companions": "none"},
            "eye",
        ),
        (
            "skipped my coffee and lunch, dull ache both sides",
            {"companions": "none"},
            "coffee",
        ),
    ],
)
def test_each_common_kind_comes_to_a_suggestion_that_names_its_likeness(
    start, description, answers, resembles
) -> None:
    talk = start()
    talk.say(description)
    talk.until("suggest", answers)
    assert talk.last.massage_allowed
    assert resembles in text(talk.last).lower()


def test_a_cluster_like_headache_is_referred_and_not_massaged(start) -> None:
    talk = start()
    talk.say(
        "severe pain behind my right eye, eye waters and nose blocks, about an hour, had them "
        "diagnosed years ago, i pace up and down"
    )
    for _ in range(10):
        if talk.last.stage in {"refer", "suggest"}:
            break
        talk.answer()
    assert talk.last.stage == "refer"


def test_a_guided_session_goes_step_by_step_and_asks_how_it_was(start) -> None:
    talk = start()
    talk.say("dull band round my head since lunch, deadline stress, no nausea no fever")
    talk.until("suggest", {"movement": "no"})
    talk.say("Guide me through it")
    assert talk.last.stage == "guide" and "Step 1" in text(talk.last)
    for _ in range(20):
        if talk.asked == "how_now":
            break
        talk.say("Fine, go on" if talk.asked == "guide_check" else "next")
    assert talk.last.stage == "follow_up"
    talk.say("better")
    assert talk.last.stage == "follow_up"


def test_the_same_after_one_technique_brings_another(start) -> None:
    talk = start()
    talk.say("dull band round my head since lunch, deadline stress, no nausea no fever")
    talk.until("suggest", {"movement": "no"})
    first = text(talk.last)
    talk.says("Guide me through it", "stop")
    assert talk.asked == "how_now"
    talk.say("about the same")
    assert talk.last.stage in {"suggest", "refer"}
    assert text(talk.last) != first


def test_worse_after_a_technique_asks_for_danger_and_ends_massage(start) -> None:
    talk = start()
    talk.say("dull band round my head since lunch, deadline stress, no nausea no fever")
    talk.until("suggest", {"movement": "no"})
    talk.says("Guide me through it", "it feels worse")
    assert talk.asked == "danger_now"
    talk.says("None of these")
    assert talk.last.stage == "refer"


def test_asking_for_a_person_names_who_and_what_to_tell_them(start) -> None:
    talk = start()
    talk.say("tight band round my head from stress")
    talk.say("can i talk to a real person please")
    assert talk.last.stage == "refer"
    assert "Tell them" in text(talk.last)


def test_without_consent_nothing_personal_is_asked(start) -> None:
    talk = start(consent=False)
    talk.say("hi")
    assert talk.last.stage == "hello" and talk.asked == "consent"
    talk.say("no thanks")
    assert talk.asked == ""


def test_what_was_told_before_consent_is_not_lost(start) -> None:
    talk = start(consent=False)
    talk.say("throbbing on the left since this morning")
    assert talk.asked == "consent"
    talk.say("Yes, go on")
    assert talk.asked == "danger_now"
    assert "throbbing" in text(talk.last).lower()
