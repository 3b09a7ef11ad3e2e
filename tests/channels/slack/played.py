"""The Slack channel in a server of its own, with an assistant that the tests play."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Optional
from unittest.mock import patch

from rasa.core.channels.channel import UserMessage, register
from sanic import Sanic
from sanic.touchup import TouchUp

from headache_relief.channels.shared.limits import Limits
from headache_relief.channels.shared.ports import House
from headache_relief.channels.slack.channel import SlackChannel
from headache_relief.rasa_parts.case_reader import tells_of_emergency
from headache_relief.records.archive import Archive
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.database import database_engine
from headache_relief.records.written_turn import WrittenTurn
from tests.programs import free_port

NAMES = itertools.count(1)
SITE = {"assistant": "Headache helper", "emergency_number": "999", "retention_days": 30}
GENERAL = "what is a trigger point?"
BUTTONS = [{"title": "Yes", "payload": "Yes"}, {"title": "No", "payload": "No"}]
CALL = "Please call 999 now."


def listed(count: int) -> list[dict[str, str]]:
    return [{"title": f"Item {n}", "payload": f"Item {n}"} for n in range(count)]


ANSWERS: dict[str, dict[str, Any]] = {
    "agree?": {"text": "All right?", "buttons": BUTTONS, "utter_action": "utter_ask_consent"},
    "many": {"text": "Which?", "buttons": listed(60)},
    "long title": {"text": "Which?", "buttons": [{"title": "word " * 40, "payload": "x"}]},
    "long": {"text": "A line of some words.\n" * 400},
    "smuggle": {"text": "<!channel> & <@U1> <https://a.example|b> *bold*"},
    "list": {
        "text": "Any of these?",
        "buttons": [{"title": "None of these", "payload": "None of these"}, *listed(23)],
        "view": {"kind": "checklist", "question": "Any?", "none": "None of these"},
    },
    "scale": {
        "text": "How bad?",
        "buttons": [{"title": "Mild", "payload": "Mild"}, {"title": "Bad", "payload": "Bad"}],
        "view": {
            "kind": "scale",
            "question": "How bad?",
            "lowest": 0,
            "highest": 10,
            "parts": [{"up_to": 4, "title": "Mild"}, {"up_to": 10, "title": "Bad"}],
        },
    },
    "step": {
        "text": "Step 1 of 2. Press here.",
        "buttons": BUTTONS,
        "view": {
            "kind": "guide_step",
            "number": 1,
            "step": {
                "text": "Press here.",
                "spots": [{"figure": "front", "place": "place-temple_left", "arrow": ""}],
            },
        },
    },
    "map": {
        "text": "Where?",
        "buttons": BUTTONS,
        "view": {
            "kind": "head_map",
            "question": "Where?",
            "regions": [
                {"id": n, "figure": "front", "title": t, "payload": t}
                for n, t in (("temple_left", "Left temple"), ("temple_right", "Right temple"))
            ],
        },
    },
}


class PlayedAssistant:
    """Repeats what it hears, so that a leak shows; `gate` holds turns back while it is closed."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []
        self.erased: list[str] = []
        self.gate = threading.Event()
        self.gate.set()
        self._events: dict[str, list[dict[str, Any]]] = {}
        self._asked: dict[str, str] = {}

    def talk_of(self, user: str) -> list[str]:
        """What this person's talk holds of what was said to the assistant."""
        return [text for conversation, text in self.heard if conversation == f"slack-{user}"]

    async def answer(self, message: UserMessage) -> WrittenTurn:
        while not self.gate.is_set():
            await asyncio.sleep(0.005)
        conversation, text = message.sender_id, message.text
        self.heard.append((conversation, text))
        said = self._answers(text)
        self._asked[conversation] = "consent" if text == "agree?" else ""
        parsed = {"understanding": {"findings": _findings(text)}, "screen": {"red_flags": []}}
        events = self._events.setdefault(conversation, [])
        about = {"message_id": message.message_id, "text": text, "timestamp": 1.0}
        events.append({"event": "user", "parse_data": parsed, **about})
        for each in said:
            await message.output_channel.send_response(conversation, dict(each))
            data = {"buttons": each.get("buttons")}
            known = {"utter_action": each.get("utter_action"), "view": each.get("view")}
            told = {"text": each["text"], "timestamp": 2.0, "data": data, "metadata": known}
            events.append({"event": "bot", **told})
        return WrittenTurn()

    async def standing(self, conversation: str) -> dict[str, Any]:
        hurts = any(t == "light hurts" for c, t in self.heard if c == conversation)
        asked = self._asked.get(conversation)
        return {"asked": asked, "consent": None, "light_hurts": hurts}

    async def events(self, conversation: str) -> list[dict[str, Any]]:
        return list(self._events.get(conversation, []))

    async def erase(self, conversation: str) -> None:
        self.erased.append(conversation)
        self._events.pop(conversation, None)

    def _answers(self, text: str) -> list[dict[str, Any]]:
        if text in ANSWERS:
            return [ANSWERS[text]]
        if "explod" in text:
            view = {"kind": "danger", "call": "tel:999", "emergency_number": "999"}
            return [{"text": CALL, "buttons": BUTTONS, "view": view}]
        if "trigger point" in text:
            general = {"text": "A tender knot.", "utter_action": "utter_trigger_points"}
            return [general, {"text": "And yours?", "utter_action": "utter_ask_begin"}]
        return [{"text": f"I hear: {text}", "buttons": BUTTONS, "utter_action": "utter_noted"}]


