"""What the semantic danger layer sees of a message: its passages, each with words and meaning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional, Sequence

from headache_relief.language import reader
from headache_relief.language.understanding import Finding, Understanding
from headache_relief.rasa_parts.plain_model import Array
from headache_relief.rasa_parts.sentence_vectors import MessageVectors


@dataclass(frozen=True)
class Passage:
    """A sentence, or the whole message: its text as sent, and three views of it.

    `lemmas` are the repaired base forms and `findings` the concepts with their context, each joined
    by spaces; `vector` has 384 numbers, or is None without an encoder.
    """

    text: str
    lemmas: str
    findings: str
    vector: Optional[Array] = None


def passages_of(
    understanding: Understanding, vectors: Optional[MessageVectors]
) -> tuple[Passage, ...]:
    """The whole message first, then its sentences when they are several; none without a word."""
    text = understanding.text
    sentences = vectors.sentences if vectors is not None else reader.sentences(text)
    if not sentences:
        return ()
    words = reader.tokens(text)
    whole = _passage(understanding, words, 0, len(text), vectors.whole if vectors else None)
    if len(sentences) == 1:
        return (whole,)
    rows = vectors.rows if vectors is not None else [None] * len(sentences)
    return (
        whole,
        *(
            _passage(understanding, words, sentence.start, sentence.end, row)
            for sentence, row in zip(sentences, rows)
        ),
    )


def _passage(
    understanding: Understanding,
    words: Sequence[tuple[str, int, int]],
    start: int,
    end: int,
    vector: Optional[Array],
) -> Passage:
    found = [f for f in understanding.findings if start <= f.start < end]
    return Passage(
        text=understanding.text[start:end],
        lemmas=" ".join(lemma for lemma, begin, _ in words if start <= begin < end),
        findings=" ".join([*map(_with_context, found), *_in_general(found, understanding.asks)]),
        vector=vector,
    )


def _with_context(finding: Finding) -> str:
    whose = "aside" if finding.aside else "theirs"
    return f"{finding.concept}:{finding.status}:{finding.when}:{whose}"


def _in_general(findings: Sequence[Finding], asks: bool) -> list[str]:
    """What also tells of concepts never seen in training: in which contexts things are said."""
    contexts = dict.fromkeys(f"any:{f.kind}:{f.status}:{f.when}" for f in findings)
    holding = "holds" if any(f.holds for f in findings) else "holds-not"
    return [*contexts, *([holding] if findings else []), *(["asks"] if asks else [])]
