"""What Telegram itself shows of the bot: its commands, descriptions and menu button."""

from __future__ import annotations

import logging

from telegram import BotCommand, MenuButtonCommands
from telegram.error import BadRequest, RetryAfter

from headache_relief.channels.telegram.office import Office

logger = logging.getLogger(__name__)

NOT_NOW = "Telegram doesn't take the bot's menu now: it is sent again at the next start."


async def register_menu(office: Office) -> None:
    """Tells Telegram; TelegramError when Telegram can't be reached.

    Telegram may ask a bot that is described often to wait for hours: messages must not wait too.
    """
    try:
        await _register(office)
    except (BadRequest, RetryAfter):
        logger.warning(NOT_NOW)


async def _register(office: Office) -> None:
    bot, wording = office.bot, office.wording
    commands = [BotCommand(name, text) for name, text in wording.commands.dict().items()]
    await bot.set_my_commands(commands)
    await bot.set_my_description(await office.filled(wording.description))
    await bot.set_my_short_description(wording.short_description)
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
