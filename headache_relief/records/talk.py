"""A talk as its person saw it, read from the events that Rasa stores."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Iterable, Mapping, Optional, Sequence

from headache_relief.knowledge.clinical_files import load_knowledge

PERSON = "person"
ASSISTANT = "assistant"
BEFORE_ANY_MESSAGE = "start"
# A channel says something under such an id so that the assistant greets: nobody said it.
GREETING = "greeting-"
# The same for a question that was promised (records/follow_ups.py).
FOLLOW_UP = "follow-up-"
SAID_BY_NOBODY = (GREETING, FOLLOW_UP)


@dataclass(frozen=True)
class Spoken:
    """One thing that was said, by the person or the assistant.

    `id` is the person's message's own; the n-th answer to it has that, a dot and n, from 1. `at`
    counts seconds since 1970; `response` names the domain's response or is empty.
    """

    id: str
    by: str
    at: float
    text: str
    response: str = ""
    buttons: tuple[Mapping[str, Any], ...] = ()
    view: Optional[Mapping[str, Any]] = None


def answer_id(message: str, number: int) -> str:
    """The id of the answer with this number, from 1, to the message with this id."""
    return f"{message}.{number}"


def spoken(events: Iterable[Mapping[str, Any]]) -> list[Spoken]:
    """All that was said, oldest first; `events` are Rasa's, as dictionaries."""
    said = []
    message, answers = BEFORE_ANY_MESSAGE, 0
    for event in events:
        if event["event"] == "user":
            message, answers = str(event.get("message_id") or ""), 0
            if not message.startswith(SAID_BY_NOBODY):
                text = str(event.get("text") or "")
                said.append(Spoken(message, PERSON, float(event["timestamp"]), text))
        elif event["event"] == "bot":
            answers += 1
            said.append(_answer(answer_id(message, answers), event))
    return said


def transcript(said: Sequence[Spoken]) -> str:
    """The talk as plain text with times (UTC), for the person to keep."""
    wording = load_knowledge().wording
    lines = (f"{_time(each.at)} {wording[f'transcript_{each.by}']}: {each.text}\n" for each in said)
    return "\n".join(lines)


def _answer(identity: str, event: Mapping[str, Any]) -> Spoken:
    data = event.get("data") or {}
    about = event.get("metadata") or {}
    return Spoken(
        id=identity,
        by=ASSISTANT,
        at=float(event["timestamp"]),
        text=str(event.get("text") or ""),
        response=str(about.get("utter_action") or ""),
        buttons=tuple(data.get("buttons") or ()),
        view=about.get("view"),
    )


def _time(at: float) -> str:
    return datetime.fromtimestamp(at, timezone.utc).strftime("%Y-%m-%d %H:%M")
