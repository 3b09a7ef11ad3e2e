"""A view comes with its message through Rasa, whoever runs the action; plain channels ignore it."""

from __future__ import annotations

from typing import Any

from aiohttp import web
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker

from headache_relief.rasa_parts.in_process_actions import ServedAction
from headache_relief.rasa_parts.site_responses import SiteResponses
from tests.rasa_parts.test_in_process_actions import action_server

VIEW = {"kind": "checklist", "question": "Any of these?", "none": "None of these"}
BUTTONS = [{"title": "None of these", "payload": "None of these"}]
DOMAIN = Domain.from_dict(
    {
        "responses": {
            "utter_ask_which": [{"text": "Which?"}],
            "utter_action_failed": [{"text": "Sorry."}],
        }
    }
)


def said(events: list[Event]) -> BotUttered:
    (message,) = (event for event in events if isinstance(event, BotUttered))
    return message


async def test_an_action_servers_view_is_kept_and_handed_on() -> None:
    def answer(call: dict[str, Any]) -> web.Response:
        response = {"response": "utter_ask_which", "buttons": BUTTONS, "view": VIEW}
        return web.json_response({"events": [], "responses": [response]})

    tracker = DialogueStateTracker.from_events("ann", [], slots=DOMAIN.slots)
    async with action_server(answer) as server:
        events = await ServedAction("action_ask_next", server).run(
            CollectingOutputChannel(), SiteResponses(None, DOMAIN), tracker, DOMAIN
        )
    assert said(events).metadata["view"] == VIEW
    assert said(events).message()["view"] == VIEW


async def test_a_plain_channel_shows_the_text_and_the_buttons_alone() -> None:
    channel = CollectingOutputChannel()
    await channel.send_response("ann", {"text": "Which?", "buttons": BUTTONS, "view": VIEW})
    await channel.send_response("ann", {"text": "Call 999.", "buttons": [], "view": VIEW})
    assert [sorted(message) for message in channel.messages] == [
        ["buttons", "recipient_id", "text"],
        ["recipient_id", "text"],
    ]
