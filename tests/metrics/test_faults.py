"""Each error that is logged counts once, by what failed."""

import logging

import pytest

from headache_relief.metrics.faults import kind_of
from headache_relief.metrics.instruments import FAULTS
from headache_relief.records.database import StoreError


def record(name: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord(name, logging.ERROR, "file.py", 1, "It failed: %s", args, None)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (record("headache_relief.rasa_parts.in_process_actions", "ValueError"), "action"),
        (record("headache_relief.rasa_parts.tracker_store", 4), "store"),
        (record("headache_relief.rasa_parts.agent", "StoreError"), "store"),
        (record("headache_relief.rasa_parts.agent", "LockError"), "lock"),
        (record("headache_relief.rasa_parts.agent", "KeyError"), "model"),
        (record("headache_relief.channels.shared.talks", StoreError("gone")), "store"),
        (record("headache_relief.channels.telegram.post", "TimedOut"), "channel"),
        (record("headache_relief.serving.error_pages", "ValueError"), "other"),
        (record("asyncio"), "library"),
        (record("headache_reliefs"), "library"),
    ],
)
def test_a_fault_is_of_the_kind_that_its_line_tells(line, kind):
    assert kind_of(line) == kind
    assert kind in FAULTS
