"""What single words are: the content of `words.yml` and `emoji.yml`, and the English word list."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Mapping

from headache_relief.knowledge.base import Entry
from headache_relief.knowledge.yaml_files import read_entry, read_yaml

ENGLISH_WORDS = "frequency_dictionary_en_82_765.txt"

EVERYDAY_COUNT = 300


class _WordsFile(Entry):
    replace: dict[str, str]
    join: dict[str, str]
    lemmas: dict[str, str]
    fillers: list[str]
    everyday: list[str]
    polite: list[str]
    after_answer: list[str]
    around_numbers: list[str]
    occupations: list[str]
    clause_words: list[str]
    clause_starts: list[str]
    complaints: list[str]
    run_together: list[str]
    languages: dict[str, list[str]]


class _EmojiFile(Entry):
    emoji: dict[str, str]


@dataclass(frozen=True)
class Vocabulary:
    """How single words are read; every word in lower case and without apostrophes."""

    replace: Mapping[tuple[str, ...], tuple[str, ...]]
    lemmas: Mapping[str, str]
    fillers: frozenset[str]
    everyday: frozenset[str]
    commonest: frozenset[str]
    polite: frozenset[str]
    after_answer: frozenset[str]
    around_numbers: frozenset[str]
    occupations: frozenset[str]
    clause_words: frozenset[str]
    clause_starts: frozenset[str]
    complaints: frozenset[str]
    run_together: frozenset[str]
    languages: Mapping[str, frozenset[str]]
    pictures: Mapping[str, str]

    def words(self) -> frozenset[str]:
        """Every word that the files mention: none of them is a typing mistake."""
        sources = [form for forms in self.replace for form in forms]
        targets = [form for forms in self.replace.values() for form in forms]
        return frozenset([*sources, *targets, *self.lemmas, *self.lemmas.values(), *self.fillers])


def load_vocabulary(directory: Path) -> Vocabulary:
    """The vocabulary of a lexicon directory; KnowledgeError names what is wrong in a file."""
    words = read_entry("words.yml", "words", read_yaml(directory / "words.yml"), _WordsFile)
    commonest = commonest_words(EVERYDAY_COUNT) | frozenset([*words.fillers, *words.clause_words])
    emoji = read_entry("emoji.yml", "emoji", read_yaml(directory / "emoji.yml"), _EmojiFile)
    return Vocabulary(
        replace={
            tuple(source.split()): tuple(target.split())
            for source, target in {**words.replace, **words.join}.items()
        },
        lemmas=words.lemmas,
        fillers=frozenset(words.fillers),
        everyday=commonest | frozenset(words.everyday),
        commonest=commonest,
        polite=frozenset(words.polite),
        after_answer=frozenset(words.after_answer),
        around_numbers=frozenset(words.around_numbers),
        occupations=frozenset(words.occupations),
        clause_words=frozenset(words.clause_words),
        clause_starts=frozenset(words.clause_starts),
        complaints=frozenset(words.complaints),
        run_together=frozenset(words.run_together),
        languages={code: frozenset(forms) for code, forms in words.languages.items()},
        pictures=emoji.emoji,
    )


@lru_cache(maxsize=1)
def _ranked_english_words() -> tuple[str, ...]:
    text = resources.files("symspellpy").joinpath(ENGLISH_WORDS).read_text(encoding="utf-8-sig")
    return tuple(line.split(" ", 1)[0] for line in text.splitlines())


@lru_cache(maxsize=1)
def english_words() -> frozenset[str]:
    """About 83,000 English words in lower case, from the frequency list that symspellpy carries."""
    return frozenset(_ranked_english_words())


def commonest_words(count: int) -> frozenset[str]:
    """The English words used most, among them nearly all that mean little alone."""
    return frozenset(_ranked_english_words()[:count])


@lru_cache(maxsize=1)
def word_ranks() -> Mapping[str, int]:
    """The place of each English word by how much it is used; 0 is the commonest."""
    return {word: rank for rank, word in enumerate(_ranked_english_words())}
