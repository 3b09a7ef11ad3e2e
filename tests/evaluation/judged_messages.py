"""Judged messages in few words."""

from __future__ import annotations

from typing import Any, Mapping, Optional

from headache_relief.evaluation.gold import Gold
from headache_relief.evaluation.judging import Judged
from headache_relief.evaluation.reading import Reading, Sign
from headache_relief.knowledge.base import Tier
from headache_relief.language.understanding import Finding

KINDS = {"neck_back": "location", "whole_head": "location", "nausea": "symptom", "aura": "symptom"}
PARENTS: Mapping[str, tuple[str, ...]] = {"neck_stiff_bending": ("neck_stiffness",)}


def sign(tier: str, ask_back: bool = False, flag: str = "thunderclap") -> Sign:
    return Sign(flag, Tier(tier), ask_back, "rule", ('"all at once"',))


def finding(concept: str, **context: str) -> Finding:
    return Finding(concept, KINDS.get(concept, "symptom"), **context)


def judged(
    gold: Mapping[str, Any],
    *signs: Sign,
    intent: Optional[str] = "describe_headache",
    confidence: float = 0.9,
    findings: tuple[Finding, ...] = (),
    file: str = "messages",
    text: str = "words",
) -> Judged:
    reading = Reading(intent, confidence, signs, findings, milliseconds=12.0)
    return Judged(text, file, Gold.of(gold, file), reading)
