"""The built chat widget: its files, and the tag that embeds it."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Mapping

DIST = Path(__file__).resolve().parents[2] / "widget" / "dist"
ADDRESS = "/widget/"


class WidgetMissing(Exception):
    """The widget was not built; the message is one sentence that says what to do."""


@dataclass(frozen=True)
class File:
    """One built file, plain and compressed, with the hash that browsers check it against."""

    content: bytes
    compressed: bytes
    integrity: str


@dataclass(frozen=True)
class Widget:
    """The launcher and everything that it loads."""

    version: str
    launcher: str
    files: Mapping[str, File]

    def tag(self, server: str, *, pinned: bool = False, **attributes: str) -> str:
        """The script tag that embeds the widget; `pinned` to exactly this build by its hash."""
        told = {f"data-{name.replace('_', '-')}": value for name, value in attributes.items()}
        parts = {"src": f"{server}{ADDRESS}{self.launcher}", **told}
        if pinned:
            integrity = self.files[self.launcher].integrity
            parts.update({"integrity": integrity, "crossorigin": "anonymous"})
        written = " ".join(f'{name}="{escape(value)}"' for name, value in parts.items())
        return f"<script {written} defer></script>"


def load_widget(folder: Path = DIST) -> Widget:
    """The widget as built in the folder. WidgetMissing."""
    try:
        manifest = json.loads((folder / "manifest.json").read_text())
        files = {
            name: _file((folder / name).read_bytes(), about["integrity"])
            for name, about in manifest["files"].items()
        }
        return Widget(manifest["version"], manifest["launcher"], files)
    except (OSError, ValueError, KeyError) as error:
        raise WidgetMissing("The chat widget is not built: run `make setup`.") from error


def _file(content: bytes, integrity: str) -> File:
    return File(content, gzip.compress(content, 9, mtime=0), integrity)
