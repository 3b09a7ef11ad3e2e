"""Custom actions that fail honestly, run in this process or on an action server.

Whatever goes wrong, the person hears one sentence, the log gets one line without anything that was
said, and slots are as they were before the turn's actions.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Union

import jsonschema  # type: ignore[import-untyped]
import rasa
from rasa.core.actions.action import (
    Action,
    ActionExecutionRejection,
    RemoteAction,
    action_for_name_or_text,
)
from rasa.core.channels.channel import OutputChannel
from rasa.core.nlg import NaturalLanguageGenerator
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, FollowupAction, SlotSet, UserUttered, deserialise_events
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import ClientResponseError, EndpointConfig
from rasa_sdk.interfaces import ActionExecutionRejection as SdkRejection

from headache_relief.rasa_parts.action_runner import SECONDS, ActionError, ActionRunner
from headache_relief.rasa_parts.case_slot import ASSESSMENT, case_from
from headache_relief.rasa_parts.failed_turn import FAILURE_RESPONSE, apology

logger = logging.getLogger(__name__)

TURNS_HANDED_OVER = 2
# Nobody waits for what these say.
SILENT_ON_FAILURE = frozenset({"action_session_start"})


@dataclass(frozen=True)
class ActionServer:
    """A separate action server, and how many seconds its answers may take."""

    endpoint: EndpointConfig
    seconds: float = SECONDS


ActionSource = Union[ActionRunner, ActionServer]


class UnknownResponseOrEvent(LookupError):
    """An action said a response that the domain lacks, or returned an event that Rasa lacks."""


class UnknownSlot(LookupError):
    """An action set a slot that the domain lacks."""


class HonestAction(RemoteAction):
    """A custom action whose failure is one honest sentence and one clean line in the log."""

    def __init__(self, name: str, endpoint: EndpointConfig | None, silent: frozenset[str]) -> None:
        super().__init__(name, endpoint)
        self._silent = silent

    async def run(
        self,
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
        domain: Domain,
    ) -> list[Event]:
        """The action's messages and events.

        After a failure: the failure's sentence, then listening, so that no policy tries the same
        again; nothing at all for an action that is silent.
        """
        try:
            result = await self.result(self.call(tracker, domain))
            return await self._said_and_done(result, output_channel, nlg, tracker)
        except ActionExecutionRejection:
            raise
        except Exception as error:  # an action may raise anything; the person must hear of it
            logger.error("The action %s failed: %s.", self.name(), type(error).__name__)
        if self.name() in self._silent:
            return []
        events = await apology(tracker, nlg, output_channel.name())
        return [*events, FollowupAction(ACTION_LISTEN_NAME)]

    async def result(self, call: dict[str, Any]) -> Any:
        """What the action answers to the call: a dictionary with `events` and `responses`."""
        raise NotImplementedError("where the action runs is the subclass's to say")

    def call(self, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
        """The request for this action, with a bounded part of the tracker."""
        needs_domain = domain.does_custom_action_explicitly_need_domain(self.name())
        return {
            "next_action": self.name(),
            "sender_id": tracker.sender_id,
            "tracker": bounded_state(tracker),
            "domain": domain.as_dict() if needs_domain else {},
            "version": rasa.__version__,
        }

    async def _said_and_done(
        self,
        result: dict[str, Any],
        output_channel: OutputChannel,
        nlg: NaturalLanguageGenerator,
        tracker: DialogueStateTracker,
    ) -> list[Event]:
        responses = result.get("responses", [])
        said = await self._utter_responses(responses, output_channel, nlg, tracker)
        done = deserialise_events(result.get("events", []))
        if len(said) < len(responses) or len(done) < len(result.get("events", [])):
            raise UnknownResponseOrEvent
        for event in done:
            if isinstance(event, SlotSet):
                _check_slot(event, tracker)
        return [*said, *done]


class InProcessAction(HonestAction):
    """A custom action that runs in this process."""

    def __init__(
        self, name: str, runner: ActionRunner, silent: frozenset[str] = SILENT_ON_FAILURE
    ) -> None:
        super().__init__(name, None, silent)
        self._runner = runner

    async def result(self, call: dict[str, Any]) -> Any:
        try:
            return await self._runner.run(call)
        except SdkRejection as rejection:
            raise ActionExecutionRejection(self.name()) from rejection


class ServedAction(HonestAction):
    """A custom action that runs on an action server."""

    def __init__(
        self,
        name: str,
        server: ActionServer,
        silent: frozenset[str] = SILENT_ON_FAILURE,
    ) -> None:
        super().__init__(name, server.endpoint, silent)
        self._seconds = server.seconds

    async def result(self, call: dict[str, Any]) -> Any:
        try:
            answer = await self.action_endpoint.request(json=call, timeout=self._seconds)
        except ClientResponseError as error:
            if error.status == 400 and "action_name" in json.loads(error.text):
                raise ActionExecutionRejection(self.name()) from error
            raise
        answer_validator().validate(answer)
        return answer


def _check_slot(event: SlotSet, tracker: DialogueStateTracker) -> None:
    """Raises on an unknown slot, and on a case that no later turn could read."""
    if event.key not in tracker.slots:
        raise UnknownSlot
    if event.key == ASSESSMENT:
        case_from({ASSESSMENT: event.value})


def action_for(
    name: str,
    domain: Domain,
    source: ActionSource,
    silent: frozenset[str] = SILENT_ON_FAILURE,
) -> Action:
    """The action of that name: Rasa's own as they are, custom ones run by `source`."""
    return honest(action_for_name_or_text(name, domain, None), source, silent)


def honest(
    action: Action, source: ActionSource, silent: frozenset[str] = SILENT_ON_FAILURE
) -> Action:
    """The action itself or, for a custom one, an action run by `source`."""
    if type(action) is not RemoteAction:
        return action
    if isinstance(source, ActionRunner):
        return InProcessAction(action.name(), source, silent)
    return ServedAction(action.name(), source, silent)


def check_actions(domain: Domain, source: ActionSource) -> None:
    """Raises ActionError when the domain lacks the failure's sentence or names unknown actions."""
    if FAILURE_RESPONSE not in domain.responses:
        raise ActionError(f"The domain has no response {FAILURE_RESPONSE}; add it to domain.yml.")
    if not isinstance(source, ActionRunner):
        return
    custom = [name for name in domain.user_actions if not name.startswith("utter_")]
    unknown = sorted(name for name in custom if not source.knows(name))
    if unknown:
        raise ActionError(
            f"The domain names actions that no class has: {', '.join(unknown)}; "
            "add them to the package of actions or take them out of domain.yml."
        )


def bounded_state(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The tracker's state as an action gets it, with the events of the last two turns."""
    state: dict[str, Any] = tracker.current_state(EventVerbosity.NONE)
    return {**state, "events": [event.as_dict() for event in _last_turns(tracker)]}


def _last_turns(tracker: DialogueStateTracker) -> list[Event]:
    kept: list[Event] = []
    turns = 0
    for event in reversed(tracker.events):
        kept.append(event)
        turns += isinstance(event, UserUttered)
        if turns == TURNS_HANDED_OVER:
            break
    return kept[::-1]


@lru_cache(maxsize=1)
def answer_validator() -> Any:
    """A validator of what an action server answers; making one takes 60 ms, using it 5 ms."""
    schema = RemoteAction.action_response_format_spec()
    return jsonschema.validators.validator_for(schema)(schema)
