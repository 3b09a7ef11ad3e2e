"""Reads a message: one spaCy pipeline from text to `Understanding`."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import cast

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from headache_relief.knowledge.yaml_files import LEXICON
from headache_relief.language import pipeline
from headache_relief.language.questions import is_question
from headache_relief.language.sentences import Sentence, sentences_of
from headache_relief.language.understanding import Finding, Understanding
from headache_relief.language.words import Word

REMEMBERED_MESSAGES = 512


class Reader:
    """Reads messages with the lexicon of one directory."""

    def __init__(self, nlp: Language) -> None:
        self._nlp = nlp
        self.remember(REMEMBERED_MESSAGES)

    def remember(self, messages: int) -> None:
        """From now on, the newest so many messages that were read are not read again."""
        self._parse = lru_cache(maxsize=messages)(self._parse_anew)

    @classmethod
    def load(cls, lexicon_directory: Path = LEXICON) -> "Reader":
        """A reader of a lexicon directory; KnowledgeError names the file and entry of a mistake."""
        nlp = spacy.blank("en")
        pipeline.add_to(nlp, Path(lexicon_directory))
        return cls(nlp)

    def read(self, text: str) -> Understanding:
        """What a message says. Never raises on any text."""
        return self._parse(text)[0]

    def tokens(self, text: str) -> list[tuple[str, int, int]]:
        """The base forms of a message's words with their offsets in the text as sent."""
        return list(self._parse(text)[1])

    def sentences(self, text: str) -> tuple[Sentence, ...]:
        """The message in repaired sentences; none when it has no word."""
        return self._parse(text)[2]

    def _parse_anew(
        self, text: str
    ) -> tuple[Understanding, tuple[tuple[str, int, int], ...], tuple[Sentence, ...]]:
        doc = self._nlp(text)
        words = cast("list[Word]", doc.user_data[pipeline.WORDS])
        understanding = Understanding(
            text=text,
            findings=_findings(doc),
            language=doc.user_data[pipeline.LANGUAGE],
            answers=doc.user_data[pipeline.ANSWERS],
            number=doc.user_data[pipeline.NUMBER],
            asks=is_question(text),
        )
        tokens = tuple((word.lemma, word.start, word.end) for word in words if word.form != "\n")
        return understanding, tokens, sentences_of(words)


def _findings(doc: Doc) -> tuple[Finding, ...]:
    return cast("tuple[Finding, ...]", doc.user_data[pipeline.FINDINGS])


@lru_cache(maxsize=1)
def default_reader() -> Reader:
    """The reader of `data/lexicon`, loaded once."""
    return Reader.load()


def read(text: str) -> Understanding:
    """What a message says; see `Understanding`."""
    return default_reader().read(text)


def tokens(text: str) -> list[tuple[str, int, int]]:
    """The base forms of a message's words with their offsets in the text as sent."""
    return default_reader().tokens(text)


def sentences(text: str) -> tuple[Sentence, ...]:
    """The message in repaired sentences; none when it has no word."""
    return default_reader().sentences(text)


def remember(messages: int) -> None:
    """From now on, the newest so many messages that were read are not read again."""
    default_reader().remember(messages)
