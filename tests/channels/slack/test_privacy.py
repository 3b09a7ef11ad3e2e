"""Whatever is said in a channel: nothing of anybody's health ever stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from headache_relief.knowledge.slack import load_slack_wording
from headache_relief.knowledge.yaml_files import read_yaml
from tests.channels.slack.person import words
from tests.faults.said import CRISIS, DESCRIPTION, EMERGENCY, SAME_DAY

ROOT = Path(__file__).parents[3]
SAID_PER_INTENT = 1
CHANNEL = "C0PRIVACY"
TELLING = {
    "describe_headache",
    "report_danger",
    "express_distress",
    "ask_emergency",
}
WORDS_OF_THE_SICK = [
    DESCRIPTION,
    EMERGENCY,
    SAME_DAY,
    CRISIS,
    "does massage help? I'm pregnant",
    "is massage safe with my cancer?",
    "what are danger signs? my neck is stiff and I have a fever",
    "what oils are good for my wife's migraine?",
    "is massage safe, I take warfarin",
    "how often should I massage my temples, they throb",
    "what is a trigger point, asking because one side of my face is numb",
]


def sayings() -> list[tuple[str, str]]:
    """An intent and something said for it, for every intent that the model learns."""
    found = []
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in read_yaml(file)["nlu"]:
            lines = str(block.get("examples", "")).splitlines()[:SAID_PER_INTENT]
            found += [(str(block.get("intent")), line.removeprefix("- ").strip()) for line in lines]
    return [(intent, text) for intent, text in found if text]


def public_answers() -> set[str]:
    """The first lines of what may stand in a channel, word for word as the domain has them."""
    responses = read_yaml(ROOT / "domain.yml")["responses"]
    listed = load_slack_wording().answered_in_public
    return {variant["text"].split("{")[0][:60] for name in listed for variant in responses[name]}


@pytest.mark.timeout(240)
def test_only_the_listed_general_answers_ever_stand_in_a_channel(newcomer, workspace):
    asked: dict[str, tuple[str, str]] = {}
    told = [("told", text) for text in WORDS_OF_THE_SICK]
    for number, (intent, text) in enumerate([*sayings(), *told]):
        thread = f"900.{number:06d}"
        asked[thread] = (intent, text)
        newcomer().mention(text, channel=CHANNEL, ts=thread)

    def answered() -> set[str]:
        whispered = workspace.posted("chat.postEphemeral", CHANNEL)
        posted = workspace.posted(channel=CHANNEL)
        return {said.get("thread_ts", "") for said in (*whispered, *posted)}

    workspace.until(lambda: answered() >= set(asked), "every answer", seconds=120)
    posted = workspace.posted(channel=CHANNEL)
    beginnings = tuple(public_answers())
    assert posted and all(words(said).startswith(beginnings) for said in posted)
    personal = {thread for thread, (intent, _) in asked.items() if intent in {*TELLING, "told"}}
    assert [(asked[t], words(s)) for s in posted if (t := s["thread_ts"]) in personal] == []
