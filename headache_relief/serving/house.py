"""What the server hands to its channels: the assistant, its records, what is told of the site."""

from __future__ import annotations

from typing import Any, Mapping, Sequence

from rasa.core.channels.channel import UserMessage

from headache_relief.assessment.calling import call_link
from headache_relief.assessment.views import light_hurts
from headache_relief.channels.shared.limits import Limits
from headache_relief.channels.shared.ports import House
from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.rasa_parts.case_reader import tells_of_emergency
from headache_relief.rasa_parts.case_slot import case_from, slots_for
from headache_relief.rasa_parts.postgres_lock_store import PostgresLockStore
from headache_relief.rasa_parts.site_responses import site_fields
from headache_relief.records.leadership import Leadership, OnlyWorker, SharedLead
from headache_relief.records.written_turn import WrittenTurn, written_turn
from headache_relief.serving.assistant import Assistant
from headache_relief.settings import Settings

LIMITS = Limits()


class SpokenTo:
    """The assistant as channels see it."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    async def answer(self, message: UserMessage) -> WrittenTurn:
        """Answers over the message's output channel; whatever fails, the person hears of it.

        Returns what was written with the turn. TurnOvertaken is the caller's to repeat.
        """
        written = WrittenTurn()
        before = written_turn.set(written)
        try:
            await self._assistant.agent.handle_message(message)
        finally:
            written_turn.reset(before)
        return written

    async def standing(self, conversation: str) -> dict[str, Any]:
        """The protocol's State; of a conversation that is not known, that of a new one."""
        return self.state_of(await self._assistant.store.slots(conversation))

    def state_of(self, slots: Mapping[str, Any]) -> dict[str, Any]:
        """The protocol's State of a conversation with these slots."""
        case = case_from(slots)
        follows = slots_for(case)
        site = site_fields(slots.get("country"))
        return {
            "tier": follows["tier"],
            "massage_allowed": follows["massage_allowed"],
            "stage": follows["stage"],
            "asked": follows["requested_slot"],
            "consent": case.consent,
            "emergency_number": site["emergency_number"],
            "call": call_link(site["emergency_number"]),
            "light_hurts": light_hurts(case, load_knowledge()),
        }

    async def events(self, conversation: str) -> Sequence[Mapping[str, Any]]:
        """The conversation's events as they are stored, oldest first."""
        events: Sequence[Mapping[str, Any]] = await self._assistant.store.events(conversation)
        return events

    async def erase(self, conversation: str) -> None:
        """Deletes all that is kept of the conversation, wherever that is."""
        await self._assistant.agent.erase(conversation)


def house_for(assistant: Assistant, settings: Settings) -> House:
    """The assistant with its records, and what a new session is told."""
    return House(
        SpokenTo(assistant),
        assistant.store.records,
        about_the_site(settings),
        LIMITS,
        leadership_of(assistant),
        assistant.agent.lock_store.is_busy,
        tells_of_emergency,
    )


def leadership_of(assistant: Assistant) -> Leadership:
    """Who leads: this worker, unless others may be on the same database."""
    locks = assistant.agent.lock_store
    return SharedLead(locks.shared) if isinstance(locks, PostgresLockStore) else OnlyWorker()


def about_the_site(settings: Settings) -> dict[str, Any]:
    """The protocol's Session, less the token and the time that it lasts."""
    site = site_fields(None)
    return {
        "assistant": settings.assistant_name,
        "site": settings.site_name,
        "country": settings.country,
        "emergency_number": site["emergency_number"],
        "call": call_link(site["emergency_number"]),
        "booking_link": settings.booking_link,
        "contact": settings.contact,
        "most_characters": LIMITS.most_characters,
        "retention_days": settings.retention_days,
        "consent_version": str(load_knowledge().consent.version),
    }
