"""Texts, buttons, lists, numbers and places, within Slack's limits."""

from __future__ import annotations

import pytest

from tests.channels.slack.person import CHANNEL, elements, titles, words


def test_marks_in_what_the_assistant_says_call_nobody(here, ann):
    ann.say("smuggle")
    message = ann.hears("<!channel>")
    assert message["text"].startswith("&lt;!channel&gt; &amp; &lt;@U1&gt;")
    assert all(block["text"]["type"] == "plain_text" for block in message["blocks"][:1])


def test_marks_in_what_a_person_says_come_back_as_words_only(here, ann):
    ann.say("&lt;!channel&gt; &amp; <@U0BEN> <https://a.example|a page>")
    heard = ann.hears("I hear: <!channel> & a page")
    assert heard["text"] == "I hear: &lt;!channel&gt; &amp; a page"


def test_a_long_answer_is_parted_at_lines_and_complete(here, ann):
    ann.say("long")
    message = ann.hears("A line of some words.")
    lines = words(message).split("\n")
    assert lines == ["A line of some words."] * 400


def test_every_message_has_a_text_for_notifications(here, ann):
    for text in ("agree?", "list", "scale", "map", "many"):
        ann.say(text)
    ann.until(5)
    assert all(said["text"] for said in ann.slack.posted())


def items(first: int, last: int) -> list[str]:
    return [f"Item {number}" for number in range(first, last + 1)]


def test_more_buttons_than_slack_takes_have_pages_in_order_in_the_same_message(here, ann):
    ann.say("many")
    message = ann.until(1)
    assert titles(message) == [*items(0, 22), "More ..."]
    for pressed, shown in (
        ("More ...", [*items(23, 45), "Back", "More ..."]),
        ("More ...", [*items(46, 59), "Back"]),
        ("Back", [*items(23, 45), "Back", "More ..."]),
    ):
        ann.press(pressed, message)
        ann.slack.until(lambda shown=shown: titles(message) == shown, f"{shown}")
    ann.press("Item 45", message)
    ann.hears("I hear: Item 45")
    assert here.assistant.talk_of(ann.user) == ["many", "Item 45"]
    assert len(ann.messages()) == 2


def test_turning_the_pages_of_a_question_that_is_past_says_so(here, ann):
    ann.say("many")
    message = ann.until(1)
    ann.say("something else")
    ann.hears("I hear: something else")
    ann.press("More ...", message)
    ann.slack.until(lambda: "question is past" in words(message))
    assert titles(message) == [] and "Which?" in words(message)


def test_a_thumb_is_kept_marked_and_taken_back(here, ann):
    ann.say("what is a trigger point?")
    message = ann.until(1)
    for pressed, labels, helpful in (
        ("👍", ["✓ 👍", "👎"], [True]),
        ("👎", ["👍", "✓ 👎"], [False]),
        ("✓ 👎", ["👍", "👎"], []),
    ):
        ann.press(pressed, message)
        ann.slack.until(lambda labels=labels: titles(message) == labels, f"{labels}")
        kept = here.run(here.records.thumbs(f"slack-{ann.user}"))
        assert list(kept.values()) == helpful
    assert here.assistant.talk_of(ann.user) == ["what is a trigger point?"]


def test_a_thumb_of_another_person_is_not_kept(here, ann, ben):
    ann.say("what is a trigger point?")
    theirs = ann.until(1)
    ben.say("hi")
    own = ben.until(1)
    ben.press("👍", {**theirs, "channel": own["channel"], "ts": own["ts"]})
    ben.hears("can't do that")
    for user in (ann.user, ben.user):
        assert here.run(here.records.thumbs(f"slack-{user}")) == {}


def test_a_long_title_is_shortened(here, ann):
    ann.say("long title")
    title = titles(ann.until(1))[0]
    assert len(title) <= 75 and title.endswith("…")


