"""What the semantic danger layer learns from: the prototypes, and harmless training messages."""

from __future__ import annotations

from typing import Iterator, Optional, Sequence

from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from headache_relief.assessment import triage
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.knowledge.prototypes import Prototype, prototypes
from headache_relief.language import reader
from headache_relief.language.understanding import Understanding
from headache_relief.rasa_parts.danger_model import Example
from headache_relief.rasa_parts.danger_passages import passages_of
from headache_relief.rasa_parts.sentence_vectors import SENTENCE_VECTORS, MessageVectors, vectors_of
from headache_relief.vectors import Encoder

# Messages with these intents may tell a danger; which one is not said.
MAYBE_DANGEROUS = frozenset({"report_danger", "express_distress", "report_other_health"})
# There are many of them, and most are far from any danger.
WEIGHT_OF_A_MESSAGE = 0.3
FEWEST_WORDS = 3


def examples_of_prototypes(
    knowledge: Knowledge, encoder: Optional[Encoder]
) -> tuple[list[Prototype], list[Example]]:
    """Every prototype and what it teaches; KnowledgeError names a mistake in their files."""
    tiers = {name: flag.tier for name, flag in knowledge.red_flags.items()}
    told = list(prototypes(tiers))
    vectors = _vectors([one.text for one in told], encoder)
    examples = [
        Example(
            passages=passages_of(reader.read(one.text), of_text),
            flag=one.flag,
            tier=one.tier,
            crisis=one.flag is not None and knowledge.red_flags[one.flag].crisis,
        )
        for one, of_text in zip(told, vectors, strict=True)
    ]
    return told, examples


def harmless_examples(messages: Sequence[Message], knowledge: Knowledge) -> Iterator[Example]:
    """The training messages whose intent tells no danger, and in which the rules hear none."""
    for message in messages:
        text = message.get(TEXT) or ""
        if message.get(INTENT) in MAYBE_DANGEROUS or len(text.split()) < FEWEST_WORDS:
            continue
        understanding = reader.read(text)
        passages = passages_of(understanding, message.get(SENTENCE_VECTORS))
        if passages and not _heard_by_rules(understanding, knowledge):
            yield Example(passages, weight=WEIGHT_OF_A_MESSAGE)


def _vectors(
    texts: Sequence[str], encoder: Optional[Encoder]
) -> Sequence[Optional[MessageVectors]]:
    return [None] * len(texts) if encoder is None else vectors_of(texts, encoder)


def _heard_by_rules(understanding: Understanding, knowledge: Knowledge) -> bool:
    raised = triage.screen_message(understanding, 0, knowledge.parents, knowledge.red_flags)
    return any(sign.tier.stops_massage for sign in raised)
