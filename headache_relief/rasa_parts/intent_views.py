"""A text as the intent model sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from headache_relief.language import reader
from headache_relief.rasa_parts.plain_model import Array

# The beginning of a long message says what it is for; findings are read from all of it.
MOST_CHARACTERS = 600


@dataclass(frozen=True)
class Views:
    """Space-separated words of each kind, and the sentence vector when there is an encoder."""

    lemmas: str
    letters: str
    findings: str
    vector: Optional[Array] = None

    @classmethod
    def of(cls, text: str, vector: Optional[Array] = None) -> "Views":
        """The views of the beginning of a text."""
        beginning = text[:MOST_CHARACTERS]
        return cls(lemmas_of(beginning), letters_of(beginning), findings_of(beginning), vector)


def lemmas_of(text: str) -> str:
    """The words after typo repair, as lemmas."""
    return " ".join(lemma for lemma, _, _ in reader.tokens(text[:MOST_CHARACTERS]))


def letters_of(text: str) -> str:
    """The text as typed; slang that the lexicon doesn't know still has familiar pieces."""
    return text[:MOST_CHARACTERS].lower()


def findings_of(text: str) -> str:
    """What the language pipeline found, each thing as a word."""
    understanding = reader.read(text[:MOST_CHARACTERS])
    found = [f"{f.concept} {f.kind}-{f.status}" for f in understanding.findings]
    found += [f"answer-{answer}" for answer in understanding.answers]
    if understanding.number is not None:
        found.append("a-number")
    return " ".join(found)
