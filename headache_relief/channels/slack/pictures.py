"""Drawings for Slack: drawn once, uploaded once, then shown in blocks with words beside them."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import dataclass
from functools import partial
from typing import Any, Callable, Mapping, Optional

from slack_sdk.web.async_client import AsyncWebClient

from headache_relief.channels.shared.ports import Json
from headache_relief.channels.slack.faults import FAULTS, reason
from headache_relief.channels.slack.texts import shortened
from headache_relief.drawings.pictures import head_map_png, spots_png
from headache_relief.knowledge.slack import SlackWording
from headache_relief.records.offered_choices import HEAD_MAP

logger = logging.getLogger(__name__)

LONGEST_ALTERNATIVE = 1_000
SECONDS = 3.0  # an answer does not wait longer for its drawing


@dataclass(frozen=True)
class _Drawing:
    """A drawing: by which name it is known, how it is made, and what it shows in words."""

    name: str
    draw: Callable[[], Optional[bytes]]
    words: str


class Pictures:
    """Drawings of guided steps and the head map; Slack keeps each file once, seen where shown."""

    def __init__(self, slack: AsyncWebClient, wording: SlackWording) -> None:
        self._slack = slack
        self._wording = wording
        self._files: dict[str, str] = {}

    async def of(self, view: Optional[Mapping[str, Any]]) -> list[Json]:
        """The image blocks of a view; none when there is no drawing or Slack did not take it."""
        drawing = self._drawing(view) if view else None
        if drawing is None:
            return []
        try:
            file = await asyncio.wait_for(self._file(drawing), SECONDS)
        except (*FAULTS, ValueError) as error:
            logger.error("A drawing could not be shown: %s.", reason(error))
            return []
        words = shortened(drawing.words, LONGEST_ALTERNATIVE)
        return [{"type": "image", "slack_file": {"id": file}, "alt_text": words}]

    def _drawing(self, view: Mapping[str, Any]) -> Optional[_Drawing]:
        if view["kind"] == "guide_step" and view["step"].get("spots"):
            step = view["step"]
            words = self._wording.picture.format(number=view["number"], text=step["text"])
            name = json.dumps(step["spots"], sort_keys=True)
            return _Drawing(name, partial(spots_png, step["spots"]), words)
        if view["kind"] == HEAD_MAP and view["regions"]:
            regions = [{"id": each["id"], "figure": each["figure"]} for each in view["regions"]]
            listed = [f"{n} {each['title']}" for n, each in enumerate(view["regions"], 1)]
            words = self._wording.map_picture.format(places=", ".join(listed))
            return _Drawing(json.dumps(regions), partial(head_map_png, regions), words)
        return None

    async def _file(self, drawing: _Drawing) -> str:
        if drawing.name not in self._files:
            content = await asyncio.to_thread(drawing.draw)
            if content is None:
                raise ValueError("nothing is drawn")
            told = await self._slack.files_upload_v2(content=content, filename="drawing.png")
            self._files[drawing.name] = str(told["files"][0]["id"])
        return self._files[drawing.name]
