"""The helper in channels: mentions and the command, answered where their answers may stand."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass

from headache_relief.channels.shared.limits import Counters, admit
from headache_relief.channels.shared.ports import House
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.shared.talks import Said, Talks
from headache_relief.channels.slack.delivery import Messages, conversation_of
from headache_relief.channels.slack.public import Looks
from headache_relief.channels.slack.says import Says
from headache_relief.knowledge.slack import SlackWording
from headache_relief.records.database import StoreError
from headache_relief.records.inbox import Receipt

logger = logging.getLogger(__name__)

INBOX = "slack-channels"


@dataclass(frozen=True)
class Asked:
    """A question in a channel.

    It is `quiet` when nobody else saw it: then nobody sees the answer. `reply` is the address that
    Slack gives with a command.
    """

    id: str
    user: str
    channel: str
    thread: str
    text: str
    quiet: bool = False
    reply: str = ""


class Helper:
    """Answers general questions where they were asked, and moves the rest to direct messages."""

    def __init__(
        self,
        house: House,
        talks: Talks,
        messages: Messages,
        says: Says,
        looks: Looks,
        wording: SlackWording,
        counters: Counters,
    ) -> None:
        self._house = house
        self._talks = talks
        self._messages = messages
        self._says = says
        self._looks = looks
        self._wording = wording
        self._counters = counters
        self._in_work: set[str] = set()

    async def take(self, asked: Asked) -> None:
        """Takes a question in; the answer follows. The same id again changes nothing."""
        if asked.id in self._in_work:
            return
        self._in_work.add(asked.id)
        try:
            new = await self._is_new(asked)
        except BaseException:
            self._in_work.discard(asked.id)
            raise
        if new:
            self._messages.beside(self._answer(asked))
        else:
            self._in_work.discard(asked.id)

    async def resume(self) -> None:
        """Answers what was taken in and not answered before the assistant ended. StoreError."""
        for waiting in await self._house.records.unanswered(INBOX):
            asked = Asked(**json.loads(waiting.content))
            self._in_work.add(asked.id)
            self._messages.beside(self._answer(asked))

    async def _is_new(self, asked: Asked) -> bool:
        content = json.dumps(asdict(asked))
        conversation = conversation_of(asked.user)
        try:
            receipt = await self._house.records.receive(INBOX, conversation, asked.id, content)
        except StoreError as error:
            logger.error("A question in a channel is answered without being kept: %s", error)
            return True
        return receipt is Receipt.new

    async def _answer(self, asked: Asked) -> None:
        conversation = conversation_of(asked.user)
        try:
            await self._reply(asked, conversation)
        except Refusal as refusal:
            await self._tell(asked, self._says.refusal(refusal))
        except Exception as error:  # whoever asked must hear of it
            logger.error("A question in a channel failed: %s.", type(error).__name__)
            await self._tell(asked, self._says.failed())
        finally:
            self._in_work.discard(asked.id)
            await self._mark_answered(conversation, asked.id)

    async def _reply(self, asked: Asked, conversation: str) -> None:
        if not asked.text:
            await self._talks.greet(conversation)
            await self._whisper(asked, self._wording.moved)
            return
        if len(asked.text) > self._counters.limits.most_characters:
            raise Refusal("too_long")
        admit("too_many_messages", (self._counters.messages, f"{INBOX} {asked.user}"))
        look = await self._looks.at(asked.text)
        if look.public:
            await self._in_channel(asked, look.public)
            return
        told = f"{look.danger}\n{self._wording.danger_here}" if look.danger else self._wording.moved
        await self._whisper(asked, told)
        await self._talks.receive(conversation, Said(asked.id, text=asked.text))

    async def _in_channel(self, asked: Asked, text: str) -> None:
        if asked.quiet:
            await self._tell(asked, f"{text}\n{self._wording.more_in_private}")
        else:
            await self._messages.answer_in_channel(asked.channel, asked.thread, text)

    async def _tell(self, asked: Asked, text: str) -> None:
        """To this person only: in the channel, or where the app isn't in it in a direct message."""
        if not await self._whisper(asked, text):
            await self._messages.tell(conversation_of(asked.user), text)

    async def _whisper(self, asked: Asked, text: str) -> bool:
        if asked.reply and await self._messages.reply(asked.reply, text):
            return True
        return await self._messages.tell_in_channel(
            asked.channel, asked.user, text, "" if asked.quiet else asked.thread
        )

    async def _mark_answered(self, conversation: str, identity: str) -> None:
        try:
            await self._house.records.answered(INBOX, conversation, identity)
        except StoreError as error:
            logger.error("An answered question could not be marked so: %s", error)
