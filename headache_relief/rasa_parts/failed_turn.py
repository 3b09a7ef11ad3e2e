"""What becomes of a turn that failed: its actions' slots are set back, the person is told."""

from __future__ import annotations

from rasa.core.actions.action import create_bot_utterance
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

FAILURE_RESPONSE = "utter_action_failed"


async def apology(
    tracker: DialogueStateTracker, nlg: NaturalLanguageGenerator, channel: str
) -> list[Event]:
    """The events that take back what the turn's actions did, and the failure's one sentence."""
    sentence = await nlg.generate(FAILURE_RESPONSE, tracker, channel)
    sentence["utter_action"] = FAILURE_RESPONSE
    return [*slots_set_back(tracker), create_bot_utterance(sentence)]


def slots_set_back(tracker: DialogueStateTracker) -> list[Event]:
    """Events that give every slot that an action of this turn set its value from before it.

    What the message itself told stays: the safety policy records that before the first action.
    A question that was chosen but never shown must not stay asked, or the next "none of these"
    would answer it unseen.
    """
    events = list(tracker.events)
    first = _first_action(events)
    changed = {event.key for event in events[first:] if isinstance(event, SlotSet)}
    before = {name: tracker.slots[name].initial_value for name in changed}
    for event in events[:first]:
        if isinstance(event, SlotSet) and event.key in changed:
            before[event.key] = event.value
    return [SlotSet(name, value) for name, value in before.items()]


def is_answered(tracker: DialogueStateTracker) -> bool:
    """Whether anything was said since the person's newest message."""
    for event in reversed(tracker.events):
        if isinstance(event, BotUttered):
            return True
        if isinstance(event, UserUttered):
            return False
    return True


def _first_action(events: list[Event]) -> int:
    """Where the first action since the newest message stands; the end when there is none."""
    first = len(events)
    for number in range(len(events) - 1, -1, -1):
        if isinstance(events[number], UserUttered):
            return first
        if isinstance(events[number], ActionExecuted):
            first = number
    return len(events)
