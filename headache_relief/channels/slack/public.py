"""Questions in a channel: what is general is answered there, what is personal never."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from rasa.core.channels.channel import UserMessage

from headache_relief.channels.incoming import clean
from headache_relief.channels.shared.outgoing import TurnOutput
from headache_relief.channels.shared.ports import House
from headache_relief.channels.slack.delivery import CONVERSATION
from headache_relief.knowledge.slack import SlackWording
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

LOOKED_AT = f"{CONVERSATION}look-"
OFFERS = "utter_ask_begin"  # ends an answer to a general question; it asks about one's own head
GENERAL = "hypothetical"
HARMLESS_KINDS = ("relief", "trigger")  # "does massage help" is read as a relief
DANGER = "danger"


@dataclass(frozen=True)
class Look:
    """What the assistant would say to a text alone.

    `public` is what may stand in a channel, empty when nothing; `danger` the safety text.
    """

    public: str = ""
    danger: str = ""


class Looks:
    """Has a text answered in a talk of its own, which is in memory only and erased at once."""

    def __init__(self, house: House, wording: SlackWording, channel: str) -> None:
        self._house = house
        self._public = frozenset(wording.answered_in_public)
        self._personal = _any_of(wording.personal_words)
        self._general = _any_of(wording.general_words)
        self._channel = channel

    async def at(self, text: str) -> Look:
        """What may be said about the text in public, and whether it tells of danger.

        When that can't be told it is neither: the text is then answered in private.
        """
        conversation = f"{LOOKED_AT}{secrets.token_urlsafe(12)}"
        output = TurnOutput(self._channel)
        message = UserMessage(clean(text), output, conversation, input_channel=self._channel)
        try:
            await self._house.assistant.answer(message)
            events = await self._house.assistant.events(conversation)
            return self._judged(text, output.messages, _parsed(events))
        except StoreError as error:
            logger.error("A question in a channel could not be looked at: %s", error)
            return Look(danger=_danger(output.messages))
        finally:
            await asyncio.shield(self._forget(conversation))

    def _judged(
        self, text: str, said: Sequence[Mapping[str, Any]], parsed: Optional[Mapping[str, Any]]
    ) -> Look:
        danger = _danger(said)
        if danger or parsed is None or not said:
            return Look(danger=danger)
        names = [each.get("utter_action") for each in said]
        general = names[0] in self._public and names[1:] in ([], [OFFERS])
        if not general or self._names_somebody(text) or _tells(parsed):
            return Look()
        return Look(public=str(said[0].get("text") or ""))

    def _names_somebody(self, text: str) -> bool:
        plain = self._general.sub(" ", text.replace("’", "'"))
        return self._personal.search(plain) is not None

    async def _forget(self, conversation: str) -> None:
        try:
            await self._house.assistant.erase(conversation)
        except StoreError as error:
            logger.error("A question in a channel could not be forgotten: %s", error)


def _any_of(words: Sequence[str]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, words))})\b", re.IGNORECASE)


def _danger(said: Sequence[Mapping[str, Any]]) -> str:
    texts = [
        str(each.get("text") or "")
        for each in said
        if (each.get("view") or {}).get("kind") == DANGER
    ]
    return "\n".join(texts)


def _parsed(events: Sequence[Mapping[str, Any]]) -> Optional[Mapping[str, Any]]:
    found = [event.get("parse_data") for event in events if event["event"] == "user"]
    return found[-1] if found else None


def _tells(parsed: Mapping[str, Any]) -> bool:
    """Whether the text tells something about somebody: a finding of now, or a danger sign."""
    understanding = parsed.get("understanding") or {}
    screen = parsed.get("screen") or {}
    return bool(screen.get("red_flags")) or any(
        finding["when"] != GENERAL and finding["kind"] not in HARMLESS_KINDS
        for finding in understanding.get("findings") or ()
    )
