"""The pattern language of the lexicon's phrases (described in data/lexicon/README.md)."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import Callable, Iterable, Mapping, Optional

from headache_relief.knowledge.yaml_files import KnowledgeError
from headache_relief.language.words import split_apostrophe

PIECE = re.compile(r"\([^()]*\)|[^\s()]+")
ALLOWED = re.compile(r"[^\s()|\"]+(\|[^\s()|\"]+)*")
MOST_VARIANTS = 256


@dataclass(frozen=True)
class Element:
    """One place in a phrase: a word out of `lemmas` or exactly one of `forms`, a number, a gap.

    `between` holds the least and the greatest value of a number.
    """

    lemmas: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    between: Optional[tuple[float, float]] = None
    is_gap: bool = False

    @property
    def is_anchor(self) -> bool:
        """True when the element names words by which a phrase can be looked up."""
        return self.between is None and not self.is_gap


Phrase = tuple[Element, ...]
GAP = Element(is_gap=True)
NUMBER = re.compile(r"#(?:(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?))?")
ANY_NUMBER = (0.0, float("inf"))


@dataclass(frozen=True)
class PhraseReader:
    """Reads phrases with the same word rules as messages are read with."""

    lemma: Callable[[str], str]
    replace: Mapping[tuple[str, ...], tuple[str, ...]]
    everyday: frozenset[str] = frozenset()
    commonest: frozenset[str] = frozenset()

    def read(self, phrase: str, place: str) -> list[Phrase]:
        """The plain sequences that a phrase stands for; `place` names it in an error.

        Optional words never leave a single word of `everyday`, or only words of `commonest`.
        """
        text = self._join_pairs(phrase.strip().lower())
        pieces = PIECE.findall(text)
        if "".join(pieces).replace(" ", "") != text.replace(" ", ""):
            raise KnowledgeError(f"{place}: '{phrase}': close every bracket, and nest none.")
        variants = [self._variants(piece, phrase, place) for piece in pieces]
        count = 1
        for choices in variants:
            count *= len(choices)
        if count > MOST_VARIANTS:
            raise KnowledgeError(f"{place}: '{phrase}': split it, it stands for {count} phrases.")
        sequences = {tuple(itertools.chain(*choice)) for choice in itertools.product(*variants)}
        for sequence in sequences:
            if not any(element.is_anchor for element in sequence):
                raise KnowledgeError(f"{place}: '{phrase}': name at least one word that must be.")
        trimmed = {_trimmed(sequence) for sequence in sequences}
        if len(trimmed) == 1:
            return list(trimmed)
        return [kept for sequence in trimmed if (kept := self._saying_something(sequence))]

    def _saying_something(self, phrase: Phrase) -> Phrase:
        """The phrase, unless leaving out optional words has left too little: "can't", "when I"."""
        if len(phrase) == 1:
            lemmas, forms = phrase[0].lemmas - self.everyday, phrase[0].forms - self.everyday
            return (Element(lemmas, forms),) if lemmas or forms else ()
        if all(self.commonest.issuperset(e.lemmas | e.forms) for e in phrase if e.is_anchor):
            return ()
        return phrase

    def _join_pairs(self, text: str) -> str:
        for source, target in self.replace.items():
            if len(source) == 2:
                text = re.sub(rf"(?<![\w|=]){source[0]} {source[1]}(?![\w|])", target[0], text)
        return text

    def _variants(self, piece: str, phrase: str, place: str) -> list[Phrase]:
        if piece.startswith("("):
            inside = PIECE.findall(piece[1:-1])
            choices = [self._variants(part, phrase, place) for part in inside]
            full = [tuple(itertools.chain(*choice)) for choice in itertools.product(*choices)]
            return [*full, ()]
        if piece == "...":
            return [(GAP,)]
        number = NUMBER.fullmatch(piece)
        if number:
            low, high = number.groups()
            limits = (float(low), float(high)) if low else ANY_NUMBER
            return [(Element(between=limits),)]
        if not ALLOWED.fullmatch(piece):
            raise KnowledgeError(f"{place}: '{phrase}': '{piece}' is not a word or words with '|'.")
        return self._words(piece.split("|"))

    def _words(self, alternatives: Iterable[str]) -> list[Phrase]:
        """One element for all one-word alternatives, and a variant for each longer one."""
        lemmas: set[str] = set()
        forms: set[str] = set()
        longer: list[Phrase] = []
        for alternative in alternatives:
            if alternative.startswith("="):
                forms.add(alternative[1:].replace("'", ""))
                continue
            parts = self._parts(alternative)
            if len(parts) == 1:
                lemmas.add(self.lemma(parts[0]))
            else:
                longer.append(tuple(Element(frozenset({self.lemma(part)})) for part in parts))
        if "go" in lemmas:
            # "Gone" is a base form of its own: "it has gone" is not "it goes".
            lemmas.add("gone")
        if lemmas or forms:
            return [(Element(frozenset(lemmas), frozenset(forms)),), *longer]
        return longer

    def _parts(self, alternative: str) -> list[str]:
        parts: list[str] = []
        for half in re.findall(r"\d+|[^\W\d_]+(?:'[^\W\d_]+)*", alternative):
            for form in split_apostrophe(half):
                parts += self.replace.get((form,), (form,))
        return parts or [alternative]


def _trimmed(sequence: Phrase) -> Phrase:
    """A gap at either end means nothing."""
    elements = list(sequence)
    while elements and elements[0].is_gap:
        elements.pop(0)
    while elements and elements[-1].is_gap:
        elements.pop()
    return tuple(elements)
