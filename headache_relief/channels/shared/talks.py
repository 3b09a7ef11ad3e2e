"""Everybody's talks over one channel: taken in once, answered in order, shown, erased."""

from __future__ import annotations

import logging
import secrets
import time
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from rasa.core.channels.channel import UserMessage

from headache_relief.channels.incoming import clean
from headache_relief.channels.shared.choices import ExchangedChoices
from headache_relief.channels.shared.history import (
    ASSISTANT,
    History,
    message_of,
    person_message,
)
from headache_relief.channels.shared.limits import Counters, admit
from headache_relief.channels.shared.outgoing import TurnOutput
from headache_relief.channels.shared.ports import Delivery, House, Json
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.shared.turns import Received, Turns
from headache_relief.metrics.channels import watch_waiting
from headache_relief.records.database import StoreError
from headache_relief.records.inbox import Receipt
from headache_relief.records.talk import transcript

logger = logging.getLogger(__name__)

GREETING = "greeting-"  # the ids of what a channel says so that the assistant greets
FIRST_WORDS = "hello"


@dataclass(frozen=True)
class Said:
    """What a person sends under an id of the place's own: a text, or tokens of choices.

    With both the text is what is said, in answer to the question that the tokens belong to.
    """

    id: str
    text: str = ""
    choices: Sequence[str] = ()


