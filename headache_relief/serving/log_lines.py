"""What one line of the log may hold: never what people wrote, nor who they are.

What this program says of itself is written as it is. Of a line of a library only its place and the
class of an exception are: libraries put whatever they have in hand into their messages.
"""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import datetime, timezone
from typing import Any, Mapping, MutableMapping

OURS = ("headache_relief", "actions")
# Loggers of ours that are handed to libraries.
HANDED_ON = re.compile(r"\.librar(y|ies)$")
# A structured line of Rasa may carry message texts, slots or whole trackers; only these keys of it
# are known not to, and only as long as they hold a name.
HARMLESS_KEYS = ("event", "component", "policy_name", "action_name")
NAME = re.compile(r"[A-Za-z0-9_.]{1,80}")
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
HARMLESS = "harmless"
FIELDS = "fields"


def without_content(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> tuple[tuple[str], dict[str, Any]]:
    """The last processor of structlog: keeps only what can't hold a person's words."""
    kept = {
        key: event[key]
        for key in HARMLESS_KEYS
        if isinstance(event.get(key), str) and NAME.fullmatch(event[key])
    }
    fault = sys.exc_info()[0]
    if event.get("exc_info") and fault is not None:
        kept["fault"] = fault.__name__
    return (kept.pop("event", "unnamed"),), {"extra": {HARMLESS: True, FIELDS: kept}}


class PlainLine(logging.Formatter):
    """One line: time, level, logger, what happened, and `key=value` for what belongs to it."""

    def format(self, record: logging.LogRecord) -> str:
        told = said_in(record)
        event, fault = told.pop("event"), told.pop("fault", None)
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {event}"
        line += f" ({fault})" if fault else ""
        return line + "".join(f" {key}={value}" for key, value in told.items())


class JsonLine(logging.Formatter):
    """One JSON object: `time`, `level`, `logger`, `event`, perhaps `fault`, and fields."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, timezone.utc)
        return json.dumps(
            {
                "time": at.isoformat(timespec="milliseconds"),
                "level": record.levelname.lower(),
                "logger": record.name,
                **said_in(record),
            }
        )


def said_in(record: logging.LogRecord) -> dict[str, Any]:
    """What a record may tell: `event`, the class of its exception as `fault`, and its fields."""
    fields: Mapping[str, Any] = getattr(record, FIELDS, {})
    if is_ours(record):
        told = {"event": CONTROLS.sub(" ", record.getMessage()), **fields}
    else:
        told = {"event": "A library's line.", "place": f"{record.filename}:{record.lineno}"}
    if record.exc_info and record.exc_info[0] is not None:
        told["fault"] = record.exc_info[0].__name__
    return told


def is_ours(record: logging.LogRecord) -> bool:
    """Whether the record's message is known to hold nothing private."""
    if getattr(record, HARMLESS, False):
        return True
    return record.name.split(".")[0] in OURS and not HANDED_ON.search(record.name)
