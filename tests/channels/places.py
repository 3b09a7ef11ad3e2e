"""The same person in the web chat, in Slack and in Telegram, each as that place drives it."""

from __future__ import annotations

import asyncio
import html
import re
from typing import Any, Callable, Protocol

import jwt

from tests.channels.slack.fake_slack import FakeSlack
from tests.channels.slack.person import Person, elements, words
from tests.channels.telegram.fake_bot_api import FakeBotApi
from tests.channels.web.widget import Assistant, Tab, new_id

SECONDS = 60.0  # many talk at the same time, and Telegram takes one message a second


class Place(Protocol):
    """What somebody does in a place; nothing here waits for the answer."""

    name: str
    conversation: str

    async def begin(self) -> None:
        """Comes to the assistant for the first time."""

    async def say(self, text: str) -> None:
        """Writes something."""

    async def say_twice(self, text: str) -> None:
        """Writes something that the place delivers twice."""

    async def say_with_a_picture(self, text: str) -> None:
        """Writes something below a picture, where the place has pictures."""

    async def change(self, text: str) -> None:
        """Changes what was written before, where the place can."""

    async def press(self, title: str) -> None:
        """Presses a button of the newest message that has it."""

    async def tick(self, *titles: str) -> None:
        """Ticks items of the newest list and sends them."""

    async def tick_only(self, title: str) -> None:
        """Ticks an item of the newest list and sends nothing."""

    async def remember(self, title: str) -> None:
        """Keeps a button for later."""

    async def press_remembered(self) -> None:
        """Presses the button that was kept, whatever was asked since."""

    async def press_anothers(self, other: Any) -> None:
        """Presses the button that another person kept."""

    async def erase(self) -> None:
        """Has everything erased."""

    def heard(self) -> str:
        """All that the assistant said, in letters and figures."""


class Web:
    """The web chat; `tab` is open."""

    name = "web"

    def __init__(self, page: Assistant, token: str, tab: Tab) -> None:
        self._page, self._token, self.tab = page, token, tab
        self.conversation = jwt.decode(token, options={"verify_signature": False})["sub"]
        self._kept = ""

    async def begin(self) -> None:
        await self.tab.until("state")

    async def say(self, text: str) -> None:
        await self.tab.turn(text)

    async def say_twice(self, text: str) -> None:
        identity = new_id()
        await asyncio.gather(self.tab.turn(text, identity), self.tab.say(text, identity))

    async def say_with_a_picture(self, text: str) -> None:
        await self.say(text)

    async def change(self, text: str) -> None:
        """A sent message can't be changed there."""

    async def press(self, title: str) -> None:
        await self.tick(title)

    async def tick(self, *titles: str) -> None:
        choices = self._choices()
        taken = await self.tab.choose(*(choices[title] for title in titles))
        assert taken == {"ok": True}, taken
        await self.tab.until("state")

    async def tick_only(self, title: str) -> None:
        """It stays in the widget until it is sent."""

    async def remember(self, title: str) -> None:
        self._kept = self._choices()[title]

    async def press_remembered(self) -> None:
        assert (await self.tab.choose(self._kept))["error"] == "stale_choice"

    async def press_anothers(self, other: "Web") -> None:
        assert (await self.tab.choose(other._kept))["error"] == "unknown_choice"

    async def erase(self) -> None:
        await asyncio.to_thread(self._page.erase, self._token)
        await self.tab.until("erased")

    def heard(self) -> str:
        return plain("\n".join(message["text"] for message in self.tab.messages()))

    def _choices(self) -> dict[str, str]:
        every = [choice for message in self.tab.messages() for choice in message["choices"]]
        return {choice["title"]: choice["token"] for choice in every}


