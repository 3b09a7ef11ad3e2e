"""Everybody's talks over one channel: taken in once, answered in order, shown, erased."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from dataclasses import dataclass
from typing import Optional, Sequence
from weakref import WeakValueDictionary

from rasa.core.lock_store import LockError

from headache_relief.channels.incoming import clean
from headache_relief.channels.shared.answering import Answering, LeftWaiting
from headache_relief.channels.shared.choices import ExchangedChoices, text_of
from headache_relief.channels.shared.emergencies import Emergencies
from headache_relief.channels.shared.history import (
    ASSISTANT,
    History,
    person_message,
)
from headache_relief.channels.shared.limits import Counters, admit, taken, wait_for
from headache_relief.channels.shared.ports import Delivery, House, Json
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.shared.sweeping import Sweeper
from headache_relief.channels.shared.turns import Received, Turns
from headache_relief.metrics.channels import received, taken_up, watch_waiting
from headache_relief.records.arrivals import Arrival
from headache_relief.records.database import StoreError
from headache_relief.records.inbox import Receipt
from headache_relief.records.talk import GREETING, SAID_BY_NOBODY, transcript

logger = logging.getLogger(__name__)

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
        self._emergencies = Emergencies(house.tells_of_emergency, counters)
        self._choices = ExchangedChoices(house.records)
        self._history = History(house, self._choices)
        self._answering = Answering(channel, house, delivery, self._choices, self._history)
        self._sweeper = Sweeper(
            channel, house.records, self._answering, self._is_ours, self._take_up, house.busy
        )
        self._turns = Turns(self._answer, counters.limits.waiting_messages)
        watch_waiting(channel, self._turns.waiting)
        self._live: dict[str, dict[str, Json]] = {}  # said, and perhaps not stored yet
        self._ours: set[tuple[str, str]] = set()  # messages in work here, by conversation and id
        self._erasing: set[str] = set()
        # Whoever takes something into a conversation, or erases it, does so alone.
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._resumed = asyncio.Event()
        self._resumed.set()
        self._sweeping: Optional[asyncio.Task[None]] = None

    async def receive(
        self, conversation: str, said: Said, address: str = "", besides: str = ""
    ) -> None:
        """Takes a message in; its answer follows. The same id again changes nothing.

        Refusal says why it was not taken. `besides` names the tab that shows it already.
        """
        await self._resumed.wait()  # what came before the start is answered first
        async with self._alone_in(conversation):
            if self._is_ours(conversation, said.id):
                return
            arrival = await self._arrival(conversation, said)
            if arrival is not None and arrival.receipt is not None:
                return
            # First: whoever tries again then must not use up their amount.
            self._turns.check_room()
            self._check_amount(conversation, said, address)
            text = _text(said, arrival)
            if arrival is not None:
                self._take_up_rest(conversation, arrival)
            message = Received(conversation, said.id, text, address=address)
            if await self._is_new(message):
                received(self._channel)
                await self._take(message, besides)

    async def greet(self, conversation: str, address: str = "") -> None:
        """Lets the assistant speak first in a talk in which nothing was said yet."""
        if conversation in self._erasing:
            return
        async with self._alone_in(conversation):
            if self._turns.busy(conversation) or await self._history.spoken(conversation):
                return
            identity = f"{GREETING}{secrets.token_urlsafe(9)}"
            self._add(Received(conversation, identity, FIRST_WORDS, address=address))

    async def resume(self) -> None:
        """Answers and delivers what was left before the assistant ended, and goes on looking.

        StoreError when that can't be read now; it is looked for again all the same.
        """
        self._resumed.clear()
        try:
            await self._sweeper.at_start()
        finally:
            self._resumed.set()
            if self._sweeping is None:
                self._sweeping = asyncio.create_task(self._sweeper.run())

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
            async with self._lock(conversation):
                await self._turns.drop(conversation)
                self._live.pop(conversation, None)
                self._ours = {key for key in self._ours if key[0] != conversation}
                await self._house.assistant.erase(conversation)
                self._answering.forget(conversation)
                await self._delivery.erased(conversation)
        except (StoreError, LockError) as error:
            logger.error("A talk could not be erased (%s).", type(error).__name__)
            raise Refusal("unavailable") from error
        finally:
            self._erasing.discard(conversation)

    async def close(self, seconds: float) -> None:
        """Answers what waits, at most so many seconds; the inbox keeps the rest."""
        if self._sweeping is not None:
            self._sweeping.cancel()
        await self._turns.finish(seconds)

    def _lock(self, conversation: str) -> asyncio.Lock:
        return self._locks.setdefault(conversation, asyncio.Lock())

    def _alone_in(self, conversation: str) -> asyncio.Lock:
        """The conversation's lock; Refusal while it is being erased."""
        if conversation in self._erasing:
            raise Refusal("unavailable")
        return self._lock(conversation)

    def _is_ours(self, conversation: str, identity: str) -> bool:
        """Whether the message is in work here, or was answered without anybody knowing."""
        known = (conversation, identity) in self._ours
        return known or self._answering.was_answered(conversation, identity)

    def _check_amount(self, conversation: str, said: Said, address: str) -> None:
        if len(said.text) > self._counters.limits.most_characters:
            raise Refusal("too_long")
        windows = [(self._counters.messages, conversation)]
        if address:
            windows.append((self._counters.messages_by_address, address))
        if taken(*windows) or self._emergencies.let_past(conversation, clean(said.text)):
            return
        raise Refusal("too_many_messages", wait_for(*windows))

    async def _arrival(self, conversation: str, said: Said) -> Optional[Arrival]:
        """What is known of the message; None while the database is away.

        Danger must be answered all the same then.
        """
        records = self._house.records
        try:
            return await records.arrival(
                self._channel, conversation, said.id, said.choices, with_rest=records.shared
            )
        except StoreError as error:
            logger.error("A message comes in unseen by the database: %s", error)
            return None

    async def _is_new(self, message: Received) -> bool:
        """Whether the message was never taken in before, which it is now."""
        key = (message.conversation, message.id)
        try:
            receipt = await self._house.records.receive(self._channel, *key, message.text)
        except StoreError as error:
            logger.error("A message is answered without being kept first: %s", error)
            message.kept = False
            return not self._is_ours(*key)
        return receipt is Receipt.new

    async def _take(self, message: Received, besides: str = "") -> None:
        shown = self._keep_live(message)
        self._add(message)
        await self._delivery.message(message.conversation, shown, besides)

    def _take_up_rest(self, conversation: str, arrival: Arrival) -> None:
        """Takes up what the worker had before that led this conversation until now."""
        for message in self._answering.rest_of(conversation, arrival):
            if not self._is_ours(conversation, message.id):
                self._take_up(message)

    def _take_up(self, message: Received) -> None:
        """Goes on with what somebody else took in."""
        taken_up(self._channel)
        if message.delivered is None and not message.id.startswith(SAID_BY_NOBODY):
            self._keep_live(message)
        self._add(message)

    def _keep_live(self, message: Received) -> Json:
        """What the person said, shown in the history until it is stored."""
        shown = person_message(message.id, message.text, time.time())
        self._live.setdefault(message.conversation, {})[message.id] = shown
        return shown

    def _add(self, message: Received) -> None:
        self._ours.add((message.conversation, message.id))
        self._turns.add(message)

    async def _answer(self, message: Received) -> None:
        try:
            await self._keep_pace(message)
            await self._answering.run(message)
        except LeftWaiting:
            for behind in self._turns.take_out(message.conversation):
                self._ends(behind)
        finally:
            self._ends(message)

    def _ends(self, message: Received) -> None:
        """The message is not in work here any more."""
        self._ours.discard((message.conversation, message.id))
        self._forget_live(message)

    async def _keep_pace(self, message: Received) -> None:
        """Waits while the message's address has its share of turns, unless it is an emergency."""
        turns, address = self._counters.turns_by_address, message.address
        if not address:
            return
        if turns.wait(address) > 0 and not self._house.tells_of_emergency(message.text):
            while message.wanted and (seconds := turns.wait(address)) > 0:
                await asyncio.sleep(seconds)
        turns.take(address)

    def _forget_live(self, message: Received) -> None:
        """What the person said is stored now, and comes from there."""
        live = self._live.get(message.conversation, {})
        live.pop(message.id, None)
        if not live:
            self._live.pop(message.conversation, None)


def _text(said: Said, arrival: Optional[Arrival]) -> str:
    """What is said; Refusal when it is told by tokens that are not known."""
    if not said.choices:
        return clean(said.text)
    if arrival is None:
        raise Refusal("unavailable")
    chosen = text_of(arrival.choices)
    return clean(said.text) or chosen
