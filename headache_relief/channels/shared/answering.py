"""Has a message answered, and brings its answers to the person once the turn is written."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from typing import Any, Mapping, Sequence

from rasa.core.channels.channel import UserMessage

from headache_relief.channels.shared.choices import ExchangedChoices
from headache_relief.channels.shared.history import ASSISTANT, History, message_of
from headache_relief.channels.shared.outgoing import TurnOutput
from headache_relief.channels.shared.ports import Delivery, House, Json
from headache_relief.channels.shared.turns import Received
from headache_relief.metrics.channels import delivering
from headache_relief.records.advisory_locks import TurnOvertaken
from headache_relief.records.database import StoreError
from headache_relief.records.inbox import Receipt
from headache_relief.records.outbox import READ_AS_A_WHOLE

logger = logging.getLogger(__name__)

MOST_UNKEPT = 1000
TRIES = 3

Key = tuple[str, str]  # a conversation and the id of a message


class Answering:
    """Answers the messages of one channel.

    The turn's events, that the message is answered, and that its answers are to be delivered are
    written together (`records/outbox.py`); only then is anything shown.
    """

    def __init__(
        self,
        channel: str,
        house: House,
        delivery: Delivery,
        choices: ExchangedChoices,
        history: History,
    ) -> None:
        self._channel = channel
        self._house = house
        self._delivery = delivery
        self._choices = choices
        self._history = history
        self._arrives = channel not in READ_AS_A_WHOLE
        self.delivering: set[Key] = set()
        # Answered while the database was away, which does not know of it yet.
        self._unkept: OrderedDict[Key, None] = OrderedDict()

    def was_answered(self, conversation: str, identity: str) -> bool:
        """Whether the message was answered without the database hearing of it."""
        return (conversation, identity) in self._unkept

    async def run(self, message: Received) -> None:
        """Answers a message, or delivers what is left of its answers."""
        key = (message.conversation, message.id)
        self.delivering.add(key)
        try:
            if message.delivered is not None:
                await self._deliver_rest(message, message.delivered)
            elif not message.again or await self._waits(message):
                await self._answer(message)
        finally:
            self.delivering.discard(key)

    async def note_unkept(self) -> None:
        """Tells the database what was answered while it was away. StoreError."""
        for conversation, identity in list(self._unkept):
            await self._house.records.answered(self._channel, conversation, identity)
            self._unkept.pop((conversation, identity), None)

    async def _answer(self, message: Received) -> None:
        conversation = message.conversation
        await self._delivery.typing(conversation, True)
        try:
            said = await self._said(message)
            for number, each in enumerate(said, 1):
                await self._show(message, number, each)
        finally:
            await self._delivery.typing(conversation, False)
        if message.wanted and said:
            await self._settle(message)
            await self._show_state(conversation)

    async def _said(self, message: Received) -> Sequence[Mapping[str, Any]]:
        """What the assistant says; nothing when another worker says it."""
        for _ in range(TRIES):
            output = TurnOutput(self._channel)
            asked = UserMessage(
                message.text,
                output,
                message.conversation,
                input_channel=self._channel,
                message_id=message.id,
            )
            try:
                await self._house.assistant.answer(asked)
                return output.messages
            except TurnOvertaken:
                if not await self._waits(message):
                    break
        else:
            logger.warning("A message waits, as others write in its conversation.")
        return ()

    async def _show(self, message: Received, number: int, said: Mapping[str, Any]) -> None:
        if not message.wanted:
            return
        identity = f"{message.id}.{number}"
        choices, view = await self._choices.offer(
            message.conversation, identity, said.get("buttons") or (), said.get("view")
        )
        shown = message_of(
            identity,
            ASSISTANT,
            said.get("text") or "",
            said.get("timestamp") or time.time(),
            choices,
            said.get("utter_action") or "",
            view,
        )
        if message.wanted:
            await self._deliver(message, number, shown)

    async def _deliver(self, message: Received, number: int, shown: Json) -> None:
        with delivering():
            await self._delivery.message(message.conversation, shown)
        if not self._arrives:
            return
        try:
            await self._house.records.delivered(
                self._channel, message.conversation, message.id, number
            )
        except StoreError as error:
            logger.error("That an answer arrived could not be noted: %s", error)

    async def _deliver_rest(self, message: Received, delivered: int) -> None:
        """Delivers the written answers after the first `delivered` ones. StoreError."""
        beginning = f"{message.id}."
        for shown in await self._history.messages(message.conversation):
            if not message.wanted or not shown["id"].startswith(beginning):
                continue
            number = int(shown["id"].removeprefix(beginning))
            if number > delivered:
                await self._deliver(message, number, shown)
        await self._house.records.settle(self._channel, message.conversation, message.id)

    async def _waits(self, message: Received) -> bool:
        """Whether nobody answered the message yet; True while that can't be read."""
        try:
            receipt = await self._house.records.known(
                self._channel, message.conversation, message.id
            )
        except StoreError:
            return True
        return receipt is not Receipt.answered

    async def _settle(self, message: Received) -> None:
        """A turn that could not be written was answered all the same, and is not to be again."""
        key = (message.conversation, message.id)
        records = self._house.records
        try:
            if await records.known(self._channel, *key) is Receipt.working:
                await records.answered(self._channel, *key)
        except StoreError as error:
            logger.error("An answered message could not be marked so: %s", error)
            self._unkept[key] = None
            if len(self._unkept) > MOST_UNKEPT:
                self._unkept.popitem(last=False)

    async def _show_state(self, conversation: str) -> None:
        try:
            state = await self._house.assistant.standing(conversation)
        except StoreError as error:
            logger.error("Where a talk stands could not be read: %s", error)
            return
        await self._delivery.state(conversation, state)