def test_a_list_is_sent_whole_with_all_that_is_ticked(here, ann):
    ann.say("list")
    message = ann.until(1)
    boxes = [each for each in elements(message) if each["type"] == "checkboxes"]
    assert [len(each["options"]) for each in boxes] == [10, 10, 3]
    ann.act({**boxes[0], "selected_options": boxes[0]["options"][:1]}, message)
    ann.tick(["Item 2", "Item 15"], message)
    ann.hears("I hear: Item 2, Item 15")
    ann.slack.until(lambda: "You chose: Item 2, Item 15" in words(message))
    assert here.assistant.talk_of(ann.user) == ["list", "Item 2, Item 15"]


def test_sending_nothing_is_told_and_the_list_stays(here, ann):
    ann.say("list")
    message = ann.until(1)
    ann.tick([], message)
    ann.hears("Nothing is ticked")
    assert elements(message) != []
    ann.press("None of these", message)
    ann.hears("I hear: None of these")


def test_a_number_of_the_scale_is_the_answer(here, ann):
    ann.say("scale")
    message = ann.until(1)
    chooser = next(each for each in elements(message) if each["type"] == "static_select")
    labels = [option["text"]["text"] for option in chooser["options"]]
    assert labels[0] == "0: Mild" and labels[5] == "5: Bad" and len(labels) == 11
    ann.select(7, message)
    ann.hears("I hear: 7")
    assert here.assistant.talk_of(ann.user) == ["scale", "7"]


def test_places_on_the_head_are_the_answer(here, ann):
    ann.say("map")
    ann.tick(["1 Left temple", "2 Right temple"], ann.until(1))
    ann.hears("I hear: Left temple, Right temple")
    assert here.assistant.talk_of(ann.user) == ["map", "Left temple, Right temple"]


def test_places_can_be_typed_by_the_numbers_of_the_picture(here, ann):
    ann.say("map")
    ann.until(1)
    ann.say("1 and 2")
    ann.hears("I hear: Left temple, Right temple")
    ann.say("1")
    ann.hears("I hear: 1")
    assert here.assistant.talk_of(ann.user) == ["map", "Left temple, Right temple", "1"]


@pytest.mark.parametrize("question", ["list", "scale", "map"])
def test_a_question_that_is_past_says_so_and_asks_no_more(here, ann, question):
    ann.say(question)
    old = ann.until(1)
    ann.say("something else")
    ann.hears("I hear: something else")
    if question == "scale":
        ann.select(3, old)
    else:
        ann.tick(["Item 1", "1 Left temple"], old)
    ann.slack.until(lambda: "question is past" in words(old))
    assert elements(old) == []
    assert len(here.assistant.talk_of(ann.user)) == 2


def test_a_button_pressed_twice_counts_once(here, ann):
    ann.say("hello")
    message = ann.until(1)
    pressed = dict(message, blocks=list(message["blocks"]))
    ann.press("Yes", pressed)
    ann.press("No", pressed)
    ann.hears("I hear: Yes")
    ann.say("on")
    ann.hears("I hear: on")
    assert here.assistant.talk_of(ann.user) == ["hello", "Yes", "on"]


def test_a_button_of_another_person_does_nothing(here, ann, ben):
    ann.say("hello")
    theirs = ann.until(1)
    ben.say("hi")
    own = ben.until(1)
    forged = {**theirs, "channel": own["channel"], "ts": own["ts"]}
    ben.press("Yes", forged)
    ben.slack.until(lambda: "don't know that button" in words(own))
    assert here.assistant.talk_of(ann.user) == ["hello"]
    assert here.assistant.talk_of(ben.user) == ["hi"]


def test_a_button_in_a_channel_does_nothing(here, ann):
    ann.say("hello")
    message = ann.until(1)
    ann.slack.acknowledged(ann.press("Yes", {**message, "channel": CHANNEL}))
    ann.say("on")
    ann.hears("I hear: on")
    assert here.assistant.talk_of(ann.user) == ["hello", "on"]
