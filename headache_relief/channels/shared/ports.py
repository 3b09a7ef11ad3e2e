"""What a channel needs of the assistant around it; the server hands it over at start."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Awaitable, Callable, Mapping, Protocol, Sequence

from rasa.core.channels.channel import UserMessage

from headache_relief.channels.shared.limits import Limits
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.leadership import Leadership, OnlyWorker
from headache_relief.records.written_turn import WrittenTurn

Json = dict[str, Any]


class Assistant(Protocol):
    """Answers messages and knows where each conversation stands."""

    async def answer(self, message: UserMessage) -> WrittenTurn:
        """Answers over the message's output channel, whatever fails; conversations keep order.

        Returns what was written with the turn; TurnOvertaken, and nothing is said or written.
        """

    async def standing(self, conversation: str) -> Json:
        """Where the conversation stands, as the protocol's State. StoreError."""

    def state_of(self, slots: Mapping[str, Any]) -> Json:
        """The State of a conversation with these slots."""

    async def events(self, conversation: str) -> Sequence[Mapping[str, Any]]:
        """The conversation's events as Rasa stores them, oldest first. StoreError."""

    async def erase(self, conversation: str) -> None:
        """Deletes all that is kept of the conversation, in memory and in the database."""


def _no_emergency(text: str) -> bool:
    return False


async def _nobody_else(conversation: str) -> bool:
    return False


@dataclass(frozen=True)
class House:
    """The assistant, its records, and what a new session is told of the site.

    `session` are the fields of the protocol's Session, less the token; `leadership` decides whether
    this worker does what only one of all may do; `busy` tells whether any worker has a message of a
    conversation in work (StoreError); `tells_of_emergency` whether a text does so by itself.
    """

    assistant: Assistant
    records: ChannelRecords
    session: Mapping[str, Any]
    limits: Limits = Limits()
    leadership: Leadership = field(default_factory=OnlyWorker)
    busy: Callable[[str], Awaitable[bool]] = _nobody_else
    tells_of_emergency: Callable[[str], bool] = _no_emergency


class Delivery(Protocol):
    """How a place shows people what happens in their conversation."""

    async def typing(self, conversation: str, on: bool) -> None:
        """The assistant began, or ended, working on an answer."""

    async def message(self, conversation: str, message: Json, besides: str = "") -> None:
        """Something was said, as the protocol's Message; `besides` names who knows already."""

    async def state(self, conversation: str, state: Json) -> None:
        """Where the conversation stands after a turn."""

    async def erased(self, conversation: str) -> None:
        """Everything of the conversation was erased; nobody is to see it any longer."""
