"""What Slack tells the assistant, sorted: who said what, in which words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Mapping, Optional, Sequence, TypeGuard

from headache_relief.channels.slack.blocks import (
    APART,
    CHOOSE,
    MARK,
    PAGE,
    PLACES,
    READ_PRIVACY,
    SCALE,
    SEND,
    THUMB,
    TICK,
    UP,
)
from headache_relief.channels.slack.texts import plain

Event = Mapping[str, Any]

SPOKEN = (None, "me_message", "thread_broadcast", "file_share")
DIRECT = "D"  # the first letter of the id of direct messages


class Kind(Enum):
    """What to do with a message event."""

    said = "said"
    text_only = "text_only"
    edited = "edited"
    ignored = "ignored"


@dataclass(frozen=True)
class Heard:
    """A message event, read: `text` is empty unless something was said."""

    kind: Kind
    user: str = ""
    channel: str = ""
    thread: str = ""
    text: str = ""


IGNORED = Heard(Kind.ignored)


def heard(event: Event) -> Heard:
    """What a message event says; only direct messages of people count."""
    if not is_direct(event.get("channel")) or event.get("channel_type", "im") != "im":
        return IGNORED
    if event.get("subtype") == "message_changed":
        return _changed(event)
    user, channel = event.get("user"), event["channel"]
    if event.get("subtype") not in SPOKEN or by_program(event) or not is_id(user):
        return IGNORED
    text = plain(text_of(event))
    kind = Kind.said if text else Kind.text_only
    return Heard(kind, str(user), channel, thread_of(event), text)


def is_direct(channel: Any) -> TypeGuard[str]:
    """Whether it is the id of the direct messages of one person."""
    return is_id(channel) and channel.startswith(DIRECT)


def is_id(value: Any) -> TypeGuard[str]:
    """Whether it can be an id of Slack's."""
    return isinstance(value, str) and value.isalnum() and len(value) <= 40


def text_of(event: Event) -> str:
    """The event's text; empty when it has none."""
    text = event.get("text")
    return text if isinstance(text, str) else ""


def thread_of(event: Event) -> str:
    """The thread that the event stands in; empty when in none."""
    thread = event.get("thread_ts")
    return thread if isinstance(thread, str) else ""


def by_program(event: Event) -> bool:
    """Whether the assistant itself or another program said it."""
    return bool(event.get("bot_id") or event.get("bot_profile"))


def _changed(event: Event) -> Heard:
    """A person changed their words; what Slack itself adds to a message is no change."""
    now, before = event.get("message"), event.get("previous_message")
    if not isinstance(now, dict) or by_program(now) or not is_id(now.get("user")):
        return IGNORED
    if not now.get("edited") or now.get("subtype") == "tombstone":
        return IGNORED
    if isinstance(before, dict) and before.get("text") == now.get("text"):
        return IGNORED
    return Heard(Kind.edited, now["user"], event["channel"], thread_of(now))


class Deed(Enum):
    """What pressing something in a message means."""

    choice = "choice"
    number = "number"
    page = "page"
    thumb = "thumb"
    privacy = "privacy"
    nothing = "nothing"


@dataclass(frozen=True)
class Pressed:
    """Tokens that were chosen, how they read, and for a number also which.

    Of another page `number` is which, of a thumb `helpful` is what it says; both name a `message`.
    """

    deed: Deed
    tokens: Sequence[str] = ()
    titles: Sequence[str] = ()
    number: str = ""
    message: str = ""
    helpful: Optional[bool] = None


NOTHING = Pressed(Deed.nothing)


def pressed(body: Mapping[str, Any]) -> Pressed:
    """What a block action in a message says; ticking alone says nothing yet."""
    action = first_action(body)
    name = str(action.get("action_id", ""))
    if name.startswith(f"{CHOOSE}-"):
        token = action.get("value")
        label = (action.get("text") or {}).get("text", "")
        return Pressed(Deed.choice, (token,), (label,)) if isinstance(token, str) else NOTHING
    if name == SEND:
        options = _ticked((body.get("state") or {}).get("values") or {})
        return Pressed(Deed.choice, *_read(options))
    if name == SCALE:
        return _number(action.get("selected_option") or {})
    if name.startswith(f"{PAGE}-"):
        return _page(str(action.get("value", "")))
    if name.startswith(f"{THUMB}-"):
        return _thumb(action)
    return Pressed(Deed.privacy) if name == READ_PRIVACY else NOTHING


def first_action(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one action that Slack tells of."""
    actions = body.get("actions")
    first = actions[0] if isinstance(actions, list) and actions else {}
    return first if isinstance(first, dict) else {}


def _ticked(values: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    elements = [element for block in values.values() for element in block.items()]
    return [
        option
        for name, element in elements
        if name == PLACES or name.startswith(f"{TICK}-")
        for option in element.get("selected_options") or ()
    ]


def _read(options: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(each["value"] for each in options), tuple(_title(each) for each in options)


def _number(option: Mapping[str, Any]) -> Pressed:
    number, apart, token = str(option.get("value", "")).partition(APART)
    if not apart or not number.isdecimal():
        return NOTHING
    return Pressed(Deed.number, (token,), (_title(option),), number)


def _page(value: str) -> Pressed:
    message, apart, page = value.rpartition(APART)
    if not apart or not page.isdecimal():
        return NOTHING
    return Pressed(Deed.page, number=page, message=message)


def _thumb(action: Mapping[str, Any]) -> Pressed:
    marked = _title(action).startswith(MARK)
    helpful = None if marked else action.get("action_id") == f"{THUMB}-{UP}"
    return Pressed(Deed.thumb, message=str(action.get("value", "")), helpful=helpful)


def _title(option: Mapping[str, Any]) -> str:
    return str((option.get("text") or {}).get("text", ""))
