"""Every kind of delivery is dealt with, or ignored knowingly; malformed ones harm nobody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from headache_relief.knowledge.yaml_files import read_yaml
from tests.channels.slack.person import CHANNEL, words
from tests.channels.slack.web_api import BOT_ID, BOT_USER

SHAPES = read_yaml(Path(__file__).with_name("deliveries.yml"))


def filled(shape: Any, user: str) -> Any:
    """The shape with its people in it."""
    text = json.dumps(shape).replace("BOT_ID", BOT_ID).replace("ANN", user)
    text = text.replace("DIRECT", f"D{user[1:]}").replace('"BOT"', f'"{BOT_USER}"')
    return json.loads(text.replace("<@BOT>", f"<@{BOT_USER}>"))


def becomes(here: Any, ann: Any) -> str:
    """What became of the delivery before the last one, which was a message of Ann's."""
    ann.say("the end")
    ann.hears("I hear: the end")
    texts = [words(message) for message in ann.messages()]
    heard = [text for text in here.assistant.talk_of(ann.user) if text != "the end"]
    if ann.slack.posted(channel=CHANNEL):
        return "public"
    if ann.whispers():
        return "moved"
    if ann.slack.posted("views.publish"):
        return "home"
    if any("only read text" in text for text in texts):
        return "text_only"
    if any("don't see changes" in text for text in texts):
        return "edited"
    if ann.slack.posted("assistant.threads.setTitle"):
        return "pane"
    return "answered" if heard else "ignored"


@pytest.mark.parametrize("name", SHAPES["events"])
def test_an_event_becomes_what_the_fixture_says(here, ann, name):
    shape = SHAPES["events"][name]
    delivery = ann.slack.acknowledged(ann.send(filled(shape["event"], ann.user)))
    if shape["becomes"] in ("public", "moved"):
        ann.slack.until(lambda: ann.whispers() or ann.slack.posted(channel=CHANNEL))
    elif shape["becomes"] == "pane":
        ann.slack.until(lambda: ann.slack.posted("assistant.threads.setTitle"))
    elif shape["becomes"] in ("text_only", "edited"):
        ann.until(1)
    assert delivery.times == 1
    assert becomes(here, ann) == shape["becomes"]


@pytest.mark.parametrize("name", SHAPES["interactions"])
def test_an_interaction_that_says_nothing_is_only_acknowledged(here, ann, name):
    body = filled(SHAPES["interactions"][name]["body"], ann.user)
    delivery = ann.slack.acknowledged(ann.slack.deliver("interactive", body))
    assert delivery.times == 1
    assert becomes(here, ann) == "ignored"


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.just("U0ANN"),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "user", "channel", "text", "ts", "type", "actions", "state"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=8,
)
EVENTS = st.fixed_dictionaries(
    {"type": st.sampled_from(["message", "app_mention", "app_home_opened", "block_actions", 7])},
    optional=dict.fromkeys(
        ("user", "channel", "channel_type", "text", "ts", "subtype", "message", "tab"), VALUES
    ),
)
BODIES = st.fixed_dictionaries(
    {"type": st.sampled_from(["block_actions", "view_submission", "shortcut", "x"])},
    optional=dict.fromkeys(
        ("user", "actions", "container", "message", "state", "view", "trigger_id"), VALUES
    ),
)


@given(events=st.lists(EVENTS, max_size=4), bodies=st.lists(BODIES, max_size=4))
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_malformed_deliveries_stop_nothing(here, ann, events, bodies):
    ann.slack.patience = 0.0  # what is not acknowledged is not awaited
    for event in events:
        ann.send(event)
    for body in bodies:
        ann.slack.deliver("interactive", body)
    seen = len(ann.messages())
    ann.say("the end")
    ann.hears("I hear: the end", since=seen)
    assert here.assistant.talk_of(ann.user)[-1] == "the end"
