"""What a person hears when a message can't be handled, such as while the database is away."""

from __future__ import annotations

import logging

from rasa.core.channels.channel import CollectingOutputChannel, OutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker

from headache_relief.knowledge.base import Tier
from headache_relief.metrics import turn
from headache_relief.rasa_parts.case_reader import SCREEN
from headache_relief.rasa_parts.failed_turn import FAILURE_RESPONSE

logger = logging.getLogger(__name__)

MOST_UNKEPT = 1000


class UnkeptDanger:
    """Messages that told of danger and were answered, but could not be stored.

    Only the newest thousand: a site that stays without its database must not run out of memory.
    """

    def __init__(self) -> None:
        self._messages: list[UserMessage] = []

    def remember(self, message: UserMessage) -> None:
        """Keeps the message's text; whatever it would be answered then is heard by nobody."""
        unheard = UserMessage(
            message.text,
            CollectingOutputChannel(),
            message.sender_id,
            input_channel=message.input_channel,
        )
        self._messages = [*self._messages, unheard][-MOST_UNKEPT:]

    def of(self, conversation: str) -> list[UserMessage]:
        """The messages of a conversation, oldest first."""
        return [message for message in self._messages if message.sender_id == conversation]

    def forget(self, message: UserMessage) -> None:
        self._messages = [kept for kept in self._messages if kept is not message]

    def forget_all(self, conversation: str) -> None:
        """Forgets every message of a conversation."""
        self._messages = [kept for kept in self._messages if kept.sender_id != conversation]


async def answer_without_memory(processor: MessageProcessor, message: UserMessage) -> bool:
    """Answers danger in this one message as ever; else says that something went wrong.

    Returns whether there was danger. Nothing is loaded and nothing is kept: what the conversation
    knew stays as it was stored.
    """
    forget_collected(message.output_channel)
    try:
        if await _danger_answered(processor, message):
            return True
    except Exception as error:  # the sentence below must be said whatever is broken
        logger.error("A message could not be screened either: %s.", type(error).__name__)
        forget_collected(message.output_channel)
    sentence = await processor.nlg.generate(
        FAILURE_RESPONSE, new_tracker(processor, message), message.output_channel.name()
    )
    turn.said(message.output_channel)
    await message.output_channel.send_response(message.sender_id, sentence)
    return False


def forget_collected(channel: OutputChannel) -> None:
    """Takes back answers that were collected but not sent yet: they are not part of the case."""
    collected = getattr(channel, "messages", None)
    if isinstance(collected, list):
        collected.clear()


async def _danger_answered(processor: MessageProcessor, message: UserMessage) -> bool:
    message.parse_data = await processor.parse_message(message)
    screen = message.parse_data.get(SCREEN) or {}
    if not Tier(screen.get("tier", Tier.none.value)).stops_massage:
        return False
    tracker = new_tracker(processor, message)
    await processor._handle_message_with_tracker(message, tracker)
    await processor._run_prediction_loop(message.output_channel, tracker)
    return bool(tracker.latest_bot_utterance and tracker.latest_bot_utterance.text)


def new_tracker(processor: MessageProcessor, message: UserMessage) -> DialogueStateTracker:
    """The tracker of a conversation in which nothing was said yet, ready for the message."""
    tracker = DialogueStateTracker(message.sender_id, processor.domain.slots)
    tracker.update(ActionExecuted(ACTION_LISTEN_NAME))
    return tracker
