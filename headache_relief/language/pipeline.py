"""The spaCy components: tokeniser, base forms, clauses, findings with their context, answers.

Each component keeps its part of the message in `Doc.user_data`, because a finding's offsets belong
to the text as sent and not to the repaired words of the Doc. (Annotations stay real types here:
spaCy reads those of a factory.)
"""

from pathlib import Path
from typing import Callable, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from headache_relief.language.context import Context
from headache_relief.language.languages import guess_language
from headache_relief.language.matcher import Match
from headache_relief.language.measures import Reading
from headache_relief.language.negation import Mention
from headache_relief.language.normalise import clean
from headache_relief.language.numbers import lone_number, read_numbers
from headache_relief.language.resources import Resources, load_resources
from headache_relief.language.understanding import Finding
from headache_relief.language.words import (
    Word,
    is_like_a_name,
    repair_words,
    replace_words,
    split_words,
)

TEXT, WORDS, FINDINGS = "text", "words", "findings"
ANSWERS, LANGUAGE, NUMBER = "answers", "language", "number"


Component = Callable[[Doc], Doc]


class LayTokenizer:
    """Text to a Doc of repaired words."""

    def __init__(self, vocab: Vocab, resources: Resources) -> None:
        self._vocab = vocab
        self._resources = resources

    def __call__(self, text: str) -> Doc:
        resources = self._resources
        vocabulary = resources.vocabulary
        as_sent = replace_words(split_words(clean(text, vocabulary.pictures)), vocabulary.replace)
        mended = repair_words(as_sent, lambda word: self._mend(text, word))
        words = read_numbers(replace_words(mended, vocabulary.replace))
        for word in words:
            word.lemma = resources.lemmas.of(word.form)
        resources.clauses.mark(words)
        doc = Doc(self._vocab, words=[word.form for word in words])
        doc.user_data.update({TEXT: text, WORDS: words})
        language = guess_language(as_sent, resources.speller.is_word, vocabulary.languages)
        doc.user_data[LANGUAGE] = language
        doc.user_data[NUMBER] = lone_number(words, vocabulary.around_numbers)
        return doc

    def _mend(self, text: str, word: Word) -> Sequence[str]:
        speller = self._resources.speller
        if is_like_a_name(text, word):
            return speller.mend_name(word.form)
        return speller.mend(word.form)


def add_to(nlp: Language, lexicon_directory: Path) -> None:
    """Gives a blank pipeline the tokeniser and the components."""
    resources = load_resources(lexicon_directory)
    nlp.tokenizer = LayTokenizer(nlp.vocab, resources)
    for name, make in COMPONENTS.items():
        Language.factory(name, default_config={"lexicon_directory": ""}, func=make)
        nlp.add_pipe(name, config={"lexicon_directory": str(lexicon_directory)})


def make_sentences(nlp: Language, name: str, lexicon_directory: str) -> Component:
    """Base forms and sentence starts, as the tokeniser found them, for whoever reads the Doc."""

    def mark(doc: Doc) -> Doc:
        words: list[Word] = doc.user_data[WORDS]
        before = -1
        for token, word in zip(doc, words, strict=True):
            token.lemma_ = word.lemma
            token.is_sent_start = word.sentence != before
            before = word.sentence
        return doc

    return mark


def make_findings(nlp: Language, name: str, lexicon_directory: str) -> Component:
    """Concepts and measures with their context."""
    resources = load_resources(Path(lexicon_directory))

    def find(doc: Doc) -> Doc:
        words: list[Word] = doc.user_data[WORDS]
        readings = _readings(resources, words)
        mentions = [_mention(resources, reading) for reading in readings]
        contexts = resources.context.read(words, mentions)
        findings = [
            _finding(doc.user_data[TEXT], words, reading, context)
            for reading, context in zip(readings, contexts, strict=True)
            if not context.withdrawn
        ]
        doc.spans["findings"] = [
            Span(doc, reading.tokens[0], reading.tokens[-1] + 1, label=reading.concept)
            for reading in readings
        ]
        doc.user_data[FINDINGS] = tuple(findings)
        return doc

    return find


def make_answers(nlp: Language, name: str, lexicon_directory: str) -> Component:
    """The answers that the message is, or begins with."""
    resources = load_resources(Path(lexicon_directory))

    def answer(doc: Doc) -> Doc:
        doc.user_data[ANSWERS] = resources.answers.read(doc.user_data[WORDS])
        return doc

    return answer


COMPONENTS = {
    "lay_sentences": make_sentences,
    "lay_findings": make_findings,
    "lay_answers": make_answers,
}


def _readings(resources: Resources, words: list[Word]) -> list[Reading]:
    matches = resources.concepts.find(words)
    concepts = resources.lexicon.concepts
    readings = [Reading(m.label, concepts[m.label].kind.value, m.tokens) for m in matches]
    measured = resources.measures.read(words, readings)
    readings = [reading for reading in readings if not _is_measured(reading, measured)]
    return sorted([*readings, *measured], key=lambda r: (r.tokens[0], r.tokens[-1], r.concept))


def _is_measured(reading: Reading, measured: list[Reading]) -> bool:
    """True for what a number at the same words tells better."""
    tokens = set(reading.tokens)
    for measure in measured:
        if not tokens.intersection(measure.tokens):
            continue
        if measure.concept == reading.concept:
            return True
        if reading.kind == "duration" and measure.kind == "measure":
            return True
        if reading.kind == "course" and measure.concept.endswith("painkiller_days"):
            return True
    return False


def _mention(resources: Resources, reading: Reading) -> Mention:
    concept = resources.lexicon.concepts.get(reading.concept)
    lasting = concept is not None and concept.lasting
    return Mention(Match(reading.concept, reading.tokens), reading.kind, lasting)


def _finding(text: str, words: list[Word], reading: Reading, context: Context) -> Finding:
    start = min(words[place].start for place in reading.tokens)
    end = max(words[place].end for place in reading.tokens)
    return Finding(
        concept=reading.concept,
        kind=reading.kind,
        status=context.status,
        who=context.who,
        when=context.when,
        start=start,
        end=end,
        sentence=words[reading.tokens[0]].sentence,
        value=reading.value,
        words=text[start:end],
        aside=context.aside,
    )
