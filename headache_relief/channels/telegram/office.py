"""Everything of a running bot that its parts share, made once at start."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

from telegram import Bot

from headache_relief.channels.shared.limits import Counters
from headache_relief.channels.shared.ports import House
from headache_relief.channels.shared.talks import Talks
from headache_relief.channels.telegram.address import NAME
from headache_relief.channels.telegram.delivery import TelegramDelivery
from headache_relief.channels.telegram.pace import Pace
from headache_relief.channels.telegram.post import Post
from headache_relief.channels.telegram.requests import AioRequest
from headache_relief.channels.telegram.writing import MOST_CHARACTERS
from headache_relief.knowledge.telegram import TelegramWording, load_telegram_wording
from headache_relief.records.database import StoreError

CONNECTIONS = 64
SECONDS = 20.0  # to send a picture over a slow line, too


@dataclass(frozen=True)
class Office:
    """The parts of a running bot."""

    bot: Bot
    house: House
    post: Post
    delivery: TelegramDelivery
    talks: Talks
    wording: TelegramWording

    async def filled(self, text: str, conversation: str = "") -> str:
        """A text of the channel's own with what the site, or the talk, tells filled in."""
        site: dict[str, Any] = dict(self.house.session)
        if conversation:
            with suppress(StoreError):  # the site's own number then stands there
                site.update(await self.house.assistant.standing(conversation))
        return text.format(
            emergency_number=site.get("emergency_number", ""),
            retention_days=site.get("retention_days", ""),
            link=f"https://t.me/{self.bot.username}?start=talk",
        )


def open_office(token: str, server: str, house: House, pace: Pace) -> Office:
    """The parts, put together; nothing is sent yet."""
    bot = Bot(
        token,
        base_url=f"{server}/bot",
        base_file_url=f"{server}/file/bot",
        request=AioRequest(CONNECTIONS, SECONDS),
        get_updates_request=AioRequest(2, SECONDS),
    )
    wording = load_telegram_wording()
    post = Post(pace)
    delivery = TelegramDelivery(bot, post, wording)
    limits = replace(house.limits, most_characters=MOST_CHARACTERS)
    talks = Talks(NAME, house, delivery, Counters(limits))
    return Office(bot, house, post, delivery, talks, wording)