def _findings(text: str) -> list[dict[str, str]]:
    return [{"when": "now", "kind": "symptom"}] if "throbbing" in text else []


class Here:
    """The channel with a played assistant, in a thread of its own; its records in a file."""

    def __init__(self, folder: Path, limits: Optional[Limits] = None) -> None:
        self.assistant = PlayedAssistant()
        self.archive = Archive(database_engine(f"sqlite:///{folder / 'talks.db'}"))
        self.records = ChannelRecords(self.archive)
        self.house = House(
            self.assistant,
            self.records,
            SITE,
            limits or Limits(),
            tells_of_emergency=tells_of_emergency,
        )
        self.port = free_port()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._started = threading.Event()
        self._fault: Optional[BaseException] = None
        self._thread.start()
        assert self._started.wait(10)
        if self._fault is not None:
            raise self._fault

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks/slack/events"

    def stop(self) -> None:
        """Ends it cleanly."""
        if self._fault is None:
            asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(20)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def run(self, work: Any) -> Any:
        """Does something in the server's loop."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._begin())
        except Exception as error:
            self._fault = error
        self._started.set()
        self._loop.run_forever()

    async def _begin(self) -> None:
        app = Sanic(f"slack_{next(NAMES)}", configure_logging=False)
        app.ctx.house = self.house
        app.ctx.agent = None
        register([SlackChannel()], app, "/webhooks/")
        server = await app.create_server(
            host="127.0.0.1", port=self.port, access_log=False, return_asyncio_server=True
        )
        assert server is not None
        self._server = server
        with patch.object(TouchUp, "run", touch_up):
            await server.startup()
        await server.before_start()
        await server.after_start()

    async def _end(self) -> None:
        await self._server.before_stop()
        self._server.close()
        await self._server.after_stop()


def touch_up(app: Sanic, once: Any = TouchUp.run) -> None:
    """Sanic changes its own code at the start of a server, which works once in a process."""
    with suppress(KeyError):
        once(app)


def soon(found: Any, seconds: float = 10) -> Any:
    """What `found` returns once that is true."""
    last = time.monotonic() + seconds
    while not (value := found()):
        assert time.monotonic() < last, "it did not happen"
        time.sleep(0.005)
    return value
