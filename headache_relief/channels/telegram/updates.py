"""Updates as Telegram sends them, read one by one: what is odd must not stop those after it."""

from __future__ import annotations

import warnings
from typing import Any, Mapping, Optional, Sequence

from telegram import Bot, Update
from telegram.warnings import PTBUserWarning

# The library's own get_updates reads all or nothing.
warnings.filterwarnings("ignore", r"Please use 'Bot\.getUpdates'", PTBUserWarning)


async def waiting_updates(
    bot: Bot, offset: Optional[int], seconds: int, wanted: Sequence[str]
) -> list[Mapping[str, Any]]:
    """Updates from `offset` on, waited for so many seconds; TelegramError."""
    asked: dict[str, Any] = {"timeout": seconds, "allowed_updates": list(wanted)}
    if offset is not None:
        asked["offset"] = offset
    found: list[Mapping[str, Any]] = await bot.do_api_request(
        "getUpdates", asked, read_timeout=seconds + 10
    )
    return found


def update_in(sent: Any, bot: Bot) -> Optional[Update]:
    """The update that was sent; None when it is none."""
    if not isinstance(sent, dict) or not isinstance(sent.get("update_id"), int):
        return None
    try:
        return Update.de_json(sent, bot)
    except (
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        OverflowError,
        OSError,
    ):
        return None
