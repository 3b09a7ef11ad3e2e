"""The base form of an English word, for verbs and nouns.

Comparatives stay as they are: "worse" and "worst" must not become "bad". The tables are those of
spacy-lookups-data (WordNet's exceptions, rules and index).
"""

from __future__ import annotations

from typing import AbstractSet, Any, Callable, Mapping, Optional

from spacy.lookups import load_lookups

PARTS_OF_SPEECH = ("verb", "noun")
SHORTEST = 4


class Lemmas:
    """Looks up base forms; `own` gives some by hand, `words` are English words."""

    def __init__(self, own: Mapping[str, str], words: AbstractSet[str]) -> None:
        lookups = load_lookups("en", ["lemma_exc", "lemma_index", "lemma_rules"])
        self._exceptions: Any = lookups.get_table("lemma_exc")
        self._rules: dict[str, list[list[str]]] = lookups.get_table("lemma_rules")
        index: Any = lookups.get_table("lemma_index")
        self._index = {part: frozenset(index[part]) for part in PARTS_OF_SPEECH}
        self._irregular = _forms_by_base(self._exceptions)
        self._words = words
        self._known: dict[str, str] = dict(own)

    def irregular(self, base: str) -> tuple[str, ...]:
        """The forms of a base form that follow no rule: "swell" gives "swollen"."""
        return self._irregular.get(base, ())

    def of(self, form: str) -> str:
        """The base form of a word in lower case; a word that is not known stays as it is."""
        lemma = self._known.get(form)
        if lemma is None:
            lemma = self._find(form)
            # Only letters are kept, so that endless numbers can't fill the memory.
            if form.isalpha() and len(self._known) < 50_000:
                self._known[form] = lemma
        return lemma

    def _find(self, form: str) -> str:
        for part in PARTS_OF_SPEECH:
            exceptions = self._exceptions[part].get(form)
            if exceptions:
                return str(exceptions[0])
        if len(form) < SHORTEST or form.endswith(("ss", "us", "is")):
            return form
        if form in self._index["verb"]:
            return form
        for is_base in (self._is_indexed, self._is_irregular):
            for part in PARTS_OF_SPEECH:
                lemma = self._by_rule(form, part, is_base)
                if lemma is not None:
                    return self._known.get(lemma, lemma)
        return form

    def _by_rule(self, form: str, part: str, is_base: Callable[[str, str], bool]) -> Optional[str]:
        for old, new in self._rules[part]:
            base = form[: len(form) - len(old)] + new
            if form.endswith(old) and is_base(base, part):
                return base
        return None

    def _is_indexed(self, base: str, part: str) -> bool:
        return base in self._index[part]

    def _is_irregular(self, base: str, part: str) -> bool:
        """True for "hurt" and its like, which the index leaves out."""
        return len(base) >= SHORTEST and base in self._words


def _forms_by_base(exceptions: Any) -> Mapping[str, tuple[str, ...]]:
    forms: dict[str, tuple[str, ...]] = {}
    for part in PARTS_OF_SPEECH:
        for form, bases in exceptions[part].items():
            if form.isalpha():
                forms[bases[0]] = (*forms.get(bases[0], ()), form)
    return forms
