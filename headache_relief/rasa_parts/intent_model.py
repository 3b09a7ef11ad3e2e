"""The model behind the intent classifier: one linear model over three views of a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Sequence

import numpy
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import SGDClassifier

from headache_relief.language import reader
from headache_relief.rasa_parts.plain_model import load_learnt, save_learnt

# The beginning of a long message says what it is for; findings are read from all of it.
MOST_CHARACTERS = 600


@dataclass
class IntentModel:
    """Logistic regression over a text's lemmas, its letters, and what was found in it."""

    classifier: SGDClassifier
    lemmas: TfidfVectorizer = field(
        default_factory=lambda: TfidfVectorizer(
            ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+"
        )
    )
    letters: TfidfVectorizer = field(
        default_factory=lambda: TfidfVectorizer(
            analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2
        )
    )
    findings: TfidfVectorizer = field(default_factory=lambda: TfidfVectorizer(token_pattern=r"\S+"))

    def fit(self, texts: Sequence[str], intents: Sequence[str]) -> None:
        """Learns the intents of the texts."""
        views = (
            self.lemmas.fit_transform([lemmas_of(text) for text in texts]),
            self.letters.fit_transform([letters_of(text) for text in texts]),
            self.findings.fit_transform([findings_of(text) for text in texts]),
        )
        self.classifier.fit(hstack(views).tocsr(), list(intents))

    def confidences(self, text: str) -> tuple[Sequence[str], numpy.ndarray[Any, Any]]:
        """The intents, and the confidence (0 to 1) of each for this text."""
        return self.classifier.classes_, self.classifier.predict_proba(self._features(text))[0]

    def _features(self, text: str) -> csr_matrix:
        views = (
            self.lemmas.transform([lemmas_of(text)]),
            self.letters.transform([letters_of(text)]),
            self.findings.transform([findings_of(text)]),
        )
        return hstack(views).tocsr()

    def save(self, file: Path) -> None:
        """Writes what was learnt, as text and numbers."""
        save_learnt(file, self.classifier, self._views())

    @classmethod
    def load(cls, file: Path, untrained: SGDClassifier) -> "IntentModel":
        """The model that `save` wrote."""
        model = cls(untrained)
        load_learnt(file, model.classifier, model._views())
        return model

    def _views(self) -> dict[str, TfidfVectorizer]:
        return {"lemmas": self.lemmas, "letters": self.letters, "findings": self.findings}


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
