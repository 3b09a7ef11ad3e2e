"""What the tests of the language package share: the reader of the real lexicon, and short looks."""

from collections.abc import Callable
from typing import Optional

import pytest

from headache_relief.language.reader import Reader, default_reader
from headache_relief.language.understanding import Finding


@pytest.fixture(scope="session")
def reader() -> Reader:
    return default_reader()


@pytest.fixture(scope="session")
def found(reader: Reader) -> Callable[[str, str], Optional[Finding]]:
    """The first finding of a concept in a text, or None."""

    def look(text: str, concept: str) -> Optional[Finding]:
        findings = [f for f in reader.read(text).findings if f.concept == concept]
        return findings[0] if findings else None

    return look


@pytest.fixture(scope="session")
def concepts(reader: Reader) -> Callable[[str], set[str]]:
    """The concepts that a text says are so now."""
    return lambda text: {f.concept for f in reader.read(text).findings if f.holds}
