"""Buttons and map regions: the place gets tokens, what they stand for stays on the server."""

from __future__ import annotations

import logging
from typing import Any, Mapping, Optional, Sequence

from headache_relief.channels.shared.ports import Json
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

HEAD_MAP = "head_map"
ASKING_VIEWS = ("checklist", "scale", HEAD_MAP)


class ExchangedChoices:
    """Exchanges the payloads of a message for tokens, and tokens for what they stand for."""

    def __init__(self, records: ChannelRecords) -> None:
        self._records = records

    async def offer(
        self,
        conversation: str,
        message: str,
        buttons: Sequence[Mapping[str, Any]],
        view: Optional[Mapping[str, Any]],
    ) -> tuple[list[Json], Optional[Json]]:
        """The choices of a message and its view, with tokens in the place of payloads.

        Without its records the message goes out without choices: its words are what matters.
        """
        regions = view["regions"] if view and view["kind"] == HEAD_MAP else []
        offered = [(part["title"], part.get("payload") or part["title"]) for part in buttons]
        offered += [(region["title"], region["payload"]) for region in regions]
        try:
            tokens = await self._records.offer(conversation, message, offered) if offered else []
        except StoreError as error:
            logger.error("A message went out without its choices: %s", error)
            return [], None if regions else _plain(view)
        titled = zip(buttons, tokens)
        choices = [{"token": token, "title": button["title"]} for button, token in titled]
        return choices, _with_tokens(view, tokens[len(buttons) :])

    async def text_of(self, conversation: str, tokens: Sequence[str]) -> str:
        """What the chosen tokens say; Refusal when one is unknown here, or its question is past."""
        try:
            chosen = [await self._records.look_up(conversation, token) for token in tokens]
        except StoreError as error:
            logger.error("A choice could not be looked up: %s", error)
            raise Refusal("unavailable") from error
        known = [choice for choice in chosen if choice is not None]
        if len(known) < len(chosen):
            raise Refusal("unknown_choice")
        if not all(choice.newest for choice in known):
            raise Refusal("stale_choice")
        return ", ".join(dict.fromkeys(choice.payload for choice in known))


def answered_view(view: Optional[Mapping[str, Any]]) -> Optional[Json]:
    """The view of a message whose question is past: those that only ask are gone."""
    return None if view is None or view["kind"] in ASKING_VIEWS else _plain(view)


def _plain(view: Optional[Mapping[str, Any]]) -> Optional[Json]:
    return None if view is None else dict(view)


def _with_tokens(view: Optional[Mapping[str, Any]], tokens: Sequence[str]) -> Optional[Json]:
    if view is None or view["kind"] != HEAD_MAP:
        return _plain(view)
    regions = [
        {
            "id": region["id"],
            "figure": region["figure"],
            "title": region["title"],
            "token": token,
        }
        for region, token in zip(view["regions"], tokens)
    ]
    return {**view, "regions": regions}
