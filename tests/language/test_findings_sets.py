"""Findings on whole sets of lay descriptions, with a floor a little under what is reached.

`own_findings.jsonl` was written in five batches, each judged before the reader saw it: blind, they
reached F1 0.85, 0.88, 0.85, 0.93 and 0.93. `patients_findings.jsonl` is by another writer (0.87
before it was learned from). The floors only hold what was reached after both were learned from.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from headache_relief.evaluation.gold import Gold
from headache_relief.evaluation.judging import Found, Judged
from headache_relief.evaluation.reading import Reading
from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.knowledge.lexicon_files import load_lexicon
from headache_relief.language.reader import read

DEVELOPMENT = Path(__file__).parents[1] / "data" / "development"
FLOORS = [("own_findings.jsonl", 0.92), ("patients_findings.jsonl", 0.92)]


@pytest.mark.parametrize(("name", "floor"), FLOORS)
def test_findings_are_read_as_judged(name: str, floor: float) -> None:
    kinds = {key: concept.kind.value for key, concept in load_lexicon().concepts.items()}
    parents = load_knowledge().parents
    counted = Found()
    for line in (DEVELOPMENT / name).read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        reading = Reading(None, 0.0, findings=read(message["text"]).findings)
        judged = Judged(message["text"], name, Gold.of(message, name), reading)
        counted = sum(judged.found(kinds, parents).values(), counted)
    assert counted.f1 >= floor, counted