class Talks:
    """The talks of one channel; `delivery` shows people what happens in theirs."""

    def __init__(self, channel: str, house: House, delivery: Delivery, counters: Counters) -> None:
        self._channel = channel
        self._house = house
        self._delivery = delivery
        self._counters = counters
        self._choices = ExchangedChoices(house.records)
        self._history = History(house, self._choices)
        self._turns = Turns(self._answer, counters.limits.waiting_messages)
        watch_waiting(channel, self._turns.waiting)
        self._live: dict[str, dict[str, Json]] = {}  # said, and perhaps not stored yet
        self._erasing: set[str] = set()

    async def receive(
        self, conversation: str, said: Said, address: str = "", besides: str = ""
    ) -> None:
        """Takes a message in; its answer follows. The same id again changes nothing.

        Refusal says why it was not taken. `besides` names the tab that shows it already.
        """
        if conversation in self._erasing:
            raise Refusal("unavailable")
        if await self._known(conversation, said.id):
            return
        self._turns.check_room()  # first: whoever tries again then must not use up their amount
        self._check_amount(conversation, said, address)
        text = await self._text(conversation, said)
        if await self._is_new(conversation, said.id, text):
            await self._take(Received(conversation, said.id, text), besides)

    async def greet(self, conversation: str) -> None:
        """Lets the assistant speak first in a talk in which nothing was said yet."""
        if self._turns.busy(conversation) or await self._history.spoken(conversation):
            return
        identity = f"{GREETING}{secrets.token_urlsafe(9)}"
        if not self._turns.busy(conversation):  # another tab may have greeted meanwhile
            self._turns.add(Received(conversation, identity, FIRST_WORDS))

    async def resume(self) -> None:
        """Answers what was taken in and not answered before the assistant ended. StoreError."""
        for waiting in await self._house.records.unanswered(self._channel):
            if await self._has_answer(waiting.conversation, waiting.message_id):
                await self._mark_answered(waiting.conversation, waiting.message_id)
            else:
                message = Received(waiting.conversation, waiting.message_id, waiting.content)
                await self._take(message)

    async def history(self, conversation: str) -> Json:
        """The talk so far and where it stands; Refusal `unavailable` while it can't be read."""
        live = dict(self._live.get(conversation, {}))  # stored perhaps only after it is read
        try:
            messages = await self._history.messages(conversation)
            state = await self._house.assistant.standing(conversation)
        except StoreError as error:
            logger.error("A talk could not be read: %s", error)
            raise Refusal("unavailable") from error
        stored = {message["id"] for message in messages}
        live.update(self._live.get(conversation, {}))
        return {
            "messages": messages + [said for name, said in live.items() if name not in stored],
            "state": state,
        }

    async def transcript(self, conversation: str) -> str:
        """The talk as plain text for the person to keep; Refusal `unavailable`."""
        try:
            return transcript(await self._history.spoken(conversation))
        except StoreError as error:
            logger.error("A talk could not be read: %s", error)
            raise Refusal("unavailable") from error

    async def thumb(self, conversation: str, message: str, helpful: Optional[bool]) -> None:
        """Keeps whether an answer helped; Refusal when the talk has no such answer."""
        admit("too_many_messages", (self._counters.readings, conversation))
        try:
            said = await self._history.spoken(conversation)
            if not any(each.id == message and each.by == ASSISTANT for each in said):
                raise Refusal("bad_request")
            await self._house.records.set_thumb(conversation, message, helpful)
        except StoreError as error:
            logger.error("A thumb could not be kept: %s", error)
            raise Refusal("unavailable") from error

    async def erase(self, conversation: str) -> None:
        """Ends what is in work, unheard, and erases the conversation everywhere; Refusal."""
        self._erasing.add(conversation)
        try:
            await self._turns.drop(conversation)
            self._live.pop(conversation, None)
            await self._house.assistant.erase(conversation)
            await self._delivery.erased(conversation)
        except StoreError as error:
            logger.error("A talk could not be erased: %s", error)
            raise Refusal("unavailable") from error
        finally:
            self._erasing.discard(conversation)

    async def close(self, seconds: float) -> None:
        """Lets what is in work end, at most so many seconds; the inbox keeps the rest."""
        await self._turns.finish(seconds)

    def _check_amount(self, conversation: str, said: Said, address: str) -> None:
        if len(said.text) > self._counters.limits.most_characters:
            raise Refusal("too_long")
        windows = [(self._counters.messages, conversation)]
        if address:
            windows.append((self._counters.messages_by_address, address))
        admit("too_many_messages", *windows)

    async def _text(self, conversation: str, said: Said) -> str:
        if said.choices:
            chosen = await self._choices.text_of(conversation, said.choices)
            return clean(said.text) or chosen
        return clean(said.text)

    async def _known(self, conversation: str, identity: str) -> bool:
        if identity in self._live.get(conversation, {}):
            return True
        try:
            known = await self._house.records.known(self._channel, conversation, identity)
        except StoreError:  # while the database is away danger must be answered all the same
            return False
        return known is not None

    async def _is_new(self, conversation: str, identity: str, text: str) -> bool:
        try:
            receipt = await self._house.records.receive(self._channel, conversation, identity, text)
        except StoreError as error:
            logger.error("A message is answered without being kept first: %s", error)
            return identity not in self._live.get(conversation, {})
        return receipt is Receipt.new

    async def _take(self, message: Received, besides: str = "") -> None:
        shown = person_message(message.id, message.text, time.time())
        self._live.setdefault(message.conversation, {})[message.id] = shown
        self._turns.add(message)
        await self._delivery.message(message.conversation, shown, besides)

    async def _answer(self, message: Received) -> None:
        conversation = message.conversation
        await self._delivery.typing(conversation, True)
        try:
            await self._house.assistant.answer(
                UserMessage(
                    message.text,
                    TurnOutput(self._channel, _Answers(self, message).hand),
                    conversation,
                    input_channel=self._channel,
                    message_id=message.id,
                )
            )
        finally:
            await self._delivery.typing(conversation, False)
        self._forget_live(message)
        if message.wanted:
            await self._mark_answered(conversation, message.id)
            await self._show_state(conversation)

    async def _show_answer(self, message: Received, number: int, said: Mapping[str, Any]) -> None:
        """Shows one thing that the assistant says in answer to a message, as soon as it is said."""
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
            self._live.setdefault(message.conversation, {})[identity] = shown
            await self._delivery.message(message.conversation, shown)

    async def _show_state(self, conversation: str) -> None:
        try:
            state = await self._house.assistant.standing(conversation)
        except StoreError as error:
            logger.error("Where a talk stands could not be read: %s", error)
            return
        await self._delivery.state(conversation, state)

    def _forget_live(self, message: Received) -> None:
        """What the turn said is stored now, and comes from there."""
        live = self._live.get(message.conversation, {})
        kept = {
            identity: shown
            for identity, shown in live.items()
            if identity != message.id and not identity.startswith(f"{message.id}.")
        }
        if kept:
            self._live[message.conversation] = kept
        else:
            self._live.pop(message.conversation, None)

    async def _has_answer(self, conversation: str, identity: str) -> bool:
        said = await self._history.spoken(conversation)
        return any(each.id.startswith(f"{identity}.") for each in said)

    async def _mark_answered(self, conversation: str, identity: str) -> None:
        try:
            await self._house.records.answered(self._channel, conversation, identity)
        except StoreError as error:
            logger.error("An answered message could not be marked so: %s", error)


class _Answers:
    """Numbers the answers to one message."""

    def __init__(self, talks: Talks, message: Received) -> None:
        self._talks = talks
        self._message = message
        self._number = 0

    async def hand(self, said: Mapping[str, Any]) -> None:
        self._number += 1
        await self._talks._show_answer(self._message, self._number, said)
