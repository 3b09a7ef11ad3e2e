"""Runs the bot: tries until Telegram answers, then takes updates in, asked for or delivered."""

from __future__ import annotations

import asyncio
import logging
from typing import Optional

from telegram import Update
from telegram.constants import UpdateType
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter, TelegramError

from headache_relief.channels.telegram.menu import register_menu
from headache_relief.channels.telegram.office import Office
from headache_relief.channels.telegram.post import seconds_of
from headache_relief.channels.telegram.reception import Reception
from headache_relief.channels.telegram.updates import update_in, waiting_updates
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds between tries
SECONDS_OF_A_POLL = 25
WANTED = [
    UpdateType.MESSAGE,
    UpdateType.EDITED_MESSAGE,
    UpdateType.CALLBACK_QUERY,
    UpdateType.MY_CHAT_MEMBER,
]
TELEGRAM_REFUSES = (
    "Telegram refuses the bot's token: copy it from @BotFather into HEADACHE_RELIEF_TELEGRAM_TOKEN "
    "and start again; the rest of the assistant runs."
)
TWO_BOTS = "Another program asks Telegram for this bot's messages: stop it, or make a second bot."
NO_TELEGRAM = "Telegram can't be reached: the bot tries again; the rest of the assistant runs."


class Runner:
    """The bot's work from start to end."""

    def __init__(
        self, office: Office, reception: Reception, webhook: str = "", secret: str = ""
    ) -> None:
        """`webhook` is the address that Telegram delivers to, empty to ask for updates instead."""
        self._office = office
        self._reception = reception
        self._webhook = webhook
        self._secret = secret
        self._offset: Optional[int] = None
        self._told = ""

    async def run(self) -> None:
        """Never ends with polling; with a webhook once that is registered."""
        pause = FIRST_PAUSE
        while True:
            try:
                await self._begin()
                break
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
            except (TelegramError, StoreError) as error:
                self._tell(error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        if not self._webhook:
            await self._poll()

    async def _begin(self) -> None:
        office = self._office
        await office.bot.initialize()
        await register_menu(office)
        await office.talks.resume()
        if self._webhook:
            # One connection: Telegram then delivers in order.
            await office.bot.set_webhook(
                self._webhook,
                secret_token=self._secret,
                allowed_updates=WANTED,
                max_connections=1,
            )
        else:
            await office.bot.delete_webhook()
        self._told = ""

    async def _poll(self) -> None:
        pause = FIRST_PAUSE
        while True:
            try:
                updates = await waiting_updates(
                    self._office.bot, self._offset, SECONDS_OF_A_POLL, WANTED
                )
                pause, self._told = FIRST_PAUSE, ""
            except RetryAfter as error:
                await asyncio.sleep(seconds_of(error))
                continue
            except TelegramError as error:
                self._tell(error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            for sent in updates:  # asked for again until all of them are taken in
                await take(self._reception, update_in(sent, self._office.bot))
                self._offset = sent["update_id"] + 1

    def _tell(self, error: Exception) -> None:
        """Says what is wrong, once until it changes."""
        text = NO_TELEGRAM
        if isinstance(error, (InvalidToken, EndPointNotFound)):
            text = TELEGRAM_REFUSES
        elif isinstance(error, Conflict):
            text = TWO_BOTS
        if text != self._told:
            self._told = text
            logger.error(text)


async def take(reception: Reception, update: Optional[Update]) -> None:
    """Takes an update in; what can't be handled must not stop those after it."""
    try:
        if update is not None:
            await reception.take(update)
        else:
            logger.error("An update could not be read.")
    except Exception as error:
        logger.error("An update could not be handled: %s.", type(error).__name__)
