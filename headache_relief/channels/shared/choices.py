"""Buttons and map regions: the place gets tokens, what they stand for stays on the server."""

from __future__ import annotations

import logging
from typing import Any, Mapping, Optional, Sequence

from headache_relief.channels.shared.ports import Json
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.database import StoreError
from headache_relief.records.offered_choices import HEAD_MAP, Choice, choices_of

logger = logging.getLogger(__name__)

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
        tokens: Optional[Sequence[str]] = None,
    ) -> tuple[list[Json], Optional[Json]]:
        """The choices of a message and its view, with tokens in the place of payloads.

        `tokens` are those that were written with the turn, if they were. Without its records the
        message goes out without choices: its words are what matters.
        """
        offered = choices_of(buttons, view)
        try:
            if tokens is None:
                tokens = (
                    await self._records.offer(conversation, message, offered) if offered else []
                )
        except StoreError as error:
            logger.error("A message went out without its choices: %s", error)
            return [], None if len(offered) > len(buttons) else _plain(view)
        titled = zip(buttons, tokens)
        choices = [{"token": token, "title": button["title"]} for button, token in titled]
        return choices, _with_tokens(view, tokens[len(buttons) :])


def text_of(choices: Sequence[Optional[Choice]]) -> str:
    """What the chosen ones say; Refusal when one is unknown, or its question is past."""
    known = [choice for choice in choices if choice is not None]
    if len(known) < len(choices):
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
