"""What people do in their direct messages, App Home and the pane, handed to their talk."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Mapping, Sequence
from weakref import WeakValueDictionary

from slack_sdk.web.async_client import AsyncWebClient

from headache_relief.channels.shared.places import said_of
from headache_relief.channels.shared.ports import House
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.shared.talks import Said, Talks
from headache_relief.channels.slack.blocks import answered_blocks, judged_blocks, turned_blocks
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
    first_action,
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
                said = await said_of(self._talks, conversation, identity, heard.text)
                await self._say(conversation, said)
                return
            if await self._first_time(conversation, identity):
                text = self._says.not_read(changed=heard.kind is Kind.edited)
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
                if done.deed is Deed.page:
                    await self._turn_page(conversation, channel, message, done)
                elif done.deed is Deed.thumb:
                    action = str(first_action(body).get("action_id", ""))
                    await self._judge(conversation, channel, message, done, action)
                else:
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
            said = Said(identity, text=done.number, choices=done.tokens)
            await self._talks.receive(conversation, said)
            note = self._wording.picked.format(choice=", ".join(done.titles))
        except Refusal as refusal:
            note = self._says.refusal(refusal)
            if refusal.code not in STALE:
                self._messages.beside(self._messages.tell(conversation, note))
                return
        self._show(channel, message, answered_blocks(message.get("blocks") or (), note))

    async def _turn_page(
        self, conversation: str, channel: str, message: Mapping[str, Any], done: Pressed
    ) -> None:
        """Shows other choices of the same question, while it is open."""
        shown = message.get("blocks") or ()
        try:
            said = (await self._talks.history(conversation))["messages"]
        except Refusal as refusal:
            told = self._messages.tell(conversation, self._says.refusal(refusal))
            self._messages.beside(told)
            return
        asked = next((each for each in said if each["id"] == done.message), None)
        if asked is None or not asked["choices"]:
            self._show(channel, message, answered_blocks(shown, self._wording.stale))
            return
        self._show(channel, message, turned_blocks(shown, asked, self._wording, int(done.number)))

    async def _judge(
        self,
        conversation: str,
        channel: str,
        message: Mapping[str, Any],
        done: Pressed,
        action: str,
    ) -> None:
        """Keeps whether an answer helped; the same thumb again takes it back."""
        try:
            await self._talks.thumb(conversation, done.message, done.helpful)
        except Refusal as refusal:
            told = self._messages.tell(conversation, self._says.refusal(refusal))
            self._messages.beside(told)
            return
        self._show(channel, message, judged_blocks(message.get("blocks") or (), action))

    def _show(
        self, channel: str, message: Mapping[str, Any], blocks: Sequence[Mapping[str, Any]]
    ) -> None:
        """Shows a message anew, beside the acknowledgement."""
        text, timestamp = str(message.get("text", "")), str(message.get("ts"))
        self._messages.beside(self._messages.change(channel, timestamp, text, blocks))

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
