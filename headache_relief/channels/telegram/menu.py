"""What Telegram itself shows of the bot: its commands, descriptions and menu button."""

from __future__ import annotations

from telegram import BotCommand, MenuButtonCommands

from headache_relief.channels.telegram.office import Office


async def register_menu(office: Office) -> None:
    """Tells Telegram; TelegramError when it can't be told."""
    bot, wording = office.bot, office.wording
    commands = [BotCommand(name, text) for name, text in wording.commands.dict().items()]
    await bot.set_my_commands(commands)
    await bot.set_my_description(await office.filled(wording.description))
    await bot.set_my_short_description(wording.short_description)
    await bot.set_chat_menu_button(menu_button=MenuButtonCommands())
