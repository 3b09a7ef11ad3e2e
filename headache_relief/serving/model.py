"""The trained model's file, and whether it still fits what it was trained from."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Iterator

from headache_relief.serving.errors import ServingError
from headache_relief.settings import ROOT

MODEL_NAME = "headache-relief"
CHECKSUM = "sha256"
TRAINED_FROM = (
    "config.yml",
    "domain.yml",
    "requirements.lock",
    "data/**/*.yml",
    "headache_relief/knowledge/**/*.py",
    "headache_relief/language/**/*.py",
    "headache_relief/rasa_parts/**/*.py",
    "headache_relief/vectors/**/*.py",
)


class Freshness(str, Enum):
    """How the trained model stands to its sources."""

    missing = "missing"
    stale = "stale"
    fresh = "fresh"


@dataclass(frozen=True)
class ModelFiles:
    """Where the model of a checkout lies, with the record of what it was trained from."""

    root: Path = ROOT

    @property
    def model(self) -> Path:
        return self.root / "models" / f"{MODEL_NAME}.tar.gz"

    @property
    def record(self) -> Path:
        return self.root / "models" / f"{MODEL_NAME}.json"

    def sources(self) -> Iterator[Path]:
        """The files that the model is trained from, in a fixed order."""
        for pattern in TRAINED_FROM:
            yield from sorted(path for path in self.root.glob(pattern) if path.is_file())

    def fingerprint(self) -> str:
        """A SHA-256 of the names and contents of all sources."""
        digest = hashlib.sha256()
        for path in self.sources():
            digest.update(str(path.relative_to(self.root)).encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def freshness(self) -> Freshness:
        """Whether the model is there, and is trained from the sources as they stand now."""
        if not self.model.exists():
            return Freshness.missing
        written = self._written()
        fits = written.get("trained_from") == self.fingerprint() and CHECKSUM in written
        return Freshness.fresh if fits else Freshness.stale

    def keep_record(self, fingerprint: str) -> None:
        """Writes beside the model what it was trained from, and its checksum."""
        written = {"trained_from": fingerprint, CHECKSUM: _checksum(self.model)}
        self.record.write_text(json.dumps(written) + "\n")

    def existing_model(self) -> Path:
        """The model's file; ServingError when nothing has been trained yet."""
        if not self.model.exists():
            raise ServingError(
                "There is no trained model: run `make setup` or `headache-relief train`."
            )
        return self.model

    def trusted_model(self) -> Path:
        """The model's file, as training wrote it; ServingError when it is missing or another one.

        A model is read by code that believes it: nothing but our own may be loaded.
        """
        model = self.existing_model()
        if self._written().get(CHECKSUM) != _checksum(model):
            raise ServingError(
                f"The model {model.name} is not the one that training wrote here: train it anew "
                "with `headache-relief train`."
            )
        return model

    def _written(self) -> dict[str, str]:
        """What training noted of the model; nothing when that is missing or damaged."""
        try:
            written = json.loads(self.record.read_text())
        except (OSError, ValueError):
            return {}
        return written if isinstance(written, dict) else {}


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, CHECKSUM).hexdigest()
