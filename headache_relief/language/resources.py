"""Everything the language pipeline needs, built once from a lexicon directory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from headache_relief.knowledge.lexicon import Kind
from headache_relief.knowledge.lexicon_files import Lexicon, load_lexicon
from headache_relief.language.answers import AnswerReader
from headache_relief.language.clauses import ClauseMarker
from headache_relief.language.concepts import ConceptFinder
from headache_relief.language.context import ContextReader
from headache_relief.language.lemmas import Lemmas
from headache_relief.language.matcher import PhraseMatcher
from headache_relief.language.measures import MeasureReader
from headache_relief.language.numbers import NUMBER_WORDS
from headache_relief.language.patterns import Phrase, PhraseReader
from headache_relief.language.spelling import Speller
from headache_relief.language.vocabulary import (
    Vocabulary,
    english_words,
    load_vocabulary,
    word_ranks,
)


@dataclass(frozen=True)
class Resources:
    """The compiled lexicon; nothing in it changes after loading."""

    lexicon: Lexicon
    vocabulary: Vocabulary
    lemmas: Lemmas
    speller: Speller
    clauses: ClauseMarker
    concepts: ConceptFinder
    measures: MeasureReader
    context: ContextReader
    answers: AnswerReader


@lru_cache(maxsize=4)
def load_resources(directory: Path) -> Resources:
    """Compiles a lexicon directory; KnowledgeError names the file and entry of a mistake."""
    lexicon = load_lexicon(directory)
    vocabulary = load_vocabulary(directory)
    lemmas = Lemmas(vocabulary.lemmas, english_words())
    reader = PhraseReader(lemmas.of, vocabulary.replace, vocabulary.everyday, vocabulary.commonest)
    concepts = {
        name: concept.phrases
        for name, concept in lexicon.concepts.items()
        if concept.kind is not Kind.answer
    }
    answers = {
        name: concept.phrases
        for name, concept in lexicon.concepts.items()
        if concept.kind is Kind.answer
    }
    cues = {name: rule.phrases for name, rule in lexicon.context_rules.items()}
    # Answers and cues are made of everyday words.
    plain_reader = PhraseReader(lemmas.of, vocabulary.replace)
    concept_matcher = PhraseMatcher(_phrases(concepts, reader), vocabulary.fillers)
    answer_matcher = PhraseMatcher(_phrases(answers, plain_reader), frozenset())
    cue_matcher = PhraseMatcher(_phrases(cues, plain_reader), frozenset())
    targets = {
        *concept_matcher.vocabulary(),
        *answer_matcher.vocabulary(),
        *cue_matcher.vocabulary(),
        *vocabulary.words(),
        *NUMBER_WORDS,
    }
    forms = frozenset({*targets, *_inflected(targets, lemmas)})
    telling = frozenset({*vocabulary.complaints, *_inflected(vocabulary.complaints, lemmas)})
    speller = Speller(
        forms | telling, english_words(), telling, word_ranks(), vocabulary.run_together
    )
    return Resources(
        lexicon=lexicon,
        vocabulary=vocabulary,
        lemmas=lemmas,
        speller=speller,
        clauses=ClauseMarker(vocabulary.clause_words, vocabulary.clause_starts),
        concepts=ConceptFinder(lexicon.concepts, concept_matcher),
        measures=MeasureReader(lexicon.parents, vocabulary.occupations),
        context=ContextReader(lexicon.context_rules, cue_matcher),
        answers=AnswerReader(answer_matcher, vocabulary, lexicon.parents),
    )


def _inflected(bases: Iterable[str], lemmas: Lemmas) -> Iterator[str]:
    """The forms of some words: "vomit" gives "vomits", "vomited"; "swell" gives "swollen"."""
    for lemma in bases:
        yield from lemmas.irregular(lemma)
        stem = lemma.removesuffix("e")
        for form in (
            *(lemma + ending for ending in ("s", "es", "ed", "ing")),
            *(stem + ending for ending in ("ed", "ing")),
            *(lemma + lemma[-1] + ending for ending in ("ed", "ing")),
        ):
            if form in english_words():
                yield form


def _phrases(phrases: dict[str, list[str]], reader: PhraseReader) -> list[tuple[str, Phrase]]:
    return [
        (name, sequence)
        for name, lines in phrases.items()
        for line in lines
        for sequence in reader.read(line, name)
    ]
