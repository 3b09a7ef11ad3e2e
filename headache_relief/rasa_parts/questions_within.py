"""The questions within a message that says or asks several things."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Optional, Sequence, Text

from headache_relief.language import reader
from headache_relief.language.questions import is_question
from headache_relief.language.sentences import Sentence
from headache_relief.rasa_parts.intent_views import Views
from headache_relief.rasa_parts.sentence_vectors import MessageVectors, vectors_of
from headache_relief.vectors import load_encoder

MOST_QUESTIONS = 4
# A part by itself says less than the whole message, so its intent must be surer.
SURE = 0.5
FEWEST_WORDS = 3
# What a message tells is recorded whatever it is for; politeness needs no answer beside another.
GIVES_WAY = frozenset(
    {
        "add_detail",
        "complain",
        "describe_headache",
        "give_duration",
        "give_number",
        "give_place",
        "greet",
        "small_talk",
        "thank",
    }
)
NO_QUESTIONS_OF_THEIR_OWN = frozenset({"ask_out_of_scope", "ask_more", "ask_help", "ask_about"})
JOINS_A_QUESTION = re.compile(
    r"(?:,|;|\b(?:and|but|also|so|plus))\s+(?:also |so )?"
    r"(?=(?:is|are|can|could|should|would|will|does|do|did|what|how|why|when|which|where|who)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Asked:
    """What one part of a message asks, and how sure that is (0 to 1)."""

    intent: Text
    confidence: float


def parts_that_ask(text: Text, vectors: Optional[MessageVectors]) -> List[Views]:
    """The sentences that ask something, of a message of several; none of a single plain one."""
    sentences = vectors.sentences if vectors is not None else reader.sentences(text)
    if len(sentences) == 1:
        return _joined_question(text, vectors is not None)
    asking = [
        Views.of(_as_sent(text, sentence), None if vectors is None else vectors.rows[place])
        for place, sentence in enumerate(sentences)
        if is_question(_as_sent(text, sentence))
    ]
    return asking[:MOST_QUESTIONS]


def in_order(
    ranking: List[Dict[Text, Any]], asked: Sequence[Asked]
) -> tuple[List[Dict[Text, Any]], List[Text]]:
    """The ranking with a question before what gives way to it, and what else is asked."""
    questions = list(dict.fromkeys(_sure_questions(asked)))
    if not questions or not ranking:
        return ranking, []
    if ranking[0]["name"] in GIVES_WAY:
        first = max(asked, key=lambda part: (part.intent == questions[0], part.confidence))
        others = [ranked for ranked in ranking if ranked["name"] != first.intent]
        ranking = [{"name": first.intent, "confidence": first.confidence}, *others]
    best = ranking[0]["name"]
    also = [intent for intent in questions if intent != best] if best in questions else []
    return ranking, also[:1]


def _sure_questions(asked: Sequence[Asked]) -> Iterator[Text]:
    for part in asked:
        is_one = part.intent.startswith("ask_") and part.intent not in NO_QUESTIONS_OF_THEIR_OWN
        if is_one and part.confidence >= SURE:
            yield part.intent


def _joined_question(text: Text, with_vectors: bool) -> List[Views]:
    """The question that a sentence ends with after telling something."""
    joint = JOINS_A_QUESTION.search(text)
    if joint is None:
        return []
    question = text[joint.end() :]
    told = text[: joint.start()]
    if min(len(question.split()), len(told.split())) < FEWEST_WORDS:
        return []
    encoder = load_encoder() if with_vectors else None
    vectors = vectors_of([question], encoder)[0] if encoder is not None else None
    return [Views.of(question, None if vectors is None else vectors.whole)]


def _as_sent(text: Text, sentence: Sentence) -> Text:
    """The sentence before the repair of its words."""
    return text[sentence.start : sentence.end]
