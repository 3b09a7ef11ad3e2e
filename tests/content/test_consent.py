"""Whoever agreed, agreed to these words: other words are another version."""

from __future__ import annotations

import hashlib

import pytest

from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.knowledge.yaml_files import KNOWLEDGE, read_yaml
from headache_relief.rasa_parts.withdrawal import takes_consent_back
from headache_relief.settings import ROOT

CONSENT = load_knowledge().consent


def test_the_version_is_that_of_the_words_people_are_asked_with():
    asked = read_yaml(ROOT / "domain.yml")["responses"]["utter_ask_consent"]
    words = "\n".join(variation["text"] for variation in asked)
    digest = hashlib.sha256(words.encode()).hexdigest()
    assert CONSENT.asked_with == digest, (
        "The words of utter_ask_consent changed: in data/knowledge/consent.yml raise the version, "
        f"set its date, and set asked_with to {digest}."
    )


def test_the_file_names_its_schema():
    first = (KNOWLEDGE / "consent.yml").read_text(encoding="utf-8").splitlines()[0]
    assert first == "# yaml-language-server: $schema=schema/consent.json"


@pytest.mark.parametrize("message", CONSENT.withdrawn_by)
def test_each_withdrawal_is_one(message):
    assert takes_consent_back(message)
    assert takes_consent_back(f"{message.upper()}, please!")
    assert takes_consent_back(f"ok just {message} then")


@pytest.mark.parametrize(
    "message",
    [
        "",
        "how do I delete my data?",
        "do you delete my data",
        "can you delete my data?",
        "don't delete my data",
        "forget it",
        "my friends forget me",
        "delete my data and tell me if this is a stroke",
        "erase the pain",
    ],
)
def test_what_says_more_or_less_is_none(message):
    assert not takes_consent_back(message)
