"""The whole assistant in one process: parses a text, or says one turn of a conversation."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from rasa.core.agent import Agent
from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.utils import AvailableEndpoints
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from headache_relief.assessment.in_context import in_context
from headache_relief.channels.incoming import clean
from headache_relief.channels.repeating import until_written
from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.language.understanding import Understanding
from headache_relief.rasa_parts.action_runner import ActionError
from headache_relief.rasa_parts.agent import IN_PROCESS, load_agent
from headache_relief.rasa_parts.case_reader import SCREEN, UNDERSTANDING, screen_of, suspected_in
from headache_relief.rasa_parts.lock_store import EventLockStore
from headache_relief.rasa_parts.tracker_store import SqlTrackerStore
from headache_relief.records.database import StoreError
from headache_relief.serving.errors import ServingError
from headache_relief.serving.model import ModelFiles
from headache_relief.settings import ROOT, Settings, check_techniques
from headache_relief.vectors import VectorsError, load_encoder

SQLITE_FILE = "sqlite:///"
SHARED_LOCKS = "headache_relief.rasa_parts.postgres_lock_store.PostgresLockStore"


@dataclass(frozen=True)
class Turn:
    """One turn: what was said to the assistant, what it said, and where the case then stands.

    `bot` holds messages as Rasa's channels give them (text, buttons, custom ...); `milliseconds`
    is the time until the last of them. While the database is away nobody knows where the case
    stands: those four are None.
    """

    user: str
    bot: tuple[Mapping[str, Any], ...]
    tier: Optional[str]
    massage_allowed: Optional[bool]
    stage: Optional[str]
    asked: Optional[str]
    milliseconds: float


class WholeMessages(CollectingOutputChannel):
    """Collects what is said, each message whole: Rasa's own collector splits at empty lines."""

    async def send_text_message(self, recipient_id: str, text: str, **unused: Any) -> None:
        await self._persist_message({"text": text})


class Assistant:
    """A loaded agent, spoken to without a channel."""

    def __init__(self, agent: Agent) -> None:
        self.agent = agent

    async def parse(self, text: str, asked: Optional[str] = None) -> Mapping[str, Any]:
        """What the model understands of a text, said in answer to the question `asked` if any.

        `understanding` and `screen` then hold what the answer means as well: "no" to a checklist
        denies its items. An unknown question changes nothing.
        """
        slots = self.agent.domain.slots
        before = [SlotSet("requested_slot", asked)] if asked else []
        tracker = DialogueStateTracker.from_events("parse", before, slots=slots)
        parsed: Mapping[str, Any] = await self.agent.processor.parse_message(
            UserMessage(clean(text)), tracker
        )
        return _answering(asked, parsed) if asked else parsed

    async def start(self, conversation: str, slots: Mapping[str, Any]) -> None:
        """Starts a conversation with some slots already filled, such as the consent."""
        processor = self.agent.processor
        tracker = await processor.fetch_tracker_and_update_session(conversation, WholeMessages())
        for name, value in slots.items():
            tracker.update(SlotSet(name, value))
        await processor.save_tracker(tracker)

    async def say(self, conversation: str, text: str) -> Turn:
        """Says something in a conversation and returns what the assistant answered.

        TurnOvertaken when others went on with the conversation each time it was said.
        """
        heard = WholeMessages()
        started = time.perf_counter()
        message = UserMessage(clean(text), heard, conversation)
        await until_written(self.agent.handle_message, message)
        passed = (time.perf_counter() - started) * 1000
        slots = await self._slots(conversation)
        return Turn(
            user=text,
            bot=tuple(_without_recipient(heard.messages)),
            tier=slots.get("tier"),
            massage_allowed=slots.get("massage_allowed"),
            stage=slots.get("stage"),
            asked=slots.get("requested_slot"),
            milliseconds=passed,
        )

    @property
    def store(self) -> SqlTrackerStore:
        """Where the conversations are kept."""
        store: SqlTrackerStore = self.agent.tracker_store
        return store

    async def close(self) -> None:
        """Ends what the assistant runs beside the event loop."""
        if self.store.event_broker is not None:
            await self.store.event_broker.close()
        self.store.close()
        if isinstance(self.agent.lock_store, EventLockStore):
            self.agent.lock_store.close()

    async def _slots(self, conversation: str) -> Mapping[str, Any]:
        try:
            tracker = await self.agent.tracker_store.retrieve(conversation)
        except StoreError:  # the agent has logged it, and the person was told
            return {}
        values: Mapping[str, Any] = tracker.current_slot_values() if tracker else {}
        return values


def _answering(asked: str, parsed: Mapping[str, Any]) -> Mapping[str, Any]:
    """The same, with what the text means as an answer to the question `asked`."""
    knowledge = load_knowledge()
    understanding = in_context(Understanding.from_dict(parsed[UNDERSTANDING]), asked, knowledge)
    screened = screen_of(understanding, knowledge, suspected_in(parsed.get(SCREEN)))
    return {**parsed, UNDERSTANDING: understanding.as_dict(), SCREEN: screened}


def _without_recipient(messages: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    return [{k: v for k, v in message.items() if k != "recipient_id"} for message in messages]


async def load_assistant(
    settings: Settings,
    store: Optional[str] = None,
    action_server: Optional[str] = None,
    files: Optional[ModelFiles] = None,
) -> Assistant:
    """The assistant with its trained model, ready to answer.

    `store` is the database's address (the settings' own by default); `action_server` the address
    of an action server (actions run in this process by default). ServingError, SettingsError or
    KnowledgeError says in one sentence what is missing.
    """
    model = (files or ModelFiles()).trusted_model()
    check_techniques(settings, load_knowledge().techniques)
    try:
        load_encoder()
    except VectorsError as error:
        raise ServingError(str(error)) from error
    endpoints = _endpoints(store or settings.database_url)
    try:
        agent = await load_agent(str(model), endpoints, actions=action_server or IN_PROCESS)
    except (StoreError, ActionError) as error:
        raise ServingError(str(error)) from None
    except Exception as error:
        # A model that its code has outgrown fails anywhere between unzipping and unpickling.
        raise ServingError(
            f"The model can't be loaded ({type(error).__name__}): "
            "train it anew with `headache-relief train`."
        ) from error
    return Assistant(agent)


def _endpoints(store: str) -> AvailableEndpoints:
    """The endpoints of endpoints.yml, with conversations kept at the address `store`."""
    endpoints = AvailableEndpoints.read_endpoints(str(ROOT / "endpoints.yml"))
    settings = endpoints.tracker_store.kwargs if endpoints.tracker_store else {}
    kind = endpoints.tracker_store.type if endpoints.tracker_store else None
    endpoints.tracker_store = EndpointConfig(url=database_address(store), type=kind, **settings)
    if is_shared(store):
        endpoints.lock_store = EndpointConfig(url=store, type=SHARED_LOCKS)
    return endpoints


def is_shared(store: str) -> bool:
    """Whether several workers may use the database at the address `store`."""
    return not store.startswith(SQLITE_FILE)


def database_address(store: str) -> str:
    """The address `store` with a relative SQLite file made relative to settings.yml."""
    if not store.startswith(SQLITE_FILE):
        return store
    return f"{SQLITE_FILE}{ROOT / store[len(SQLITE_FILE) :]}"
