"""Shows people in Telegram what happens in their talk."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import Any, Mapping, Optional

from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ChatAction, ParseMode
from telegram.error import TelegramError

from headache_relief.channels.shared.history import PERSON
from headache_relief.channels.shared.ports import Json
from headache_relief.channels.telegram.address import chat_of
from headache_relief.channels.telegram.letters import Letter, letters_of
from headache_relief.channels.telegram.post import Post
from headache_relief.knowledge.telegram import TelegramWording

logger = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
SECONDS_OF_TYPING = 4.5  # Telegram shows it for five


class TelegramDelivery:
    """The Delivery of the channel; it returns once Telegram has taken a message."""

    def __init__(self, bot: Bot, post: Post, wording: TelegramWording) -> None:
        self._bot = bot
        self._post = post
        self._wording = wording
        self._typing: dict[str, asyncio.Task[None]] = {}
        self._light_hurts: set[str] = set()

    async def typing(self, conversation: str, on: bool) -> None:
        task = self._typing.pop(conversation, None)
        if task is not None:
            task.cancel()
        if on:
            self._typing[conversation] = asyncio.create_task(self._type(chat_of(conversation)))

    async def message(self, conversation: str, message: Json, besides: str = "") -> None:
        if message["from"] != PERSON:
            await self.show(conversation, message)

    async def state(self, conversation: str, state: Json) -> None:
        if state.get("light_hurts"):
            self._light_hurts.add(conversation)
        else:
            self._light_hurts.discard(conversation)

    async def erased(self, conversation: str) -> None:
        self._light_hurts.discard(conversation)
        await self.say(chat_of(conversation), self._wording.erased)

    async def show(self, conversation: str, message: Mapping[str, Any]) -> None:
        """Sends what the assistant said."""
        pictures = conversation not in self._light_hurts
        for letter in letters_of(message, self._wording, pictures):
            await self._send(chat_of(conversation), letter)

    async def say(
        self, chat: int, text: str, keyboard: Optional[InlineKeyboardMarkup] = None
    ) -> None:
        """Sends a sentence of the channel's own."""
        await self._send(chat, Letter(text, keyboard))

    async def _send(self, chat: int, letter: Letter) -> None:
        if letter.picture is None or not await self._send_picture(chat, letter):
            await self._post.send(chat, lambda: self._text(chat, letter))

    async def _send_picture(self, chat: int, letter: Letter) -> bool:
        assert letter.picture is not None
        try:
            picture = await asyncio.to_thread(letter.picture)
        except Exception as error:  # the words must go out whatever becomes of the drawing
            logger.error("A drawing could not be made: %s.", type(error).__name__)
            return False
        if picture is None:
            return False
        return await self._post.send(
            chat,
            lambda: self._bot.send_photo(
                chat,
                picture,
                caption=letter.html,
                parse_mode=ParseMode.HTML,
                reply_markup=letter.keyboard,
            ),
        )

    async def _text(self, chat: int, letter: Letter) -> None:
        await self._bot.send_message(
            chat,
            letter.html,
            parse_mode=ParseMode.HTML,
            reply_markup=letter.keyboard,
            link_preview_options=NO_PREVIEW,
        )

    async def _type(self, chat: int) -> None:
        with suppress(TelegramError):
            while True:
                await self._bot.send_chat_action(chat, ChatAction.TYPING)
                await asyncio.sleep(SECONDS_OF_TYPING)
