"""Every number that is kept, in a registry of this process; all values of labels are listed here.

Labels hold no text, id or address of anybody: what is not in a list here is counted as `other`.
"""

from __future__ import annotations

from typing import Callable, Collection, Iterator

import prometheus_client
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.gc_collector import GCCollector
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.platform_collector import PlatformCollector
from prometheus_client.process_collector import ProcessCollector

prometheus_client.disable_created_metrics()  # type: ignore[no-untyped-call]

OTHER = "other"
CHANNELS = ("web", "telegram", "slack", "rest", OTHER)
STAGES = ("lock", "store", "understanding", "policies", "actions")
FAULTS = ("action", "store", "lock", "model", "channel", "library", OTHER)
TIERS = ("self_care", "routine", "same_day", "emergency")
# 6 s is the longest that anybody may wait for an answer; most turns take less than 0.1 s.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1.0, 2.5, 6.0, 15.0)

registry = CollectorRegistry()
ProcessCollector(registry=registry)
PlatformCollector(registry=registry)
GCCollector(registry=registry)

received = Counter(
    "headache_relief_messages_received",
    "Messages that were taken in, for the first time.",
    ["channel"],
    registry=registry,
)
taken_up = Counter(
    "headache_relief_messages_taken_up",
    "Messages and answers that an earlier start, or another worker, had left.",
    ["channel"],
    registry=registry,
)
turns = Counter(
    "headache_relief_turns", "Messages that were answered.", ["channel"], registry=registry
)
silent_turns = Counter(
    "headache_relief_silent_turns",
    "Messages after which the assistant said nothing at all.",
    ["channel"],
    registry=registry,
)
turn_seconds = Histogram(
    "headache_relief_turn_seconds",
    "From a message's turn to its end.",
    ["channel"],
    buckets=SECONDS,
    registry=registry,
)
first_answer_seconds = Histogram(
    "headache_relief_first_answer_seconds",
    "From a message's turn to the first thing said.",
    ["channel"],
    buckets=SECONDS,
    registry=registry,
)
stage_seconds = Histogram(
    "headache_relief_stage_seconds",
    "What each stage took of a turn, the stages within it left out; and each delivery after it.",
    ["stage"],
    buckets=SECONDS,
    registry=registry,
)
not_understood = Counter(
    "headache_relief_not_understood",
    "Turns in which the assistant said that it had not understood.",
    ["channel"],
    registry=registry,
)
without_memory = Counter(
    "headache_relief_answers_without_memory",
    "Messages that could not be handled: danger in them was answered, else a failure told.",
    ["danger"],
    registry=registry,
)
tiers_reached = Counter(
    "headache_relief_tiers_reached",
    "Turns at whose end a talk stood at another tier of urgency than before.",
    ["tier"],
    registry=registry,
)
faults = Counter(
    "headache_relief_faults", "Lines of errors in the log.", ["kind"], registry=registry
)
lost_log_lines = Counter(
    "headache_relief_lost_log_lines",
    "Lines that could not be written, because the log's destination failed or was too slow.",
    registry=registry,
)
refusals = Counter(
    "headache_relief_refusals", "What channels did not take.", ["code"], registry=registry
)
deliveries = Counter(
    "headache_relief_deliveries",
    "What was sent to a platform, by how that ended.",
    ["channel", "outcome"],
    registry=registry,
)
open_tabs = Gauge(
    "headache_relief_open_tabs", "Connections of the web chat that are open.", registry=registry
)
talks_in_memory = Gauge(
    "headache_relief_talks_in_memory",
    "Talks without consent, which are in memory only.",
    registry=registry,
)
talks_in_work = Gauge(
    "headache_relief_talks_in_work",
    "Talks whose lock is held or waited for.",
    registry=registry,
)
model_trained = Gauge(
    "headache_relief_model_trained_timestamp_seconds",
    "When the model in use was trained, in seconds since 1970.",
    registry=registry,
)
draining = Gauge(
    "headache_relief_draining", "1 while the assistant takes no new talks.", registry=registry
)


class Waiting:
    """How many messages wait for their turn, asked of each channel when the page is read."""

    def __init__(self) -> None:
        self.counts: dict[str, Callable[[], int]] = {}

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The channels' numbers."""
        family = GaugeMetricFamily(
            "headache_relief_waiting_messages",
            "Messages that were taken in and wait for their turn.",
            labels=["channel"],
        )
        for channel, count in self.counts.items():
            family.add_metric([channel], count())
        yield family


def listed(value: object, known: Collection[str]) -> str:
    """The value itself where it is one of the known, else `other`."""
    return value if isinstance(value, str) and value in known else OTHER
