"""Shows people in Slack what happens in their talk: always in their own direct messages."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Any, Coroutine, Mapping, Optional, Sequence

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from headache_relief.channels.shared.history import PERSON
from headache_relief.channels.shared.ports import Json
from headache_relief.channels.slack.blocks import fallback, message_blocks, section
from headache_relief.channels.slack.faults import FAULTS, library, passes, reason
from headache_relief.channels.slack.intake import Intake
from headache_relief.channels.slack.pictures import Pictures
from headache_relief.knowledge.slack import SlackWording
from headache_relief.metrics.channels import delivered, given_up, retried

logger = logging.getLogger(__name__)

NAME = "slack"
CONVERSATION = "slack-"
OK = 200
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between tries
GIVES_UP_AFTER = 3600.0  # seconds: what is older would only confuse


def conversation_of(user: str) -> str:
    """The one conversation of a person."""
    return f"{CONVERSATION}{user}"


def user_of(conversation: str) -> str:
    """The person whose conversation it is."""
    return conversation[len(CONVERSATION) :]


@dataclass(frozen=True)
class Place:
    """Where a person talks with the assistant: their direct messages, perhaps in a thread."""

    channel: str
    thread: str = ""


class Messages:
    """What the assistant says to people; the Delivery of this channel."""

    def __init__(self, slack: AsyncWebClient, wording: SlackWording, intake: Intake) -> None:
        self._slack = slack
        self._intake = intake
        self._wording = wording
        self._pictures = Pictures(slack, wording)
        self._dim: set[str] = set()  # conversations of people whom light hurts: no pictures
        self._places: dict[str, Place] = {}
        self._tasks: set[asyncio.Task[Any]] = set()

    def stands(self, conversation: str, place: Place) -> None:
        """The person wrote there last: answers go there."""
        self._places[conversation] = place

    async def typing(self, conversation: str, on: bool) -> None:
        """Slack shows it in the assistant pane, and takes it away with the answer.

        An answer begins once what Slack waits for is taken in.
        """
        place = self._places.get(conversation)
        if place is not None and place.thread:
            status = self._wording.thinking if on else ""
            self.beside(self._show_status(place, status))
        if on:
            await self._intake.rest()

    async def message(self, conversation: str, message: Json, besides: str = "") -> None:
        """Posts what the assistant said; what the person said stands there already."""
        if message["from"] == PERSON:
            return
        pictures: list[Json] = []
        if conversation not in self._dim:
            pictures = await self._pictures.of(message["view"])
        blocks = message_blocks(message, self._wording, pictures)
        taken = await self._post(conversation, message["text"], blocks)
        if pictures and not taken:  # the words must arrive, with the drawing or without
            blocks = message_blocks(message, self._wording)
            await self._post(conversation, message["text"], blocks)

    async def state(self, conversation: str, state: Json) -> None:
        """Where a talk stands shows in Slack only by whether there are pictures."""
        if state.get("light_hurts"):
            self._dim.add(conversation)
        else:
            self._dim.discard(conversation)

    async def erased(self, conversation: str) -> None:
        """Says so, and what of it is not the assistant's to erase."""
        await self.tell(conversation, self._wording.erased)
        self._places.pop(conversation, None)
        self._dim.discard(conversation)

    async def tell(self, conversation: str, text: str) -> None:
        """Says something about the talk that is not part of it."""
        await self._post(conversation, text, [section(text)])

    async def reply(self, address: str, text: str) -> bool:
        """Answers a command where it was used, to that person only; False when it failed.

        The address is Slack's own, given with the command: the channel need not have the app.
        """
        try:
            hook = AsyncWebhookClient(address, logger=library, session=self._slack.session)
            told = await hook.send(
                text=fallback(text), blocks=[section(text)], response_type="ephemeral"
            )
        except FAULTS as error:
            logger.error("Slack did not take a reply to a command: %s.", reason(error))
            return False
        return told.status_code == OK

    async def tell_in_channel(self, channel: str, user: str, text: str, thread: str) -> bool:
        """Says something in a channel that only this person sees; False when Slack refused."""
        told = await self._call(
            "chat.postEphemeral",
            channel=channel,
            user=user,
            text=fallback(text),
            blocks=[section(text)],
            **({"thread_ts": thread} if thread else {}),
        )
        return told is not None

    async def answer_in_channel(self, channel: str, thread: str, text: str) -> None:
        """Says in a thread what everybody may read."""
        blocks = [section(text), section(self._wording.more_in_private)]
        await self._call(
            "chat.postMessage",
            channel=channel,
            thread_ts=thread,
            text=fallback(text),
            blocks=blocks,
            unfurl_links=False,
            unfurl_media=False,
        )

    async def change(
        self, channel: str, timestamp: str, text: str, blocks: Sequence[Mapping[str, Any]]
    ) -> None:
        """Shows a message anew, with other blocks."""
        await self._call(
            "chat.update", channel=channel, ts=timestamp, text=text, blocks=list(blocks)
        )

    async def begin_pane(self, place: Place) -> None:
        """The assistant pane's title and what may be asked there."""
        await self._call(
            "assistant.threads.setSuggestedPrompts",
            channel_id=place.channel,
            thread_ts=place.thread,
            prompts=[{"title": each, "message": each} for each in self._wording.panel_prompts],
        )
        await self._call(
            "assistant.threads.setTitle",
            channel_id=place.channel,
            thread_ts=place.thread,
            title=self._wording.panel_title,
        )

    def beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Does something while Slack's delivery is acknowledged already."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self, seconds: float) -> None:
        """Waits for what is done beside, at most so many seconds, and drops the rest."""
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=seconds)
        for task in list(self._tasks):
            task.cancel()

    async def _post(self, conversation: str, text: str, blocks: Sequence[Json]) -> bool:
        """Says it in the person's own direct messages; False when Slack did not take it."""
        place = await self._place(conversation)
        if place is None:
            return False
        posted = await self._call_until_taken(
            "chat.postMessage",
            channel=place.channel,
            text=fallback(text),
            blocks=list(blocks),
            unfurl_links=False,
            unfurl_media=False,
            **({"thread_ts": place.thread} if place.thread else {}),
        )
        return posted is not None

    async def _place(self, conversation: str) -> Optional[Place]:
        """Where the person talks; after a restart their direct messages."""
        if conversation not in self._places:
            opened = await self._call_until_taken("conversations.open", users=user_of(conversation))
            if opened is None:
                return None
            self._places[conversation] = Place(opened["channel"]["id"])
        return self._places[conversation]

    async def _show_status(self, place: Place, status: str) -> None:
        await self._call(
            "assistant.threads.setStatus",
            channel_id=place.channel,
            thread_ts=place.thread,
            status=status,
        )

    async def _call_until_taken(self, method: str, **said: Any) -> Optional[Any]:
        """Slack's answer, asked for again while it is out of reach; None when it refuses."""
        pause, last = FIRST_PAUSE, time.monotonic() + GIVES_UP_AFTER
        while True:
            try:
                answer = await self._slack.api_call(method, json=said)
                delivered(NAME)
                return answer
            except FAULTS as error:
                if not passes(error) or time.monotonic() > last:
                    given_up(NAME)
                    logger.error("Slack did not take a call of %s: %s.", method, reason(error))
                    return None
                logger.warning("Slack can't be reached (%s).", reason(error))
                retried(NAME)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _call(self, method: str, **said: Any) -> Optional[Any]:
        """Slack's answer; None when it could not be reached or refused, which is logged."""
        try:
            answer = await self._slack.api_call(method, json=said)
            delivered(NAME)
            return answer
        except FAULTS as error:
            given_up(NAME)
            logger.error("Slack did not take a call of %s: %s.", method, reason(error))
            return None
