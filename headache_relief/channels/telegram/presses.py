"""Pressed buttons: a choice is sent on, a tick is shown, and what is past is told so."""

from __future__ import annotations

import logging
from collections import OrderedDict
from contextlib import suppress
from typing import Optional, Sequence

from telegram import CallbackQuery, InlineKeyboardMarkup
from telegram.error import TelegramError

from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.shared.talks import Said
from headache_relief.channels.telegram.address import conversation_of
from headache_relief.channels.telegram.commands import YES, Commands
from headache_relief.channels.telegram.keyboards import (
    CHOOSE,
    CHOSEN,
    ERASE,
    NUMBER,
    SEND,
    THUMB,
    TICK,
    Pressed,
    judged,
    judgement,
    pressed,
    settled,
    ticked,
    title_of,
    toggled,
)
from headache_relief.channels.telegram.office import Office

logger = logging.getLogger(__name__)

KEYBOARDS_KEPT = 1_000
MOST_OF_A_NOTE = 200  # characters that Telegram shows over the chat


class Presses:
    """Handles the buttons below the bot's messages."""

    def __init__(self, office: Office, commands: Commands) -> None:
        self._office = office
        self._commands = commands
        # What was ticked, as Telegram may tell of a second press before it shows the first.
        self._ticked: OrderedDict[tuple[int, int], InlineKeyboardMarkup] = OrderedDict()

    async def handle(self, query: CallbackQuery) -> None:
        """Does what the button stands for and answers the press."""
        wording = self._office.wording
        message = query.message
        what = pressed(query.data)
        if message is None or what is None or query.from_user.id != message.chat.id:
            await self._note(query, wording.unknown)
            return
        chat, number = message.chat.id, message.message_id
        keyboard = self._ticked.get((chat, number)) or getattr(message, "reply_markup", None)
        if what.kind == TICK and keyboard is not None:
            self._tick(chat, number, toggled(keyboard, query.data or ""))
            await self._note(query)
        elif what.kind == SEND and keyboard is not None:
            await self._send_ticks(query, chat, number, keyboard)
        elif what.kind in (CHOOSE, NUMBER):
            said = Said(f"press-{number}", what.number, (what.token,))
            await self._choose(query, keyboard, said, [title_of(keyboard, query.data or "")])
        elif what.kind == THUMB and keyboard is not None:
            await self._judge(query, keyboard, what.token[1:])
        elif what.kind == ERASE:
            await self._erase(query, chat, number, what, title_of(keyboard, query.data or ""))
        elif what.kind == CHOSEN:
            await self._note(query)
        else:
            await self._note(query, wording.unknown)

    async def _send_ticks(
        self, query: CallbackQuery, chat: int, number: int, keyboard: InlineKeyboardMarkup
    ) -> None:
        chosen = ticked(keyboard)
        if not chosen:
            await self._note(query, self._office.wording.nothing_ticked)
            return
        tokens = tuple(str(button.callback_data).removeprefix(TICK) for button in chosen)
        said = Said(f"press-{number}", choices=tokens)
        await self._choose(query, keyboard, said, [button.text for button in chosen])

    async def _choose(
        self,
        query: CallbackQuery,
        keyboard: Optional[InlineKeyboardMarkup],
        said: Said,
        titles: Sequence[str],
    ) -> None:
        """Takes the choice in, once for each keyboard, however often it is pressed."""
        assert query.message is not None
        chat, number = query.message.chat.id, query.message.message_id
        # Before the answer, so that the choice stands above it.
        settled_keyboard = settled([title for title in titles if title], keyboard)
        try:
            await self._office.talks.receive(conversation_of(chat), said)
        except Refusal as refusal:
            await self._refuse(query, keyboard, refusal)
            return
        self._ticked.pop((chat, number), None)
        self._replace(chat, number, settled_keyboard)
        await self._note(query)

    async def _judge(
        self, query: CallbackQuery, keyboard: InlineKeyboardMarkup, answer: str
    ) -> None:
        """Keeps whether an answer helped; the same thumb again takes it back."""
        assert query.message is not None
        chat, number, data = query.message.chat.id, query.message.message_id, str(query.data)
        try:
            helpful = judgement(keyboard, data)
            await self._office.talks.thumb(conversation_of(chat), answer, helpful)
        except Refusal as refusal:
            await self._note(query, await self._why(refusal))
            return
        self._replace(chat, number, judged(keyboard, data))
        await self._note(query)

    async def _refuse(
        self, query: CallbackQuery, keyboard: Optional[InlineKeyboardMarkup], refusal: Refusal
    ) -> None:
        wording = self._office.wording
        if refusal.code in ("stale_choice", "unknown_choice"):
            assert query.message is not None
            stale = refusal.code == "stale_choice"
            left = settled((), keyboard)
            self._replace(query.message.chat.id, query.message.message_id, left)
            await self._note(query, wording.stale if stale else wording.unknown)
            return
        await self._note(query, await self._why(refusal))

    async def _why(self, refusal: Refusal) -> str:
        refusals = self._office.wording.refusals
        busy = refusal.code == "too_many_messages"
        return await self._office.filled(
            refusals.too_many_messages if busy else refusals.unavailable
        )

    async def _erase(
        self, query: CallbackQuery, chat: int, number: int, what: Pressed, title: str
    ) -> None:
        self._replace(chat, number, settled([title]) if title else None)
        await self._note(query)
        if what.token == YES:
            self._office.post.later(self._commands.erase(chat))

    def _tick(self, chat: int, number: int, keyboard: InlineKeyboardMarkup) -> None:
        self._ticked[chat, number] = keyboard
        self._ticked.move_to_end((chat, number))
        if len(self._ticked) > KEYBOARDS_KEPT:
            self._ticked.popitem(last=False)
        self._replace(chat, number, keyboard)

    def _replace(self, chat: int, number: int, keyboard: Optional[InlineKeyboardMarkup]) -> None:
        office = self._office

        async def replace() -> None:
            await office.bot.edit_message_reply_markup(chat, number, reply_markup=keyboard)

        office.post.later(office.post.send(chat, replace, message=False))

    async def _note(self, query: CallbackQuery, text: str = "") -> None:
        """Answers the press, so that the button stops waiting; Telegram forgets old presses."""
        bot = self._office.bot

        async def answer() -> None:
            with suppress(TelegramError):
                await bot.answer_callback_query(
                    query.id, text[:MOST_OF_A_NOTE] or None, show_alert=bool(text)
                )

        self._office.post.later(answer())
