"""Rasa's message processor with custom actions that fail honestly."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Optional, Union

from rasa.core.actions.action import Action
from rasa.core.policies.policy import PolicyPrediction
from rasa.core.processor import MessageProcessor
from rasa.engine.runner.interface import GraphRunner
from rasa.engine.storage.storage import ModelMetadata
from rasa.shared.core.trackers import DialogueStateTracker

from headache_relief.rasa_parts.in_process_actions import ActionSource, check_actions, honest
from headache_relief.rasa_parts.model_loading import load_model


class CaseProcessor(MessageProcessor):
    """Handles messages as Rasa does; custom actions are run by `actions`."""

    def __init__(self, *, actions: ActionSource, **parts: Any) -> None:
        """`parts` are what Rasa's processor is made of; the model is loaded from `model_path`.

        Raises ActionError when the model's domain and the actions don't fit together.
        """
        super().__init__(**parts)
        self._actions = actions
        check_actions(self.domain, actions)

    @staticmethod
    def _load_model(model_path: Union[str, Path]) -> tuple[str, ModelMetadata, GraphRunner]:
        return load_model(model_path)

    def predict_next_with_tracker_if_should(
        self, tracker: DialogueStateTracker
    ) -> tuple[Action, PolicyPrediction]:
        """The next action and the prediction that chose it."""
        action, prediction = super().predict_next_with_tracker_if_should(tracker)
        return honest(action, self._actions), prediction

    def _get_action(self, action_name: str) -> Optional[Action]:
        return honest(super()._get_action(action_name), self._actions)
