"""The manifest asks for what the channel uses, and for no more."""

from __future__ import annotations

from pathlib import Path

from headache_relief.channels.slack.listeners import COMMAND
from headache_relief.knowledge.slack import load_slack_wording
from headache_relief.knowledge.yaml_files import read_yaml

ROOT = Path(__file__).parents[3]
MANIFEST = read_yaml(ROOT / "deploy" / "slack-manifest.yml")


def test_no_scope_lets_it_read_what_people_say_in_channels() -> None:
    scopes = set(MANIFEST["oauth_config"]["scopes"]["bot"])
    reading = {scope for scope in scopes if scope.endswith((":history", ":read"))}
    assert reading == {"im:history", "app_mentions:read"}
    assert "user" not in MANIFEST["oauth_config"]["scopes"]


def test_it_is_told_of_its_own_direct_messages_mentions_home_and_pane_only() -> None:
    events = MANIFEST["settings"]["event_subscriptions"]["bot_events"]
    assert events == ["app_home_opened", "app_mention", "assistant_thread_started", "message.im"]


def test_the_command_is_the_one_that_is_heard() -> None:
    assert [each["command"] for each in MANIFEST["features"]["slash_commands"]] == [COMMAND]


def test_slack_takes_the_lengths_of_the_names_and_descriptions() -> None:
    assert len(MANIFEST["display_information"]["name"]) <= 35
    assert len(MANIFEST["display_information"]["description"]) <= 140
    assert len(MANIFEST["features"]["assistant_view"]["assistant_description"]) <= 300


def test_what_may_be_said_in_public_are_responses_that_ask_and_fill_in_nothing_personal() -> None:
    responses = read_yaml(ROOT / "domain.yml")["responses"]
    for name in load_slack_wording().answered_in_public:
        for variant in responses[name]:
            fields = {part.split("}")[0] for part in variant["text"].split("{")[1:]}
            assert fields <= {"emergency_number", "advice_line", "techniques"}, name
