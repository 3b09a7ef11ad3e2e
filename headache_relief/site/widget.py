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

    @property
    def pin(self) -> str:
        """The attributes that let browsers run exactly this build, by its hash."""
        return f'integrity="{self.files[self.launcher].integrity}" crossorigin="anonymous"'

    def tag(self, server: str, *, pinned: bool = False) -> str:
        """The script tag that embeds the widget of a server; `pinned` to exactly this build."""
        source = f'src="{escape(server)}{ADDRESS}{self.launcher}"'
        return f"<script {source}{f' {self.pin}' if pinned else ''} defer></script>"


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
