"""What each command of the menu does."""

from __future__ import annotations

import logging
from typing import Awaitable, Callable, Mapping

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from headache_relief.channels.shared.history import PERSON
from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.telegram.address import conversation_of
from headache_relief.channels.telegram.keyboards import ERASE
from headache_relief.channels.telegram.office import Office
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

YES, NO = "yes", "no"


class Commands:
    """The commands that the channel answers itself, without a turn of the conversation."""

    def __init__(self, office: Office) -> None:
        self._office = office
        wording = office.wording
        self._says = {"human": wording.says_human, "restart": wording.says_restart}
        self._does: Mapping[str, Callable[[int], Awaitable[None]]] = {
            "start": self._start,
            "help": lambda chat: self._tell(chat, wording.help),
            "emergency": lambda chat: self._tell(chat, wording.emergency),
            "privacy": lambda chat: self._tell(chat, wording.privacy),
            "delete": self._ask_to_erase,
        }

    def words_of(self, command: str) -> str:
        """What the command says to the assistant for the person; empty when it says nothing."""
        return self._says.get(command, "")

    def knows(self, command: str) -> bool:
        """Whether the channel answers the command itself."""
        return command in self._does

    async def run(self, command: str, chat: int) -> None:
        """Answers the command."""
        await self._does[command](chat)

    async def erase(self, chat: int) -> None:
        """Erases everything of the chat's talk, and says so."""
        try:
            await self._office.talks.erase(conversation_of(chat))
        except Refusal:
            await self._tell(chat, self._office.wording.refusals.unavailable)

    async def _start(self, chat: int) -> None:
        """Greets; whoever has a talk already sees where it stands."""
        talks, wording = self._office.talks, self._office.wording
        conversation = conversation_of(chat)
        try:
            said = (await talks.history(conversation))["messages"]
            if not said:
                await talks.greet(conversation)
                return
        except (Refusal, StoreError):
            await self._tell(chat, wording.refusals.unavailable)
            return
        last = said[-1]
        if last["from"] == PERSON or not last["choices"]:
            await self._tell(chat, wording.welcome_back_open)
            return
        await self._tell(chat, wording.welcome_back)
        await self._office.delivery.show(conversation, last)

    async def _ask_to_erase(self, chat: int) -> None:
        wording = self._office.wording
        buttons = [
            InlineKeyboardButton(wording.erase_yes, callback_data=ERASE + YES),
            InlineKeyboardButton(wording.erase_no, callback_data=ERASE + NO),
        ]
        await self._office.delivery.say(
            chat, wording.erase_question, InlineKeyboardMarkup([buttons])
        )

    async def _tell(self, chat: int, text: str) -> None:
        office = self._office
        await office.delivery.say(chat, await office.filled(text, conversation_of(chat)))
