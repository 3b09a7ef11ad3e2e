"""Has a message answered, and brings its answers to the person once the turn is written."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter, OrderedDict
from typing import Any, Mapping, Optional, Sequence

from rasa.core.channels.channel import UserMessage

from headache_relief.channels.shared.choices import ExchangedChoices
from headache_relief.channels.shared.history import ASSISTANT, History, message_of
from headache_relief.channels.shared.outgoing import TurnOutput
from headache_relief.channels.shared.ports import Delivery, House, Json
from headache_relief.channels.shared.turns import Received
from headache_relief.metrics.channels import delivering
from headache_relief.records.advisory_locks import TurnOvertaken
from headache_relief.records.arrivals import Arrival
from headache_relief.records.database import StoreError
from headache_relief.records.inbox import Receipt
from headache_relief.records.outbox import READ_AS_A_WHOLE
from headache_relief.records.talk import answer_id
from headache_relief.records.written_turn import WrittenTurn

logger = logging.getLogger(__name__)

MOST_UNKEPT = 1000
TRIES = 3
SECONDS_UNTIL_LEFT_ALONE = 6.0
SECONDS_BETWEEN_LOOKS = 0.1

Key = tuple[str, str]  # a conversation and the id of a message


class LeftWaiting(Exception):
    """The message is not answered now, and nothing behind it may be before."""


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
        self._failures: Counter[tuple[Key, int]] = Counter()  # of showing an answer, by its number

    def was_answered(self, conversation: str, identity: str) -> bool:
        """Whether the message was answered without the database hearing of it."""
        return (conversation, identity) in self._unkept

    async def run(self, message: Received) -> None:
        """Answers a message, or delivers what is left of its answers.

        LeftWaiting when others write in its conversation all the time: the inbox keeps it.
        """
        key = (message.conversation, message.id)
        delivered = message.delivered
        if delivered is not None and message.again:
            delivered = await self._taken_over(message)
            if delivered is None:
                return
        self.delivering.add(key)
        try:
            if delivered is not None:
                await self._deliver_rest(message, delivered)
            elif not message.again or await self._waits(message):
                await self._answer(message)
        finally:
            self.delivering.discard(key)

    def forget(self, conversation: str) -> None:
        """Forgets what is known of a conversation, which is erased."""
        for key in [key for key in self._unkept if key[0] == conversation]:
            del self._unkept[key]
        for failure in [each for each in self._failures if each[0][0] == conversation]:
            del self._failures[failure]

    def rest_of(self, conversation: str, arrival: Arrival) -> list[Received]:
        """What of a conversation may be left of another worker, answers before messages."""
        answered = arrival.undelivered if self._arrives else ()
        return [
            *(
                Received(conversation, each.message_id, "", again=True, delivered=each.delivered)
                for each in answered
            ),
            *(
                Received(conversation, each.message_id, each.content, again=True)
                for each in arrival.waiting
            ),
        ]

    async def note_unkept(self) -> None:
        """Tells the database what was answered while it was away. StoreError."""
        for conversation, identity in list(self._unkept):
            await self._house.records.answered(self._channel, conversation, identity)
            self._unkept.pop((conversation, identity), None)

    async def _answer(self, message: Received) -> None:
        conversation = message.conversation
        await self._delivery.typing(conversation, True)
        try:
            said, written = await self._said(message)
            for number, each in enumerate(said, 1):
                await self._show(message, number, each, written)
        finally:
            await self._delivery.typing(conversation, False)
        if message.wanted and said:
            if message.id not in written.messages:
                await self._settle(message)
            await self._show_state(conversation, written)

    async def _said(self, message: Received) -> tuple[Sequence[Mapping[str, Any]], WrittenTurn]:
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
                return output.messages, await self._house.assistant.answer(asked)
            except TurnOvertaken:
                if not await self._waits(message):
                    return (), WrittenTurn()
        logger.warning("A message waits, as others write in its conversation.")
        raise LeftWaiting

    async def _show(
        self, message: Received, number: int, said: Mapping[str, Any], written: WrittenTurn
    ) -> None:
        if not message.wanted:
            return
        identity = answer_id(message.id, number)
        choices, view = await self._choices.offer(
            message.conversation,
            identity,
            said.get("buttons") or (),
            said.get("view"),
            written.tokens.get(identity),
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
        failure = ((message.conversation, message.id), number)
        try:
            with delivering():
                await self._delivery.message(message.conversation, shown)
        except Exception as error:  # places tell of what they know themselves
            self._failures[failure] += 1
            if not self._arrives or self._failures[failure] < TRIES:
                raise
            logger.error("An answer can't be shown and is left out: %s.", type(error).__name__)
        self._failures.pop(failure, None)
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

    async def _taken_over(self, message: Received) -> Optional[int]:
        """How many of the answers have arrived, once nobody delivers the rest; None when all have.

        Also None when another worker goes on delivering them. StoreError.
        """
        key, records = (message.conversation, message.id), self._house.records
        last = time.monotonic() + SECONDS_UNTIL_LEFT_ALONE
        while message.wanted:
            left = await records.undelivered_in(self._channel, message.conversation)
            delivered = next((each.delivered for each in left if each.message_id == key[1]), None)
            if delivered is None:
                return None
            late = time.monotonic() > last  # whoever had died before is given up by then
            before = time.time() - SECONDS_UNTIL_LEFT_ALONE
            if await records.claim(self._channel, *key, before=before):
                return delivered
            if late:
                return None
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
        return None

    async def _waits(self, message: Received) -> bool:
        """Whether nobody answered the message yet; True while that can't be read.

        What an inbox held and does not know any more was erased.
        """
        try:
            receipt = await self._house.records.known(
                self._channel, message.conversation, message.id
            )
        except StoreError:
            return True
        return receipt is Receipt.working or (receipt is None and not message.again)

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

    async def _show_state(self, conversation: str, written: WrittenTurn) -> None:
        assistant = self._house.assistant
        try:
            if written.slots is None:
                state = await assistant.standing(conversation)
            else:
                state = assistant.state_of(written.slots)
        except StoreError as error:
            logger.error("Where a talk stands could not be read: %s", error)
            return
        await self._delivery.state(conversation, state)
