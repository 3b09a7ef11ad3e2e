"""How fast Telegram lets a bot speak: one message a second in a chat, thirty in all."""

from __future__ import annotations

import asyncio

from headache_relief.channels.shared.limits import SlidingWindow

ALL = "all"


class Pace:
    """Waits until one more message may go out."""

    def __init__(self, seconds: float = 1.0, most_in_all: int = 28) -> None:
        """`seconds` is Telegram's second; a little is added, as messages take their time there."""
        self._chat = SlidingWindow(1, seconds * 1.05)
        self._all = SlidingWindow(most_in_all, seconds * 1.05)

    async def wait(self, chat: int) -> None:
        """Returns once a message may go to the chat, and counts it."""
        while (seconds := max(self._chat.wait(str(chat)), self._all.wait(ALL))) > 0:
            await asyncio.sleep(seconds)
        self._chat.take(str(chat))
        self._all.take(ALL)