class Slack:
    """Direct messages in Slack."""

    name = "slack"

    def __init__(self, slack: FakeSlack, user: str) -> None:
        self.person = Person(slack, user)
        self.conversation = f"slack-{user}"
        self._kept: dict[str, Any] = {}
        self._last = ""

    async def begin(self) -> None:
        self.person.say("hello")

    async def say(self, text: str) -> None:
        self._last = text
        self.person.say(text)

    async def say_twice(self, text: str) -> None:
        identity = f"Ev{new_id()[:10].upper()}"
        for _ in range(2):
            self.person.say(text, identity=identity)

    async def say_with_a_picture(self, text: str) -> None:
        self.person.say(text, subtype="file_share", files=[{"id": "F1", "mimetype": "image/png"}])

    async def change(self, text: str) -> None:
        user, before = self.person.user, {"user": self.person.user, "text": self._last, "ts": "1.1"}
        now = {**before, "text": text, "edited": {"user": user, "ts": "2.2"}}
        event = {"type": "message", "subtype": "message_changed", "channel": self.person.direct}
        about = {"channel_type": "im", "message": now, "previous_message": before, "ts": "3.3"}
        self.person.send({**event, **about})

    async def press(self, title: str) -> None:
        self.person.press(title, self._with(title))

    async def tick(self, *titles: str) -> None:
        self.person.tick(list(titles), self._with("Send"))

    async def tick_only(self, title: str) -> None:
        message = self._with("Send")
        boxes = next(each for each in elements(message) if each["type"] == "checkboxes")
        chosen = [o for o in boxes["options"] if o["text"]["text"] == title]
        assert chosen
        self.person.act({**boxes, "selected_options": chosen}, message)

    async def remember(self, title: str) -> None:
        self._kept = {"title": title, "message": dict(self._with(title))}

    async def press_remembered(self) -> None:
        self.person.press(self._kept["title"], self._kept["message"])

    async def press_anothers(self, other: "Slack") -> None:
        own = self.person.messages()[-1]
        forged = {**other._kept["message"], "channel": own["channel"], "ts": own["ts"]}
        self.person.press(other._kept["title"], forged)

    async def erase(self) -> None:
        self.person.act({"type": "button", "action_id": "home_erase"}, None)

    def heard(self) -> str:
        return plain("\n".join(words(message) for message in self.person.messages()))

    def _with(self, title: str) -> dict[str, Any]:
        """The newest message that has such a button."""
        return next(
            message
            for message in reversed(self.person.messages())
            if title in [e["text"]["text"] for e in elements(message) if e["type"] == "button"]
        )


class Telegram:
    """A private chat with the bot."""

    name = "telegram"

    def __init__(self, service: FakeBotApi, chat: int) -> None:
        self._service, self._chat = service, chat
        self.conversation = f"telegram-{chat}"
        self._kept: tuple[dict[str, Any], str] = ({}, "")
        self._last: dict[str, Any] = {}

    async def begin(self) -> None:
        await self._service.write(self._chat, "/start")

    async def say(self, text: str) -> None:
        self._last = (await self._service.write(self._chat, text))["message"]

    async def say_twice(self, text: str) -> None:
        update = await self._service.write(self._chat, text)
        await self._service.deliver(update)

    async def say_with_a_picture(self, text: str) -> None:
        photo = [{"file_id": "f", "file_unique_id": "u", "width": 9, "height": 9}]
        sent = self._service.message_from(self._chat, photo=photo, caption=text)
        await self._service.happen("message", sent)

    async def change(self, text: str) -> None:
        changed = {**self._last, "text": text, "edit_date": self._last["date"] + 1}
        await self._service.happen("edited_message", changed)

    async def press(self, title: str) -> None:
        await self._service.press(self._chat, title)

    async def tick(self, *titles: str) -> None:
        for title in titles:
            await self._service.press(self._chat, title)
        await self._service.press(self._chat, "Send")

    async def tick_only(self, title: str) -> None:
        await self._service.press(self._chat, title)

    async def remember(self, title: str) -> None:
        message, data = self._service.button(self._chat, title)
        self._kept = ({**message}, data)

    async def press_remembered(self) -> None:
        message, data = self._kept
        await self._service.press_data(self._chat, data, message)

    async def press_anothers(self, other: "Telegram") -> None:
        own = self._service.shown(self._chat)[-1]
        await self._service.press_data(self._chat, other._kept[1], own)

    async def erase(self) -> None:
        await self.say("/delete")
        await soon(lambda: "can t be undone" in self.heard(), "the question")
        await self.press("Erase it")

    def heard(self) -> str:
        return plain("\n".join(self._service.texts(self._chat)))


def plain(text: str) -> str:
    """The letters and figures of a text, whatever a place puts around them."""
    return re.sub(r"[^a-z0-9]+", " ", html.unescape(re.sub(r"</?\w+[^>]*>", "", text)).lower())


def in_order(parts: list[str], text: str) -> bool:
    """Whether the text holds the parts, one behind the other."""
    place = 0
    for part in parts:
        found = text.find(part.strip(), place)
        if found < 0:
            return False
        place = found + len(part.strip())
    return True


async def soon(found: Callable[[], Any], what: str) -> None:
    """Returns once something is so."""
    last = asyncio.get_running_loop().time() + SECONDS
    while not found():
        assert asyncio.get_running_loop().time() < last, what
        await asyncio.sleep(0.1)
