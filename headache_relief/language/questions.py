"""Tells whether a text has the shape of a question."""

from __future__ import annotations

import re

BEGINS_A_QUESTION = re.compile(
    r"(?:^|[.,;!]|\b(?:and|but|so|ok|no|yes) )\s*"
    r"(?:whats?|hows?|why|when|whos?|which|where|can|could|should|would|may|might|will|is|are|am|"
    r"do|does|did|has|have|any|tell|show|explain)\b",
    re.IGNORECASE,
)


def is_question(text: str) -> bool:
    """True for a text with a question mark, or with a part that begins as questions do."""
    return "?" in text or bool(BEGINS_A_QUESTION.search(re.sub("['’]", "", text)))
