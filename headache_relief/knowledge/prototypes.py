"""Loads `data/prototypes`: what people in danger say, and what sounds alike but is harmless.

One file a red flag, `<flag>.yml`, `harmless.yml`, and in `messages` whole messages, one JSON a
line, with the flag and the tier of each or why it is harmless. The semantic danger layer learns
from all of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Collection, Iterable, Iterator, Mapping, Optional, Union

from pydantic import Field, root_validator

from headache_relief.knowledge.base import Entry, Identifier, Sentence, Tier
from headache_relief.knowledge.yaml_files import DATA, KnowledgeError, read_entry, read_yaml

PROTOTYPES = DATA / "prototypes"
HARMLESS = "harmless.yml"
MESSAGES = "messages"


class NearMiss(Entry):
    """A text that sounds like a danger sign; `tier` is the highest that it deserves by itself."""

    text: Sentence
    tier: Tier
    why: Sentence


class HarmlessPhrase(Entry):
    """Ordinary talk that deserves no tier above self-care."""

    text: Sentence
    why: Sentence


class FlagPrototypes(Entry):
    """The file of one red flag: each phrase by itself should raise the flag."""

    flag: Identifier
    phrases: list[Sentence] = Field(min_items=1)
    near_misses: list[NearMiss] = []


class HarmlessPrototypes(Entry):
    """`harmless.yml`."""

    phrases: list[HarmlessPhrase] = Field(min_items=1)


@dataclass(frozen=True)
class Prototype:
    """A text with the red flag that it should raise, or none, and the tier that it deserves."""

    text: str
    flag: Optional[str]
    tier: Tier


@lru_cache(maxsize=2)
def load_prototypes(directory: Path = PROTOTYPES) -> Mapping[str, FlagPrototypes]:
    """The prototypes of each flag; KnowledgeError names the file and key of a mistake."""
    found: dict[str, FlagPrototypes] = {}
    for path in sorted(directory.glob("*.yml")):
        if path.name == HARMLESS:
            continue
        entry = read_entry(path.name, path.stem, read_yaml(path), FlagPrototypes)
        if entry.flag != path.stem:
            raise KnowledgeError(
                f"{path.name}: flag: it says '{entry.flag}'; name the file {entry.flag}.yml."
            )
        found[entry.flag] = entry
    return found


@lru_cache(maxsize=2)
def load_harmless(directory: Path = PROTOTYPES) -> HarmlessPrototypes:
    """The ordinary talk; KnowledgeError names the file and key of a mistake."""
    path = directory / HARMLESS
    return read_entry(path.name, path.stem, read_yaml(path), HarmlessPrototypes)


class Message(Entry):
    """A whole message: `tier` and `flag` tell what it deserves; a harmless one says `why`."""

    text: Sentence
    flag: Optional[Identifier] = None
    tier: Tier = Tier.none
    why: Optional[Sentence] = None
    batch: int = 1  # messages of one batch were written at one time

    @root_validator(skip_on_failure=True)
    def _danger_has_a_flag(cls, values: dict[str, Any]) -> dict[str, Any]:
        if (values["flag"] is None) == (values["why"] is None):
            raise ValueError("give either the flag and tier of a danger, or why it is harmless")
        return values


@lru_cache(maxsize=2)
def load_messages(directory: Path = PROTOTYPES) -> Mapping[str, tuple[Message, ...]]:
    """The messages of each file; KnowledgeError names the file, the line and the mistake."""
    return {
        path.stem: tuple(_messages_in(path))
        for path in sorted((directory / MESSAGES).glob("*.jsonl"))
    }


def _messages_in(path: Path) -> Iterator[Message]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            body = json.loads(line)
        except json.JSONDecodeError as error:
            raise KnowledgeError(f"{path.name}: line {number}: {error.msg}.") from None
        yield read_entry(path.name, f"line {number}", body, Message)


def prototypes(tiers: Mapping[str, Tier], directory: Path = PROTOTYPES) -> tuple[Prototype, ...]:
    """Every text of the files with what it should raise; `tiers` are the flags' tiers."""
    of_flags = load_prototypes(directory).values()
    messages = [message for file in load_messages(directory).values() for message in file]
    named = {*(entry.flag for entry in of_flags), *(m.flag for m in messages if m.flag)}
    unknown = sorted(named - set(tiers))
    if unknown:
        raise KnowledgeError(
            f"prototypes: flag: red_flags.yml has no '{unknown[0]}'; add it or mend the name."
        )
    return (
        *(Prototype(text, e.flag, tiers[e.flag]) for e in of_flags for text in e.phrases),
        *(Prototype(near.text, None, near.tier) for e in of_flags for near in e.near_misses),
        *(Prototype(p.text, None, Tier.none) for p in load_harmless(directory).phrases),
        *(Prototype(message.text, message.flag, message.tier) for message in messages),
    )


def faults_in_prototypes(flags: Collection[str], directory: Path = PROTOTYPES) -> list[str]:
    """What does not fit: a file of no flag, and a text that stands there twice."""
    try:
        files: dict[str, Union[FlagPrototypes, HarmlessPrototypes]] = dict(
            load_prototypes(directory)
        )
        files["harmless"] = load_harmless(directory)
        messages = load_messages(directory)
    except KnowledgeError as error:
        return [str(error)]
    faults = [
        f"{name}.yml: flag: red_flags.yml has no '{name}'; add it there or mend the name."
        for name in files
        if name != "harmless" and name not in flags
    ]
    faults += [
        f"{name}.jsonl: flag: red_flags.yml has no '{message.flag}'; mend the name."
        for name, of_file in messages.items()
        for message in of_file
        if message.flag is not None and message.flag not in flags
    ]
    texts = {f"{name}.yml": _texts(entry) for name, entry in files.items()}
    texts.update({f"{name}.jsonl": [m.text for m in of] for name, of in messages.items()})
    return faults + list(_duplicates(texts))


def _duplicates(files: Mapping[str, Iterable[str]]) -> Iterator[str]:
    homes: dict[str, str] = {}
    for name, texts in files.items():
        for text in texts:
            plain = " ".join(text.lower().split())
            if plain in homes:
                yield f'{name}: "{text}" stands in {homes[plain]} too; keep one of them.'
            homes.setdefault(plain, name)


def _texts(entry: Union[FlagPrototypes, HarmlessPrototypes]) -> Iterable[str]:
    if isinstance(entry, HarmlessPrototypes):
        return [phrase.text for phrase in entry.phrases]
    return [*entry.phrases, *(near.text for near in entry.near_misses)]
