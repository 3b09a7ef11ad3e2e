"""The known tellings of each red flag, to show which of them a message is like."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Sequence

import numpy as np

from headache_relief.assessment.triage import Likeness
from headache_relief.knowledge.prototypes import Prototype
from headache_relief.rasa_parts.danger_model import Example
from headache_relief.rasa_parts.danger_passages import Passage
from headache_relief.rasa_parts.plain_model import Array, load_learnt, save_learnt

SHOWN = 3


@dataclass(frozen=True)
class Tellings:
    """Texts that each raise a flag, with their vectors (rows; none without an encoder)."""

    texts: Sequence[str]
    flags: Array
    vectors: Array

    @classmethod
    def of(cls, prototypes: Sequence[Prototype], examples: Sequence[Example]) -> "Tellings":
        """Those of the prototypes that raise a flag; `examples` are theirs, in order."""
        raising = [
            (prototype.text, prototype.flag, example.passages[0].vector)
            for prototype, example in zip(prototypes, examples, strict=True)
            if prototype.flag is not None and example.passages
        ]
        rows = [vector for _, _, vector in raising if vector is not None]
        return cls(
            texts=[text for text, _, _ in raising],
            flags=np.array([flag for _, flag, _ in raising], dtype=str),
            vectors=np.stack(rows) if len(rows) == len(raising) else np.empty((0, 0)),
        )

    def nearest(self, flag: str, passage: Passage) -> tuple[Likeness, ...]:
        """The flag's tellings that are most like the passage; none without vectors."""
        if passage.vector is None or not self.vectors.size:
            return ()
        places = np.flatnonzero(self.flags == flag)
        alike = self.vectors[places] @ passage.vector
        return tuple(
            Likeness(self.texts[places[best]], round(float(alike[best]), 3))
            for best in np.argsort(-alike)[:SHOWN]
        )

    def save(self, file: Path) -> None:
        """Writes them as words and numbers."""
        texts = np.array(self.texts, dtype=str)
        save_learnt(file, {"texts": texts, "flags": self.flags, "vectors": self.vectors})

    @classmethod
    def load(cls, file: Path) -> "Tellings":
        """Those that `save` wrote."""
        kept = load_learnt(file)
        return cls(kept["texts"].tolist(), kept["flags"], kept["vectors"])
