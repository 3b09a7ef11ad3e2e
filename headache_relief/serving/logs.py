"""What the running assistant logs: one clean line a fault, and never what people wrote."""

from __future__ import annotations

import logging
import sys
from typing import Any, MutableMapping

import structlog

# A structured log line of Rasa may carry message texts, slots or whole trackers; only these keys
# of it are known not to.
HARMLESS_KEYS = ("event", "level", "timestamp", "component", "policy_name", "action_name")
# Rasa's processor warns with the name of the conversation, which may be a person's.
NOISY_LOGGERS = (
    "rasa.core.processor",
    "rasa_sdk",
    "sanic",
    "tensorflow",
    "absl",
    "apscheduler",
)


def without_content(
    logger: Any, method: str, event: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A structlog processor that keeps only what can't hold a person's words."""
    kept = {key: event[key] for key in HARMLESS_KEYS if key in event}
    fault = sys.exc_info()[0]
    if event.get("exc_info") and fault is not None:
        kept["fault"] = fault.__name__
    return kept


class OneLineFormatter(logging.Formatter):
    """Formats a record on one line; of an exception it gives the class, never text or trace."""

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self.formatTime(record)} {record.levelname} {record.name}: {record.getMessage()}"
        if record.exc_info and record.exc_info[0] is not None:
            line += f" ({record.exc_info[0].__name__})"
        return line.replace("\n", " ")


def configure_logs(level: int = logging.WARNING) -> None:
    """Sends warnings and errors to standard error, one line each, without message contents."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLineFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.add_log_level,
            without_content,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
