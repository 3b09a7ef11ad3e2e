"""What Telegram itself shows of the bot."""

from __future__ import annotations

import json

import pytest

from tests.channels.telegram.fake_bot_api import Refused

COMMANDS = ["start", "help", "emergency", "human", "privacy", "delete", "restart"]


async def test_commands_descriptions_and_menu_button_are_registered_at_start(bot, telegram):
    (commands,) = telegram.made("setMyCommands")
    assert [each["command"] for each in json.loads(commands.data["commands"])] == COMMANDS
    (description,) = telegram.made("setMyDescription")
    assert "call 999" in description.data["description"]
    assert "not a doctor" in telegram.made("setMyShortDescription")[0].data["short_description"]
    (button,) = telegram.made("setChatMenuButton")
    assert json.loads(button.data["menu_button"]) == {"type": "commands"}


@pytest.mark.parametrize(
    "refused",
    [
        Refused(429, "Too Many Requests: retry after 70000", 70000),
        Refused(400, "Bad Request: BOT_COMMAND_INVALID"),
    ],
    ids=["for hours", "for good"],
)
async def test_messages_are_answered_while_telegram_takes_no_menu(start, telegram, caplog, refused):
    telegram.fail = lambda call: refused if call.method == "setMyDescription" else None
    await start()
    await telegram.write(501, "my head hurts")
    assert await telegram.answers(501, 1) == ["You said: my head hurts"]
    assert "the next start" in caplog.text
