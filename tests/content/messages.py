"""Reads files of example messages, and compares messages by their words."""

from __future__ import annotations

import re
from pathlib import Path

from ruamel.yaml import YAML


def plain(text: str) -> str:
    """The words of a message without case, punctuation and the apostrophes people leave out."""
    without_apostrophes = re.sub(r"['’]", "", text.casefold())
    return " ".join(re.findall(r"[^\W_]+|[^\w\s]", re.sub(r"[.,!?]", " ", without_apostrophes)))


def read_examples(path: Path) -> list[tuple[str, str]]:
    """Every (example, intent) of a file of training or test messages."""
    blocks = YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]
    return [
        (line.removeprefix("- ").strip(), block["intent"])
        for block in blocks
        for line in block["examples"].strip().splitlines()
    ]
