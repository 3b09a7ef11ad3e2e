"""Drawings for Slack: drawn once, uploaded once, then shown in blocks with words beside them."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any, Mapping, Optional, Sequence

from slack_sdk.web.async_client import AsyncWebClient

from headache_relief.channels.shared.ports import Json
from headache_relief.channels.slack.faults import FAULTS, reason
from headache_relief.channels.slack.texts import shortened
from headache_relief.drawings.pictures import spots_png
from headache_relief.knowledge.slack import SlackWording

logger = logging.getLogger(__name__)

LONGEST_ALTERNATIVE = 1_000
SECONDS = 3.0  # an answer does not wait longer for its drawing


class Pictures:
    """The drawings of guided steps; Slack keeps each file once, seen only where it is shown."""

    def __init__(self, slack: AsyncWebClient, wording: SlackWording) -> None:
        self._slack = slack
        self._wording = wording
        self._files: dict[str, str] = {}

    async def of(self, view: Optional[Mapping[str, Any]]) -> list[Json]:
        """The image blocks of a view; none when there is no drawing or Slack did not take it."""
        if view is None or view["kind"] != "guide_step" or not view["step"].get("spots"):
            return []
        try:
            file = await asyncio.wait_for(self._file(view["step"]["spots"]), SECONDS)
        except (*FAULTS, ValueError) as error:
            logger.error("A drawing could not be shown: %s.", reason(error))
            return []
        words = self._wording.picture.format(number=view["number"], text=view["step"]["text"])
        shown = {"id": file}
        return [
            {
                "type": "image",
                "slack_file": shown,
                "alt_text": shortened(words, LONGEST_ALTERNATIVE),
            }
        ]

    async def _file(self, spots: Sequence[Mapping[str, str]]) -> str:
        name = json.dumps(spots, sort_keys=True)
        if name not in self._files:
            content = await asyncio.to_thread(spots_png, spots)
            if content is None:
                raise ValueError("nothing is drawn")
            told = await self._slack.files_upload_v2(content=content, filename="step.png")
            self._files[name] = str(told["files"][0]["id"])
        return self._files[name]
