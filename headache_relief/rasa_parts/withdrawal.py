"""Consent taken back in so many words: then everything of the conversation is erased."""

from __future__ import annotations

import re
from functools import lru_cache

from headache_relief.knowledge.clinical_files import load_knowledge

WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")
POLITE = frozenset({"please", "now", "just", "ok", "okay", "then", "so"})


def takes_consent_back(text: str) -> bool:
    """Whether the text is nothing but one of the messages that take the consent back."""
    return _words(text) in _withdrawals()


def when_withdrawn() -> dict[str, str]:
    """What is then said, in the form of a response."""
    return {"text": load_knowledge().consent.when_withdrawn}


@lru_cache(maxsize=1)
def _withdrawals() -> frozenset[tuple[str, ...]]:
    return frozenset(_words(message) for message in load_knowledge().consent.withdrawn_by)


def _words(text: str) -> tuple[str, ...]:
    words = WORD.findall(text.lower().replace("\u2019", "'"))
    return tuple(word for word in words if word not in POLITE)
