"""Rasa's message processor with custom actions that fail honestly, and never without an answer."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Optional, Union

from rasa.core.actions.action import Action
from rasa.core.channels.channel import OutputChannel, UserMessage
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import ActionExecuted, BotUttered, Event
from rasa.shared.core.trackers import DialogueStateTracker

from headache_relief.metrics import turn
from headache_relief.metrics.turn import stage
from headache_relief.rasa_parts.checkpoints import is_listening
from headache_relief.rasa_parts.failed_turn import apology, is_answered
from headache_relief.rasa_parts.in_process_actions import ActionSource, check_actions, honest
from headache_relief.rasa_parts.model_loading import load_model
from headache_relief.rasa_parts.offered_texts import OfferedTexts
from headache_relief.rasa_parts.sentence_vectors import vectors_ahead
from headache_relief.records.talk import FOLLOW_UP

logger = logging.getLogger(__name__)

TIER = "tier"  # the slot
GOES_ON = "goes_on"  # in the metadata of a message that belongs to the session before


class CaseProcessor(MessageProcessor):
    """Handles messages as Rasa does; custom actions are run by `actions`."""

    def __init__(self, *, actions: ActionSource, **parts: Any) -> None:
        """`parts` are what Rasa's processor is made of; the model is loaded from `model_path`.

        Raises ActionError when the model's domain and the actions don't fit together.
        """
        super().__init__(**parts)
        self._actions = actions
        self._offered = OfferedTexts()
        check_actions(self.domain, actions)

    @staticmethod
    def _load_model(model_path: Union[str, Path]) -> tuple[str, ModelMetadata, GraphRunner]:
        return load_model(model_path)

    async def handle_message(self, message: UserMessage) -> Optional[list[dict[str, Any]]]:
        """Answers a message whose turn has come."""
        turn.has_lock()
        if str(message.message_id or "").startswith(FOLLOW_UP):
            message.metadata = {**(message.metadata or {}), GOES_ON: True}
        answers: Optional[list[dict[str, Any]]] = await super().handle_message(message)
        return answers

    async def get_tracker(self, conversation_id: str) -> DialogueStateTracker:
        """The conversation's tracker; a new one when it is not known."""
        with stage("store"):
            tracker = await super().get_tracker(conversation_id)
        turn.stood(tracker.get_slot(TIER))
        return tracker

    async def save_tracker(self, tracker: DialogueStateTracker) -> None:
        """Stores what the turn added."""
        turn.stands(tracker.get_slot(TIER))
        with stage("store"):
            await super().save_tracker(tracker)

    async def _update_tracker_session(
        self,
        tracker: DialogueStateTracker,
        output_channel: OutputChannel,
        metadata: Optional[dict[str, Any]] = None,
    ) -> None:
        """Begins a new session after long silence, unless a promised question ends the silence."""
        if (metadata or {}).get(GOES_ON) and tracker.applied_events():
            return
        await super()._update_tracker_session(tracker, output_channel, metadata)

    async def parse_message(
        self,
        message: UserMessage,
        tracker: Optional[DialogueStateTracker] = None,
        only_output_properties: bool = True,
    ) -> dict[str, Any]:
        """What the model understands of a message; of a button's text it is known already."""
        with stage("understanding"):
            known = self._offered.understood(message.text) if only_output_properties else None
            if known is not None:
                return known
            async with vectors_ahead(message.text or ""):
                parsed: dict[str, Any] = await super().parse_message(
                    message, tracker, only_output_properties
                )
            if only_output_properties:
                self._offered.keep(message.text, parsed)
        return parsed

    async def execute_side_effects(
        self, events: list[Event], tracker: DialogueStateTracker, output_channel: OutputChannel
    ) -> None:
        """Sends what is said, and remembers the buttons under it."""
        for event in events:
            if isinstance(event, BotUttered):
                self._offered.offer(event.data.get("buttons") or ())
        await super().execute_side_effects(events, tracker, output_channel)

    async def _handle_message_with_tracker(
        self, message: UserMessage, tracker: DialogueStateTracker
    ) -> None:
        """Adds the message to the conversation.

        Between turns the assistant listens. When the event that says so was damaged, policies
        would not take the message for a new one, and danger in it would go unseen.
        """
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            tracker.update(ActionExecuted(ACTION_LISTEN_NAME), self.domain)
        await super()._handle_message_with_tracker(message, tracker)

    def predict_next_with_tracker_if_should(
        self, tracker: DialogueStateTracker
    ) -> tuple[Action, PolicyPrediction]:
        """The next action and the prediction that chose it."""
        with stage("policies"):
            action, prediction = super().predict_next_with_tracker_if_should(tracker)
        return honest(action, self._actions), prediction

    async def _run_prediction_loop(
        self, output_channel: OutputChannel, tracker: DialogueStateTracker
    ) -> None:
        """Acts until it is the person's turn.

        When that says nothing, or finds no end, the person hears that it failed and may go on:
        Rasa alone would stay silent, and stay so at every later message.
        """
        await super()._run_prediction_loop(output_channel, tracker)
        if tracker.is_paused() or (is_listening(tracker) and is_answered(tracker)):
            return
        logger.error("The actions after a message said nothing or found no end.")
        events = await apology(tracker, self.nlg, output_channel.name())
        tracker.update_with_events([*events, ActionExecuted(ACTION_LISTEN_NAME)], self.domain)
        await self.execute_side_effects(events, tracker, output_channel)

    async def _run_action(self, *parts: Any, **named: Any) -> bool:
        with stage("actions"):
            more: bool = await super()._run_action(*parts, **named)
        return more

    @staticmethod
    async def _send_bot_messages(
        events: list[Event], tracker: DialogueStateTracker, output_channel: OutputChannel
    ) -> None:
        await MessageProcessor._send_bot_messages(events, tracker, output_channel)
        for event in events:
            if isinstance(event, BotUttered):
                turn.said(output_channel, event.metadata.get("utter_action"))

    def _get_action(self, action_name: str) -> Optional[Action]:
        return honest(super()._get_action(action_name), self._actions)
