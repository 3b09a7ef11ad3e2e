"""What people do in their direct messages, App Home and the pane, handed to their talk."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Mapping
from weakref import WeakValueDictionary

from slack_sdk.web.async_client import AsyncWebClient

from headache_relief.channels.shared.ports import House
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.shared.talks import Said, Talks
from headache_relief.channels.slack.blocks import answered_blocks
from headache_relief.channels.slack.delivery import (
    Messages,
    Place,
    conversation_of,
)
from headache_relief.channels.slack.faults import FAULTS, reason
from headache_relief.channels.slack.home import consent_modal, home_view
from headache_relief.channels.slack.incoming import (
    Deed,
    Heard,
    Kind,
    Pressed,
    is_direct,
    pressed,
    thread_of,
)
from headache_relief.channels.slack.says import Says
from headache_relief.knowledge.slack import SlackWording
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

NAME = "slack"
CONSENT = "consent"
STALE = ("stale_choice", "unknown_choice")


class Desk:
    """Takes in what people say and press, in the order in which it came."""

    def __init__(
        self,
        house: House,
        slack: AsyncWebClient,
        talks: Talks,
        messages: Messages,
        says: Says,
        wording: SlackWording,
    ) -> None:
        self._house = house
        self._slack = slack
        self._talks = talks
        self._messages = messages
        self._says = says
        self._wording = wording
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def hear(self, heard: Heard, identity: str) -> None:
        """A message event of somebody's direct messages."""
        if heard.kind is Kind.ignored:
            return
        conversation = conversation_of(heard.user)
        self._messages.stands(conversation, Place(heard.channel, heard.thread))
        async with self._line(conversation):
            if heard.kind is Kind.said:
                await self._say(conversation, Said(identity, text=heard.text))
                return
            text = self._wording.edited if heard.kind is Kind.edited else self._wording.text_only
            if await self._first_time(conversation, identity):
                self._messages.beside(self._messages.tell(conversation, text))

    async def act(self, body: Mapping[str, Any], user: str) -> None:
        """Something was pressed in a message; only in the person's own direct messages."""
        channel = (body.get("container") or {}).get("channel_id")
        message = body.get("message")
        if not is_direct(channel) or not isinstance(message, dict):
            return
        conversation = conversation_of(user)
        done = pressed(body)
        if done.deed is Deed.privacy:
            await self.show_privacy(str(body.get("trigger_id", "")), conversation)
        elif done.deed is not Deed.nothing:
            self._messages.stands(conversation, Place(channel, thread_of(message)))
            async with self._line(conversation):
                await self._choose(conversation, channel, message, done)

    async def open_pane(self, place: Place, user: str) -> None:
        """Somebody opened the assistant pane."""
        conversation = conversation_of(user)
        self._messages.stands(conversation, place)
        self._messages.beside(self._messages.begin_pane(place))
        await self._greet(conversation)

    async def open_home(self, user: str) -> None:
        """Somebody looks at App Home."""
        view = home_view(self._wording, self._house.session)
        await self._call("views.publish", user_id=user, view=view)

    async def start(self, trigger: str, user: str) -> None:
        """The button of App Home: the talk begins, and what is kept is shown first."""
        conversation = conversation_of(user)
        await self.show_privacy(trigger, conversation, starting=True)
        await self._greet(conversation)

    async def erase(self, user: str) -> None:
        """Erases all that is kept of the person's talk."""
        conversation = conversation_of(user)
        try:
            await self._talks.erase(conversation)
        except Refusal as refusal:
            await self._messages.tell(conversation, self._says.refusal(refusal))

    async def show_privacy(self, trigger: str, conversation: str, starting: bool = False) -> None:
        """Opens the modal; whoever has not agreed yet can do so there."""
        state = await self._standing(conversation)
        asks = state.get("asked") == CONSENT or (starting and not state.get("consent"))
        view = consent_modal(self._wording, self._house.session, asks)
        await self._call("views.open", trigger_id=trigger, view=view)

    async def agree(self, view: Mapping[str, Any], user: str) -> None:
        """The modal was agreed to; it counts only while the talk asks for it."""
        conversation = conversation_of(user)
        if (await self._standing(conversation)).get("asked") == CONSENT:
            said = Said(f"modal-{view.get('id')}", text=self._wording.agree)
            async with self._line(conversation):
                await self._say(conversation, said)

    async def _choose(
        self, conversation: str, channel: str, message: Mapping[str, Any], done: Pressed
    ) -> None:
        identity = f"{channel}-{message.get('ts')}"
        if not done.tokens:
            self._messages.beside(self._messages.tell(conversation, self._wording.nothing_ticked))
            return
        if await self._known(conversation, identity):
            return
        try:
            await self._talks.receive(conversation, await self._said(conversation, identity, done))
            note = self._wording.picked.format(choice=", ".join(done.titles))
        except Refusal as refusal:
            note = self._says.refusal(refusal)
            if refusal.code not in STALE:
                self._messages.beside(self._messages.tell(conversation, note))
                return
        blocks = answered_blocks(message.get("blocks") or (), note)
        text = str(message.get("text", ""))
        self._messages.beside(self._messages.change(channel, str(message.get("ts")), text, blocks))

    async def _said(self, conversation: str, identity: str, done: Pressed) -> Said:
        if done.deed is Deed.choice:
            return Said(identity, choices=done.tokens)
        try:
            kept = await self._house.records.look_up(conversation, done.tokens[0])
        except StoreError as error:
            raise Refusal("unavailable") from error
        if kept is None:
            raise Refusal("unknown_choice")
        if not kept.newest:
            raise Refusal("stale_choice")
        return Said(identity, text=done.number)

    async def _say(self, conversation: str, said: Said) -> None:
        try:
            await self._talks.receive(conversation, said)
        except Refusal as refusal:
            told = self._messages.tell(conversation, self._says.refusal(refusal))
            self._messages.beside(told)

    async def _greet(self, conversation: str) -> None:
        try:
            await self._talks.greet(conversation)
        except StoreError as error:
            logger.error("A talk could not be read: %s", error)
            await self._messages.tell(conversation, self._says.failed())

    async def _first_time(self, conversation: str, identity: str) -> bool:
        """Marks an event that is no part of the talk as dealt with; False when it was before."""
        if await self._known(conversation, identity):
            return False
        try:
            await self._house.records.receive(NAME, conversation, identity, "")
            await self._house.records.answered(NAME, conversation, identity)
        except StoreError as error:
            logger.error("An event is answered without being kept: %s", error)
        return True

    async def _known(self, conversation: str, identity: str) -> bool:
        try:
            return await self._house.records.known(NAME, conversation, identity) is not None
        except StoreError:  # while the database is away everything is new
            return False

    async def _standing(self, conversation: str) -> Mapping[str, Any]:
        try:
            return await self._house.assistant.standing(conversation)
        except StoreError as error:
            logger.error("Where a talk stands could not be read: %s", error)
            return {}

    async def _call(self, method: str, **said: Any) -> None:
        try:
            await self._slack.api_call(method, json=said)
        except FAULTS as error:
            logger.error("Slack did not take a call of %s: %s.", method, reason(error))

    def _line(self, conversation: str) -> asyncio.Lock:
        return self._lines.setdefault(conversation, asyncio.Lock())
