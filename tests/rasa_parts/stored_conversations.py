"""Small conversations for the tests of the stores."""

from __future__ import annotations

from typing import Any

from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    BotUttered,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

CUSTOM = [{"type": "custom"}]
DOMAIN = Domain.from_dict(
    {
        "intents": ["inform"],
        "slots": {
            "said": {"type": "any", "mappings": CUSTOM},
            "tier": {"type": "text", "mappings": CUSTOM},
            "never_set": {"type": "text", "initial_value": "first", "mappings": CUSTOM},
            "consent_given": {"type": "bool", "mappings": CUSTOM},
        },
    }
)


def session_start(consent: bool | None = None) -> list[Event]:
    """A session's start, with what was answered to being asked for consent, if anything."""
    return [
        ActionExecuted("action_session_start"),
        SessionStarted(),
        *([] if consent is None else [SlotSet("consent_given", consent)]),
        ActionExecuted("action_listen"),
    ]


def user_turn(text: str, slots: dict[str, Any] | None = None) -> list[Event]:
    """A message, the slots it sets, an answer, and listening again."""
    set_slots = [SlotSet(name, value) for name, value in ({"said": text} | (slots or {})).items()]
    parsed = {"text": text, "intent": {"name": "inform"}, "entities": []}
    return [
        UserUttered(text, parsed["intent"], [], parsed),
        *set_slots,
        ActionExecuted("action_continue"),
        BotUttered(f"You said {text}"),
        ActionExecuted("action_listen"),
    ]


async def say(
    store: TrackerStore,
    conversation: str,
    text: str,
    slots: dict[str, Any] | None = None,
    consent: bool | None = True,
) -> None:
    """One turn as Rasa's processor does it: load, add events, save.

    `consent` is what the person answered before the first turn.
    """
    tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
    new = user_turn(text, slots)
    if not tracker.events:
        new = session_start(consent) + new
    tracker.update_with_events(new, DOMAIN)
    await store.save(tracker)


def said(tracker: DialogueStateTracker | None) -> list[str]:
    """The person's messages in the tracker, oldest first."""
    assert tracker is not None
    return [event.text for event in tracker.events if isinstance(event, UserUttered)]
