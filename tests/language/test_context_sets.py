"""Context on whole sets of lay sentences: a share, with a floor a little under what is reached.

`own_context.jsonl` was written in three batches, each judged before the reader saw it;
`patients_context.jsonl` is by another writer. A finding that is not read at all does not count: the
words of the lexicon are not what is measured here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from headache_relief.language.reader import read
from headache_relief.language.understanding import Finding

DEVELOPMENT = Path(__file__).parents[1] / "data" / "development"
FLOORS = [("own_context.jsonl", 0.95), ("patients_context.jsonl", 0.85)]


def agrees(gold: dict[str, Any], finding: Finding) -> bool:
    """True for the same meaning: whose or when an absent or supposed thing is does not matter."""
    if gold.get("status") == "absent":
        return finding.status == "absent"
    when = gold.get("when", "now")
    if when == "hypothetical":
        return finding.when == "hypothetical"
    if when == "past":
        return finding.when == "past" and finding.who == gold["who"]
    status = gold.get("status", "present")
    return (finding.status, finding.who, finding.when) == (status, gold["who"], "now")


@pytest.mark.parametrize(("name", "floor"), FLOORS)
def test_context_is_read_as_judged(name: str, floor: float) -> None:
    right, wrong = 0, []
    for line in (DEVELOPMENT / name).read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        findings = read(message["text"]).findings
        for gold in message["findings"]:
            same = [finding for finding in findings if finding.concept == gold["concept"]]
            if any(agrees(gold, finding) for finding in same):
                right += 1
            elif same:
                wrong.append((message["text"], gold["concept"]))
    assert right / (right + len(wrong)) >= floor, wrong
