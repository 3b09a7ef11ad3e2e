"""Somebody in the workspace, as a test drives them."""

from __future__ import annotations

import json
import time
import uuid
from dataclasses import dataclass
from typing import Any, Optional

from tests.channels.slack.fake_slack import APP, Envelope, FakeSlack
from tests.channels.slack.web_api import BOT_USER, TEAM, Json

CHANNEL = "C0GENERAL"


@dataclass(frozen=True)
class Person:
    """What they do is delivered at once; `seen` is what they were told."""

    slack: FakeSlack
    user: str

    @property
    def direct(self) -> str:
        return f"D{self.user[1:]}"

    def say(self, text: str, identity: Optional[str] = None, **more: Any) -> Envelope:
        """Writes in their direct messages."""
        event = {
            "type": "message",
            "channel": self.direct,
            "channel_type": "im",
            "user": self.user,
            "text": text,
            "ts": self.slack.timestamp(),
            "client_msg_id": str(uuid.uuid4()),
            "team": TEAM,
            **more,
        }
        return self.send(event, identity)

    def mention(self, text: str, identity: Optional[str] = None, **more: Any) -> Envelope:
        """Asks the assistant in a channel."""
        event = {
            "type": "app_mention",
            "channel": CHANNEL,
            "user": self.user,
            "text": f"<@{BOT_USER}> {text}",
            "ts": self.slack.timestamp(),
            "team": TEAM,
            **more,
        }
        return self.send(event, identity)

    def command(self, text: str, channel: str = CHANNEL) -> Envelope:
        """Uses the command."""
        told = {
            "command": "/headache",
            "text": text,
            "user_id": self.user,
            "channel_id": channel,
            "team_id": TEAM,
            "api_app_id": APP,
            "trigger_id": self.slack.trigger(),
            "response_url": self.slack.url.replace("/api/", f"/hook/{self.user}"),
        }
        return self.slack.deliver("slash_commands", told)

    def send(self, event: Json, identity: Optional[str] = None) -> Envelope:
        return self.slack.deliver("events_api", self.slack.event(event, identity))

    def press(self, title: str, message: Optional[Json] = None) -> Envelope:
        """Presses the button of that title in a message, their newest by default."""
        message = message or self.messages()[-1]
        found = [each for each in elements(message) if each["type"] == "button"]
        button = next(each for each in found if each["text"]["text"] == title)
        return self.act(button, message)

    def tick(self, titles: list[str], message: Optional[Json] = None) -> Envelope:
        """Ticks items of a list, or places, and sends them."""
        message = message or self.messages()[-1]
        values: dict[str, dict[str, Json]] = {}
        for block in message["blocks"]:
            for element in [*block.get("elements", []), block.get("accessory", {})]:
                if "options" in element:
                    chosen = [o for o in element["options"] if o["text"]["text"] in titles]
                    state = {"type": element["type"], "selected_options": chosen}
                    values.setdefault(block["block_id"], {})[element["action_id"]] = state
        send = next(each for each in elements(message) if each["action_id"] == "send")
        return self.act(send, message, values)

    def select(self, number: int, message: Optional[Json] = None) -> Envelope:
        """Chooses a number of a scale."""
        message = message or self.messages()[-1]
        chooser = next(each for each in elements(message) if each["type"] == "static_select")
        option = chooser["options"][number]
        return self.act({**chooser, "selected_option": option}, message)

    def act(
        self, element: Json, message: Optional[Json], values: Optional[Json] = None
    ) -> Envelope:
        """The delivery of something pressed; in App Home without a message."""
        action = {k: v for k, v in element.items() if k not in ("options", "confirm")}
        told: Json = {
            "type": "block_actions",
            "user": {"id": self.user, "username": "u", "name": "u", "team_id": TEAM},
            "api_app_id": APP,
            "token": "gone",
            "team": {"id": TEAM, "domain": "team"},
            "trigger_id": self.slack.trigger(),
            "actions": [{**action, "block_id": "b", "action_ts": f"{time.time():.6f}"}],
        }
        if message is None:
            told |= {"container": {"type": "view", "view_id": "V0"}, "view": {"id": "V0"}}
        else:
            about = {"type": "message", "message_ts": message["ts"], "is_ephemeral": False}
            told |= {
                "container": {**about, "channel_id": message["channel"]},
                "channel": {"id": message["channel"], "name": "directmessage"},
                "message": json.loads(json.dumps(message)),
                "state": {"values": values or {}},
                "response_url": "",
            }
        return self.slack.deliver("interactive", told)

    def submit(self, view: Json) -> Envelope:
        """Agrees to a modal."""
        told = {
            "type": "view_submission",
            "team": {"id": TEAM, "domain": "team"},
            "user": {"id": self.user, "username": "u", "name": "u", "team_id": TEAM},
            "api_app_id": APP,
            "trigger_id": self.slack.trigger(),
            "view": {**view, "state": {"values": {}}, "hash": "1.a"},
            "response_urls": [],
        }
        return self.slack.deliver("interactive", told)

    def messages(self) -> list[Json]:
        """The assistant's messages in their direct messages, as they stand now."""
        return self.slack.messages(self.direct)

    def whispers(self) -> list[Json]:
        """What only they saw in channels."""
        said = [*self.slack.posted("chat.postEphemeral"), *self.slack.posted("response_url")]
        return [each for each in said if each["user"] == self.user]

    def texts(self) -> list[str]:
        return [words(message) for message in self.messages()]

    def until(self, count: int) -> Json:
        """Their message number `count`, counted from 1."""
        self.slack.until(lambda: len(self.messages()) >= count, f"message {count}")
        return self.messages()[count - 1]

    def hears(self, part: str, since: int = 0) -> Json:
        """The first message behind `since` that has such words."""

        def found() -> Optional[Json]:
            return next((m for m in self.messages()[since:] if part in words(m)), None)

        message = self.slack.until(found, f"message with {part!r}")
        assert message is not None
        return message


def words(message: Json) -> str:
    """The texts of a message, read from its blocks."""
    texts = [block["text"]["text"] for block in message["blocks"] if "text" in block]
    for block in message["blocks"]:
        texts += [e["text"] for e in block.get("elements", []) if block["type"] == "context"]
    return "\n".join(texts)


def elements(message: Json) -> list[Json]:
    """Everything in a message that can be pressed or chosen."""
    found = []
    for block in message["blocks"]:
        found += block.get("elements", []) if block["type"] == "actions" else []
        found += [block["accessory"]] if "accessory" in block else []
    return found


def titles(message: Json) -> list[str]:
    """What the buttons of a message say."""
    return [each["text"]["text"] for each in elements(message) if each["type"] == "button"]
