"""Rasa's memory of stories, which sees at a glance that no story ends where a conversation is."""

from __future__ import annotations

import base64
import json
import zlib
from functools import cached_property
from typing import Any, Optional

from rasa.core.policies.memoization import AugmentedMemoizationPolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class StoryMemory(AugmentedMemoizationPolicy):
    """Predicts exactly what Rasa's policy does.

    That one replays the conversation from every earlier action on, in case a story remembers the
    rest. Since all those rests end with the same state, one look at the endings often spares it.
    """

    def recall(
        self,
        states: list[State],
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[dict[str, Any]],
    ) -> Optional[str]:
        """The next action of a remembered story, or None."""
        ending = _written(states[-1:])[1:]
        if not any(story.endswith(ending) for story in self._stories):
            return None
        action: Optional[str] = super().recall(states, tracker, domain, rule_only_data)
        return action

    @cached_property
    def _stories(self) -> list[str]:
        """The states that are remembered, each sequence written out."""
        if not self.config["enable_feature_string_compression"]:
            return list(self.lookup)
        return [zlib.decompress(base64.b64decode(key)).decode() for key in self.lookup]


def _written(states: list[State]) -> str:
    """States as the keys of Rasa's memory spell them."""
    return json.dumps(states, sort_keys=True).replace('"', "")
