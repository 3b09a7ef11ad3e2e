"""Loads the assistant: the trained model, its stores and its actions."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, Optional, Union

from rasa.core.agent import Agent
from rasa.core.brokers.broker import EventBroker
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.lock_store import LockStore
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.tracker_store import InMemoryTrackerStore, TrackerStore
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.domain import Domain
from rasa.utils.endpoints import EndpointConfig

from headache_relief.knowledge.base import Tier
from headache_relief.metrics import turn
from headache_relief.rasa_parts.action_runner import ActionRunner
from headache_relief.rasa_parts.case_slot import case_from
from headache_relief.rasa_parts.in_process_actions import ActionServer, ActionSource
from headache_relief.rasa_parts.outage import UnkeptDanger, answer_without_memory, forget_collected
from headache_relief.rasa_parts.processor import CaseProcessor
from headache_relief.rasa_parts.withdrawal import takes_consent_back, when_withdrawn
from headache_relief.records.advisory_locks import TurnOvertaken
from headache_relief.records.database import StoreError
from headache_relief.settings import load_settings

logger = logging.getLogger(__name__)

IN_PROCESS = "in_process"


class HeadacheAgent(Agent):
    """Rasa's agent with honest actions, and without the wrapper that forgets when a store fails."""

    def __init__(self, actions: ActionSource, **parts: Any) -> None:
        super().__init__(**parts)
        self._actions = actions
        self._unkept = UnkeptDanger()

    def load_model(self, model_path: Union[str, Path], fingerprint: Optional[str] = None) -> None:
        """Loads the model and hands its domain to the stores and the responses."""
        self.processor = CaseProcessor(
            actions=self._actions,
            model_path=model_path,
            tracker_store=self.tracker_store,
            lock_store=self.lock_store,
            generator=self.nlg,
        )
        self.domain = self.processor.domain
        self._set_fingerprint(fingerprint)
        self.tracker_store.domain = self.domain
        if isinstance(self.nlg, TemplatedNaturalLanguageGenerator):
            self.nlg.responses = self.domain.responses

    async def handle_message(self, message: UserMessage) -> Optional[list[dict[str, Any]]]:
        """Answers a message; returns the answers when the channel collects them.

        Whatever fails, the person hears of it, and danger in the message is answered; it is made
        part of the case as soon as that can be stored again. Only a turn that somebody else may
        have gone on with is the caller's to repeat: TurnOvertaken.
        """
        with turn.measured(message.input_channel, message.sender_id, message.output_channel):
            return await self._answered(message)

    async def erase(self, conversation: str) -> int:
        """Deletes everything of a conversation, wherever it is kept; how many events that were.

        Waits for the turn in work. StoreError when the database can't be used; LockError when
        the messages before take too long.
        """
        async with self.lock_store.lock(conversation):
            self._unkept.forget_all(conversation)
            erased: int = await self.tracker_store.erase(conversation)
            return erased

    async def _answered(self, message: UserMessage) -> Optional[list[dict[str, Any]]]:
        try:
            return await self._kept(message)
        except TurnOvertaken:
            turn.comes_again()
            raise
        except Exception as error:  # a database, a model or a policy may raise anything
            logger.error("A message could not be handled: %s.", type(error).__name__)
        danger = await answer_without_memory(self.processor, message)
        turn.answered_without_memory(danger)
        if danger:
            self._unkept.remember(message)
        return _collected(message)

    async def _kept(self, message: UserMessage) -> Optional[list[dict[str, Any]]]:
        """Handles the message; once more when it could not be written.

        A connection may have been ended under it, and the next one holds.
        """
        try:
            return await self._handled(message)
        except TurnOvertaken:
            raise
        except StoreError:
            logger.info("A turn could not be written and is tried once more.")
            forget_collected(message.output_channel)
        return await self._handled(message)

    async def _handled(self, message: UserMessage) -> Optional[list[dict[str, Any]]]:
        if await self._takes_consent_back(message):
            return await self._withdraw(message)
        await self._keep_danger(message.sender_id)
        return await self._in_order(message)

    async def _in_order(self, message: UserMessage) -> Optional[list[dict[str, Any]]]:
        """Handles the message once those before it in its conversation are handled."""
        turn.waits_for_lock()
        answers: Optional[list[dict[str, Any]]] = await super().handle_message(message)
        return answers

    async def _takes_consent_back(self, message: UserMessage) -> bool:
        """Never in an emergency: there such words may mean something else, and help must stay."""
        if not takes_consent_back(message.text or ""):
            return False
        case = case_from(await self.tracker_store.slots(message.sender_id))
        return not (case.in_crisis or case.tier is Tier.emergency)

    async def _withdraw(self, message: UserMessage) -> Optional[list[dict[str, Any]]]:
        await self.erase(message.sender_id)
        turn.said(message.output_channel)
        await message.output_channel.send_response(message.sender_id, when_withdrawn())
        return _collected(message)

    async def _keep_danger(self, conversation: str) -> None:
        """Says again, unheard, what told of danger but could not be stored."""
        for unkept in self._unkept.of(conversation):
            await self._in_order(unkept)
            self._unkept.forget(unkept)

    @staticmethod
    def _create_tracker_store(
        store: Optional[TrackerStore], domain: Optional[Domain]
    ) -> TrackerStore:
        if store is None:
            return InMemoryTrackerStore(domain)
        store.domain = domain
        return store


def _collected(message: UserMessage) -> Optional[list[dict[str, Any]]]:
    """The answers, when the message's channel collects them."""
    collects = isinstance(message.output_channel, CollectingOutputChannel)
    return message.output_channel.messages if collects else None


async def load_agent(
    model_path: Union[str, Path],
    endpoints: Optional[AvailableEndpoints] = None,
    actions: str = IN_PROCESS,
) -> HeadacheAgent:
    """The agent with the model at `model_path`, ready to answer.

    `actions` is "in_process", or the address of an action server; an action may take as long as
    the setting `action_timeout` says. Without `endpoints`
    conversations are kept in memory. Raises ModelNotFound, StoreError or ActionError.
    """
    endpoints = endpoints or AvailableEndpoints()
    seconds = load_settings().action_timeout
    in_process = actions == IN_PROCESS
    broker = await EventBroker.create(endpoints.event_broker)
    agent = HeadacheAgent(
        actions=ActionRunner(seconds=seconds) if in_process else _server(actions, seconds),
        generator=endpoints.nlg,
        tracker_store=_tracker_store(endpoints.tracker_store, broker),
        lock_store=LockStore.create(endpoints.lock_store),
    )
    agent.load_model(model_path)
    return agent


def _server(address: str, seconds: float) -> ActionServer:
    return ActionServer(EndpointConfig(url=address), seconds)


def _tracker_store(
    endpoint: Optional[EndpointConfig], broker: Optional[EventBroker]
) -> TrackerStore:
    """The store of endpoints.yml; Rasa would keep everything in memory when it can't be found."""
    store = TrackerStore.create(endpoint, event_broker=broker)
    if endpoint and endpoint.type and isinstance(store, InMemoryTrackerStore):
        raise StoreError(
            f"The tracker store '{endpoint.type}' can't be found; mend its type in endpoints.yml."
        )
    return store
