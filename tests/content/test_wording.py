"""The content linter: what the assistant says is used, defined, safe and leads somewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Iterator

import pytest
from ruamel.yaml import YAML

from headache_relief.assessment.danger import DANGER_RESPONSES

ROOT = Path(__file__).resolve().parents[2]
FORBIDDEN = re.compile(
    r"\b(cures?|cured|guarantee\w*|heals?|healing|detox\w*|diagnosed? you|miracle|100%)\b", re.I
)
SAYS_WHAT_WE_NEVER_CLAIM = re.compile(r"(don't|doesn't|not|no|never|nor|cannot|can't|n't)\b", re.I)


def read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def domain() -> dict[str, Any]:
    return read(ROOT / "domain.yml")


@pytest.fixture(scope="module")
def code() -> str:
    folders = ("actions", "headache_relief", "data/rules", "data/stories", "data/knowledge")
    files = [
        f for folder in folders for f in (ROOT / folder).rglob("*") if f.suffix in {".py", ".yml"}
    ]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


def sentences(node: Any) -> Iterator[str]:
    """Every string below a YAML node."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from sentences(value)
    elif isinstance(node, list):
        for value in node:
            yield from sentences(value)


def test_every_response_of_the_domain_is_used(domain: dict[str, Any], code: str) -> None:
    built_by_code = ("utter_ask_", "utter_follow_up_", "utter_referral_")
    unused = [
        name
        for name in domain["responses"]
        if name not in code and not name.startswith(built_by_code)
    ]
    assert unused == []


def test_every_response_that_is_named_anywhere_is_defined(
    domain: dict[str, Any], code: str
) -> None:
    named = set(re.findall(r"\butter_[a-z0-9_]*[a-z0-9]\b", code))
    templates = {"utter_ask", "utter_follow_up", "utter_referral", "utter_message", "utter_action"}
    assert sorted(named - set(domain["responses"]) - templates) == []


def test_every_question_has_its_wording(domain: dict[str, Any]) -> None:
    questions = set(read(ROOT / "data/knowledge/questions.yml")["questions"])
    choices = set(read(ROOT / "data/knowledge/choices.yml")["choices"])
    questions |= choices - {"crisis_reply", "emergency_reply", "emergency_stands", "stopped"}
    missing = [name for name in questions if f"utter_ask_{name}" not in domain["responses"]]
    assert missing == []


def test_a_button_says_what_it_sends_and_what_it_sends_is_understood(
    domain: dict[str, Any],
) -> None:
    choices = read(ROOT / "data/knowledge/choices.yml")["choices"]
    titles = {choice["title"] for entries in choices.values() for choice in entries}
    examples = {
        line.removeprefix("- ").strip().lower()
        for file in (ROOT / "data/nlu").glob("*.yml")
        for intent in read(file)["nlu"]
        for line in intent.get("examples", "").splitlines()
    }
    for name, variants in domain["responses"].items():
        for variant in variants:
            for button in variant.get("buttons", []):
                assert button["payload"] == button["title"], name
                known = button["title"] in titles or button["title"].lower() in examples
                assert known, f"{name}: nothing understands the button '{button['title']}'"


@pytest.mark.parametrize("name", sorted(DANGER_RESPONSES))
def test_a_danger_response_is_one_short_message(domain: dict[str, Any], name: str) -> None:
    for variant in domain["responses"][name]:
        assert "\n" not in variant["text"].strip()
        assert len(variant["text"].split()) < 45


@pytest.mark.parametrize("name", sorted(n for n in DANGER_RESPONSES if "emergency" in n))
def test_every_answer_in_an_emergency_names_the_number(domain: dict[str, Any], name: str) -> None:
    for variant in domain["responses"][name]:
        assert {"{emergency_number}", "{danger_message}"} & set(
            re.findall(r"{\w+}", variant["text"])
        )


@pytest.mark.parametrize("name", ["utter_crisis_again", "utter_crisis_easing"])
def test_every_answer_in_a_crisis_names_someone_to_talk_to(
    domain: dict[str, Any], name: str
) -> None:
    for variant in domain["responses"][name]:
        assert "{crisis_line}" in variant["text"]
        assert "{emergency_number}" in variant["text"]


def test_no_response_holds_an_empty_line_that_a_channel_would_split_at(
    domain: dict[str, Any],
) -> None:
    for name, variants in domain["responses"].items():
        for variant in variants:
            assert "\n\n" not in variant.get("text", ""), name


def test_no_slot_fills_itself_from_what_is_typed(domain: dict[str, Any]) -> None:
    for name, slot in domain["slots"].items():
        assert [mapping["type"] for mapping in slot["mappings"]] == ["custom"], name


def test_nothing_promises_more_than_the_evidence(domain: dict[str, Any]) -> None:
    texts = list(sentences(domain["responses"]))
    for file in (ROOT / "data/knowledge").glob("*.yml"):
        content = read(file)
        if file.name not in {"sources.yml", "article.yml"}:
            texts += list(sentences(content))
    promises = [
        text
        for text in texts
        if FORBIDDEN.search(text) and not SAYS_WHAT_WE_NEVER_CLAIM.search(text)
    ]
    assert promises == []


def test_no_text_shouts(domain: dict[str, Any]) -> None:
    for name, variants in domain["responses"].items():
        for variant in variants:
            assert "!" not in variant.get("text", ""), name
