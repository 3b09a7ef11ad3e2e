"""One talk, three places: the same questions, findings, tier and suggestion in each."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.channels.places import in_order, plain
from tests.channels.scripts import PLACES, SCRIPTS
from tests.channels.stage import CHANNEL_WAYS, Played, play


@pytest.fixture(scope="module")
def played(trained_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Played:
    return asyncio.run(play(tmp_path_factory.mktemp("everywhere")))


@pytest.mark.timeout(240)
@pytest.mark.parametrize("name", SCRIPTS)
def test_the_same_talk_goes_the_same_way_everywhere(played, name):
    script = SCRIPTS[name]
    if name in played.failed:
        raise played.failed[name]
    kept = [played.kept[name, place] for place in PLACES]
    assert kept[0] == kept[1] == kept[2]
    assert bool(kept[0]) == script.kept
    if script.kept:
        assert kept[0].get("tier", "") == script.tier
        assert bool(kept[0]["assessment"]["suggested"]) == script.suggests


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("name", SCRIPTS)
def test_what_must_be_said_is_said_once_and_what_must_not_is_not(played, name, place):
    script, heard = SCRIPTS[name], played.heard[name, place]
    if place in script.places:
        assert in_order([plain(part) for part in script.hears], heard)
    assert not [part for part in script.never if plain(part).strip() in heard]
    last = played.last[name].strip()
    assert heard.count(last) == played.heard[name, "web"].count(last)


@pytest.mark.parametrize("way", CHANNEL_WAYS)
def test_danger_in_a_slack_channel_is_answered_there_and_directly_to_that_person_only(played, way):
    for told in played.aside[way]:
        assert "Please call 999 now" in told
    assert played.public == []


def test_nothing_that_was_sent_broke_a_rule_of_slack(played):
    assert played.refused == []
