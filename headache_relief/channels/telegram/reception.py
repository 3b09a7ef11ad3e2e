"""Takes updates in: private messages and presses; the rest is told so, or knowingly ignored."""

from __future__ import annotations

import asyncio
import logging
import re
from collections import OrderedDict
from typing import Hashable

from telegram import Message, Update
from telegram.constants import ChatMemberStatus, ChatType

from headache_relief.channels.shared.limits import SlidingWindow
from headache_relief.channels.shared.places import said_of
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.telegram.address import conversation_of
from headache_relief.channels.telegram.commands import Commands
from headache_relief.channels.telegram.office import Office
from headache_relief.channels.telegram.presses import Presses

logger = logging.getLogger(__name__)

COMMAND = re.compile(r"/([a-z]+)(@\w+)?(\s|$)", re.IGNORECASE)
GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
MEMBER = (ChatMemberStatus.MEMBER, ChatMemberStatus.ADMINISTRATOR)
SECONDS_UNTIL_LESS_BUSY = 1.0
MOST_SEEN = 20_000
MINUTE = 60.0


class Seen:
    """Remembers what was there before, as much as fits."""

    def __init__(self, most: int = MOST_SEEN) -> None:
        self._most = most
        self._seen: OrderedDict[Hashable, None] = OrderedDict()

    def before(self, what: Hashable) -> bool:
        """Whether it was there before; it is now."""
        known = what in self._seen
        self._seen[what] = None
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)
        return known


class Reception:
    """Takes in one update after the other; it returns once the inbox has it."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._commands = Commands(office)
        self._presses = Presses(office, self._commands)
        self._seen = Seen()
        self._notes = SlidingWindow(1, 10.0)  # of one kind, in a chat: an album is many photos
        self._refusals = SlidingWindow(1, MINUTE)
        self._group_lines = SlidingWindow(1, 10 * MINUTE)

    async def take(self, update: Update) -> None:
        """Handles an update; one that is known already, or means nothing here, changes nothing."""
        if self._seen.before(("update", update.update_id)):
            return
        if update.callback_query is not None:
            await self._presses.handle(update.callback_query)
        elif update.message is not None:
            await self._message(update.message)
        elif update.edited_message is not None:
            self._edited(update.edited_message)
        elif update.my_chat_member is not None:
            change = update.my_chat_member
            if change.chat.type in GROUPS and change.new_chat_member.status in MEMBER:
                self._point_to_private(change.chat.id)

    async def _message(self, message: Message) -> None:
        if message.from_user is None or message.from_user.is_bot:
            return
        if message.chat.type in GROUPS:
            if self._is_for_the_bot(message):
                self._point_to_private(message.chat.id)
        elif message.chat.type == ChatType.PRIVATE:
            await self._private(message)

    async def _private(self, message: Message) -> None:
        chat = message.chat.id
        written = message.text or message.caption
        if message.effective_attachment is not None:
            wording = self._office.wording
            self._note(chat, wording.caption_only if message.caption else wording.text_only)
        if not written:
            return
        found = COMMAND.match(written)
        command = found[1].lower() if found else ""
        if self._commands.knows(command):
            if not self._seen.before(("command", chat, message.message_id)):
                self._office.post.later(self._commands.run(command, chat))
            return
        text = self._commands.words_of(command) or written
        await self._say(chat, message.message_id, text)

    async def _say(self, chat: int, number: int, text: str) -> None:
        """Hands a message on; while too many wait it waits too, and Telegram keeps the rest."""
        conversation, talks = conversation_of(chat), self._office.talks
        said = await said_of(talks, conversation, f"message-{number}", text)
        while True:
            try:
                await talks.receive(conversation, said)
                return
            except Refusal as refusal:
                if refusal.code == "busy":
                    await asyncio.sleep(SECONDS_UNTIL_LESS_BUSY)
                    continue
                self._refuse(chat, refusal)
                return

    def _edited(self, message: Message) -> None:
        if message.chat.type != ChatType.PRIVATE:
            return
        if not self._seen.before(("edited", message.chat.id, message.message_id)):
            self._note(message.chat.id, self._office.wording.edited)

    def _note(self, chat: int, text: str) -> None:
        key = f"{chat} {text}"
        if self._notes.wait(key) == 0:
            self._notes.take(key)
            self._tell(chat, text)

    def _refuse(self, chat: int, refusal: Refusal) -> None:
        refusals = self._office.wording.refusals
        if self._refusals.wait(f"{chat} {refusal.code}") > 0:
            return
        self._refusals.take(f"{chat} {refusal.code}")
        self._tell(chat, getattr(refusals, refusal.code, refusals.unavailable))

    def _is_for_the_bot(self, message: Message) -> bool:
        name = f"@{self._office.bot.username}".lower()
        text = (message.text or message.caption or "").lower()
        answered = message.reply_to_message.from_user if message.reply_to_message else None
        to_the_bot = answered is not None and answered.id == self._office.bot.id
        return name in text or to_the_bot or bool(COMMAND.match(text) and "@" not in text)

    def _point_to_private(self, chat: int) -> None:
        if self._group_lines.wait(str(chat)) == 0:
            self._group_lines.take(str(chat))
            self._tell(chat, self._office.wording.in_a_group)

    def _tell(self, chat: int, text: str) -> None:
        async def tell() -> None:
            conversation = conversation_of(chat) if chat > 0 else ""
            await self._office.delivery.say(chat, await self._office.filled(text, conversation))

        self._office.post.later(tell())
