"""What is said to people's questions: short, plain, with buttons that are understood when typed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from headache_relief.knowledge.clinical import ArticleClaim
from headache_relief.knowledge.yaml_files import KNOWLEDGE, read_entries
from tests.content.messages import plain, read_examples

ROOT = Path(__file__).resolve().parents[2]
MOST_WORDS = 45
FORBIDDEN = re.compile(
    r"\b(cures?|cured|guarantee\w*|heals?|healing|detox\w*|diagnos\w*|photophobia|\d+ ?mg)\b|!",
    re.IGNORECASE,
)


def read(path: str) -> Any:
    return YAML(typ="safe").load((ROOT / path).read_text(encoding="utf-8"))


RESPONSES: dict[str, list[dict[str, Any]]] = read("domain.yml")["responses"]
RULES: list[dict[str, Any]] = [
    rule for name in ("questions", "small_talk") for rule in read(f"data/rules/{name}.yml")["rules"]
]
STORIES: list[dict[str, Any]] = [
    story
    for name in ("article", "follow_ups")
    for story in read(f"data/stories/{name}.yml")["stories"]
]
CLAIMS = read_entries(KNOWLEDGE / "article.yml", "article", ArticleClaim)


def steps(entry: dict[str, Any]) -> list[str]:
    """The intents and actions of a rule or story, in order."""
    return [str(name) for step in entry["steps"] for name in step.values()]


OURS = sorted(
    {name for entry in (*RULES, *STORIES) for name in steps(entry) if name.startswith("utter_")}
)


@pytest.mark.parametrize("name", OURS)
def test_an_answer_is_short_and_plain(name: str) -> None:
    for variant in RESPONSES[name]:
        assert len(variant["text"].split()) < MOST_WORDS
        assert FORBIDDEN.search(variant["text"]) is None


@pytest.mark.parametrize("name", OURS)
def test_a_button_sends_what_it_says_and_is_understood_when_typed(name: str) -> None:
    files = sorted((ROOT / "data" / "nlu").glob("*.yml"))
    learnt = {plain(text) for file in files for text, _ in read_examples(file)}
    for variant in RESPONSES[name]:
        for button in variant.get("buttons", []):
            assert button["payload"] == button["title"]
            assert plain(button["title"]) in learnt


def test_every_question_has_one_rule_that_answers_it() -> None:
    asked = [name for name in read("domain.yml")["intents"] if name.startswith("ask_")]
    answered = [steps(rule)[0] for rule in RULES]
    decided_by_stories = {"ask_more"}
    assert sorted(set(asked) - decided_by_stories) == sorted(
        name for name in answered if name.startswith("ask_")
    )


def test_the_conversation_goes_on_after_every_answer() -> None:
    ends = {steps(rule)[0] for rule in RULES if steps(rule)[-1] != "action_resume"}
    assert ends == set()


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a_claim_is_told_and_its_evidence_is_said_word_for_word(name: str) -> None:
    claim = CLAIMS[name]
    assert claim.response in RESPONSES
    assert RESPONSES[claim.evidence_response][0]["text"].strip() == claim.evidence


@pytest.mark.parametrize("name", sorted(CLAIMS))
def test_a_story_walks_a_claim_from_its_question_to_its_evidence(name: str) -> None:
    claim = CLAIMS[name]
    walked = [steps(story) for story in STORIES if story["story"] == claim.story]
    assert len(walked) == 1
    path = walked[0]
    assert path[:2] == [claim.intent, claim.response]
    assert path[path.index("ask_more") + 1] == claim.evidence_response


@pytest.mark.parametrize("name", sorted(name for name in CLAIMS if CLAIMS[name].overclaims))
def test_where_the_article_claims_too_much_people_are_told_so(name: str) -> None:
    assert "you may read" in CLAIMS[name].evidence.casefold()


def test_craniosacral_therapy_is_not_praised() -> None:
    claim = CLAIMS["craniosacral"]
    assert claim.overclaims
    assert "no benefit that matters" in claim.evidence


def test_safety_is_never_promised_to_everybody() -> None:
    said = RESPONSES["utter_safety"][0]["text"]
    assert "not for all" in said
