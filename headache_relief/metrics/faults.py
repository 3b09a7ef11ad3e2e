"""Counts the errors that are logged, by what failed."""

from __future__ import annotations

import logging
from typing import Iterator

from headache_relief.metrics import instruments
from headache_relief.metrics.instruments import FAULTS, OTHER

# What a logger below such a name reports; the first that fits.
AREAS = (
    ("headache_relief.rasa_parts.in_process_actions", "action"),
    ("headache_relief.rasa_parts.action_runner", "action"),
    ("actions", "action"),
    ("headache_relief.rasa_parts.lock_store", "lock"),
    ("headache_relief.rasa_parts.tracker_store", "store"),
    ("headache_relief.records", "store"),
    ("headache_relief.serving.retention", "store"),
    ("headache_relief.channels", "channel"),
    ("headache_relief.rasa_parts", "model"),
    ("headache_relief", OTHER),
)
# What failed is told by the exception where a line names one of these.
CAUSES = {"StoreError": "store", "LockError": "lock", "ActionError": "action"}
LIBRARY = "library"

_faults = {kind: instruments.faults.labels(kind) for kind in FAULTS}


class FaultCounter(logging.Handler):
    """Counts each line of an error once, by kind."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)

    def emit(self, record: logging.LogRecord) -> None:
        _faults[kind_of(record)].inc()


def kind_of(record: logging.LogRecord) -> str:
    """One of FAULTS: by the exception that the line names, else by who logs it."""
    for name in _named(record):
        if name in CAUSES:
            return CAUSES[name]
    for area, kind in AREAS:
        if record.name == area or record.name.startswith(f"{area}."):
            return kind
    return LIBRARY


def _named(record: logging.LogRecord) -> Iterator[str]:
    """The classes of exceptions that the record has in hand."""
    if record.exc_info and record.exc_info[0] is not None:
        yield record.exc_info[0].__name__
    for value in record.args if isinstance(record.args, tuple) else ():
        if isinstance(value, BaseException):
            yield type(value).__name__
        elif isinstance(value, str):
            yield value
