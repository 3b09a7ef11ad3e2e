"""Reads each message's findings and danger signs inside Rasa's NLU pipeline."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Dict, List, Mapping, Optional, Sequence, Text

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from headache_relief.assessment import triage
from headache_relief.assessment.triage import Likeness, Raised
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge
from headache_relief.language import reader
from headache_relief.language.understanding import Finding, Understanding

UNDERSTANDING = "understanding"
SCREEN = "screen"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CaseReader(GraphComponent):
    """Adds `understanding` (findings) and `screen` (danger in this message alone) to a message."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "CaseReader":
        return cls(load_knowledge())

    def process(self, messages: List[Message]) -> List[Message]:
        """The same messages, read."""
        for message in messages:
            understanding = reader.read(message.get(TEXT) or "")
            message.set(UNDERSTANDING, understanding.as_dict(), add_to_output=True)
            message.set(SCREEN, screen_of(understanding, self._knowledge), add_to_output=True)
            entities = _writable([_entity(f) for f in understanding.findings if f.holds])
            message.set(ENTITIES, message.get(ENTITIES, []) + entities, add_to_output=True)
        return messages


def screen_of(
    understanding: Understanding, knowledge: Knowledge, suspected: Sequence[Raised] = ()
) -> dict[str, Any]:
    """The tier and the red flags of one message by itself; `suspected` is what it sounds like."""
    raised = triage.screen_message(understanding, 0, knowledge.parents, knowledge.red_flags)
    raised = triage.with_suspected(raised, suspected, knowledge.red_flags)
    fired = [sign.tier for sign in raised if not sign.ask_back]
    tier = max(fired, key=lambda tier: tier.rank, default=_tier_without_flags(understanding))
    return {"tier": tier.value, "red_flags": [_flag(sign) for sign in raised]}


def tells_of_emergency(text: str) -> bool:
    """Whether the rules alone find an emergency in this one text."""
    screen = screen_of(reader.read(text), load_knowledge())
    return bool(screen["tier"] == Tier.emergency.value)


def suspected_in(screen: Optional[Mapping[str, Any]]) -> tuple[Raised, ...]:
    """The flags of a screen that the semantic layer found, as `screen_of` was given them."""
    flags = (screen or {}).get("red_flags", ())
    return tuple(_raised(flag) for flag in flags if flag["layer"] == triage.SEMANTIC)


def _raised(flag: Mapping[str, Any]) -> Raised:
    return Raised(
        flag=flag["flag"],
        tier=Tier(flag["tier"]),
        layer=flag["layer"],
        ask_back=flag["ask_back"],
        words=tuple(flag["words"]),
        nearest=tuple(Likeness(**near) for near in flag["prototypes"]),
    )


def _tier_without_flags(understanding: Understanding) -> Tier:
    """A complaint without any danger sign is for self-care; a message without one has no tier."""
    complaint = any(f.holds and f.kind in ("symptom", "location") for f in understanding.findings)
    return Tier.self_care if complaint else Tier.none


def _flag(sign: Raised) -> dict[str, Any]:
    return {
        "flag": sign.flag,
        "tier": sign.tier.value,
        "layer": sign.layer,
        "ask_back": sign.ask_back,
        "words": list(sign.words),
        "prototypes": [asdict(near) for near in sign.nearest],
    }


def _entity(finding: Finding) -> dict[str, Any]:
    return {
        "entity": finding.kind,
        "value": finding.concept,
        "start": finding.start,
        "end": finding.end,
        "extractor": "CaseReader",
    }


def _writable(entities: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
    """Of entities that begin at the same place the longest: Rasa can't write others to a story."""
    ends: Dict[int, int] = {}
    for entity in entities:
        ends[entity["start"]] = max(entity["end"], ends.get(entity["start"], 0))
    return [entity for entity in entities if entity["end"] == ends[entity["start"]]]
