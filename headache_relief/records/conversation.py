"""Everything that is kept of one conversation: handed out, or erased, when its person asks."""

from __future__ import annotations

import json
from typing import Any, Mapping, Protocol


class RecordError(Exception):
    """Nothing is kept of the conversation; the message is one sentence that names it."""


class ConversationStore(Protocol):
    """What keeps conversations."""

    async def export(self, conversation: str) -> Mapping[str, Any]:
        """All that is kept of a conversation: `events`, `unreadable` ones as text, and its rows
        of every other table by the table's name.
        """

    async def erase(self, conversation: str) -> int:
        """Deletes all that is kept of a conversation; the number of its events."""


async def export(store: ConversationStore, conversation: str) -> str:
    """All that is kept of the conversation, as JSON; RecordError when that is nothing."""
    kept = await store.export(conversation)
    if not kept["events"] and not kept["unreadable"]:
        raise _nothing_kept(conversation)
    return json.dumps(kept, ensure_ascii=False, indent=2)


async def erase(store: ConversationStore, conversation: str) -> int:
    """Erases the conversation and returns how many events that were; RecordError when none."""
    erased = await store.erase(conversation)
    if erased == 0:
        raise _nothing_kept(conversation)
    return erased


def _nothing_kept(conversation: str) -> RecordError:
    return RecordError(f"Nothing is kept of a conversation {conversation!r}: check its id.")
