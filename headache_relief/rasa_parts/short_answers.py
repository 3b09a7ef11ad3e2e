"""Settles the intent where the words leave no doubt and a classifier would only guess."""

from __future__ import annotations

import re
from typing import Any, Dict, List, Mapping, Optional, Sequence, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from headache_relief.knowledge.base import Tier
from headache_relief.language import reader
from headache_relief.language.understanding import Understanding
from headache_relief.language.vocabulary import english_words
from headache_relief.rasa_parts.case_reader import SCREEN, UNDERSTANDING

SHORT = 4  # words
INTENTS = {
    "yes": "affirm",
    "no": "deny",
    "dont_know": "dont_know",
    "skip": "skip_question",
    "none_of_these": "none_of_these",
    "back": "go_back",
    "stop": "stop_session",
    "start_over": "start_over",
    "help": "ask_help",
    "person": "want_person",
    "thanks": "thank",
    "better": "feel_better",
    "same": "feel_same",
    "worse": "feel_worse",
    "next": "next_step",
}
DISTRESS = frozenset({"suicidal_active", "suicidal_passive"})
# What a message may be taken for that tells of a danger sign; a question stays a question.
TELLING = frozenset(
    {
        "add_detail",
        "ask_out_of_scope",
        "complain",
        "describe_headache",
        "feel_worse",
        "give_place",
        "report_danger",
        "report_other_health",
    }
)
DESCRIBING = frozenset({"location", "quality", "severity", "duration", "movement", "symptom"})


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ShortAnswers(GraphComponent):
    """A message of a few words that is an answer, or only describes, is just that.

    Stands after the intent classifier. "pressing" is how it feels, not a question about pressing.
    A message in another language, or without a single English word, with nothing in it that was
    understood, is that. What tells of a danger sign reports danger.
    """

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ShortAnswers":
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """The same messages; the intents of short answers are certain."""
        for message in messages:
            text = message.get(TEXT) or ""
            intent = certain_intent(text, Understanding.from_dict(message.get(UNDERSTANDING)))
            guessed = (message.get(INTENT) or {}).get("name")
            if guessed in TELLING:
                intent = danger_told(message.get(SCREEN) or {}) or intent
            if intent is not None:
                certain = {"name": intent, "confidence": 1.0}
                message.set(INTENT, certain, add_to_output=True)
                message.set("intent_ranking", [certain], add_to_output=True)
        return messages


def certain_intent(text: str, understanding: Understanding) -> Optional[str]:
    """The intent that a text has for certain, or None."""
    if _is_foreign(understanding):
        return "other_language"
    words = reader.tokens(text)
    if not understanding.findings and not understanding.answers and _is_gibberish(words):
        return "nlu_fallback"
    if not words or len(words) > SHORT or "?" in text:
        return None
    if understanding.answers and not understanding.findings:
        known = (INTENTS[answer] for answer in understanding.answers if answer in INTENTS)
        return next(known, "add_detail")
    covered = sum(
        any(f.start <= start and end <= f.end for f in understanding.findings)
        for _, start, end in words
    )
    describes = any(f.kind in DESCRIBING for f in understanding.findings)
    return "add_detail" if describes and covered == len(words) else None


def danger_told(screen: Mapping[str, Any]) -> Optional[str]:
    """The intent of telling the danger signs that a screen found for certain, or None."""
    fired = [flag for flag in screen.get("red_flags", ()) if not flag["ask_back"]]
    if any(flag["flag"] in DISTRESS for flag in fired):
        return "express_distress"
    urgent = any(Tier(flag["tier"]).stops_massage for flag in fired)
    return "report_danger" if urgent else None


def _is_foreign(understanding: Understanding) -> bool:
    """True in another language; a language that no one could name may be very rough English."""
    if understanding.language == "other":
        return not understanding.findings
    return understanding.language != "en" and not _said_in_english(understanding)


def _said_in_english(understanding: Understanding) -> bool:
    """True when something was found in words that are English as they were sent."""
    known = english_words()
    return any(
        known.issuperset(re.findall(r"[^\W\d_]+", finding.words.lower()))
        for finding in understanding.findings
    )


def _is_gibberish(words: Sequence[tuple[str, int, int]]) -> bool:
    """True when there are letters, but no English word among them."""
    spelt = [lemma for lemma, _, _ in words if lemma.isalpha()]
    return bool(spelt) and not english_words().intersection(spelt)
