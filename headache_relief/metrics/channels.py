"""What channels count: what waits, what was sent, what was refused."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import Callable, Iterable, Iterator

from headache_relief.metrics import instruments
from headache_relief.metrics.instruments import CHANNELS, OTHER, Waiting, listed

PLATFORMS = ("telegram", "slack", OTHER)
OUTCOMES = TAKEN, TRIED_AGAIN, GIVEN_UP = "taken", "tried again", "given up"

_waiting = Waiting()
instruments.registry.register(_waiting)
# Made at once: what appears on the page with its first count is not seen to grow.
_delivering = instruments.stage_seconds.labels("delivery")
_received = {channel: instruments.received.labels(channel) for channel in CHANNELS}
_taken_up = {channel: instruments.taken_up.labels(channel) for channel in CHANNELS}
_deliveries = {
    (channel, outcome): instruments.deliveries.labels(channel, outcome)
    for channel in PLATFORMS
    for outcome in OUTCOMES
}


def watch_waiting(channel: str, count: Callable[[], int]) -> None:
    """From now on the page tells how many messages of the channel wait, as `count` says."""
    _waiting.counts[listed(channel, CHANNELS)] = count


def received(channel: str) -> None:
    """A message was taken in."""
    _received[listed(channel, CHANNELS)].inc()


def taken_up(channel: str) -> None:
    """Something was gone on with that an earlier start, or another worker, had left."""
    _taken_up[listed(channel, CHANNELS)].inc()


def delivered(channel: str) -> None:
    """A platform took what was sent."""
    _deliveries[listed(channel, PLATFORMS), TAKEN].inc()


def retried(channel: str) -> None:
    """A platform could not be reached, or asked to wait: it is tried again."""
    _deliveries[listed(channel, PLATFORMS), TRIED_AGAIN].inc()


def given_up(channel: str) -> None:
    """A platform will never take what was sent."""
    _deliveries[listed(channel, PLATFORMS), GIVEN_UP].inc()


@contextmanager
def delivering() -> Iterator[None]:
    """Times how long it takes to show one answer to its person, however that ends."""
    began = time.perf_counter()
    try:
        yield
    finally:
        _delivering.observe(time.perf_counter() - began)


def may_refuse(codes: Iterable[str]) -> None:
    """These codes are on the page from the start: the first refusal would go unseen else."""
    for code in codes:
        instruments.refusals.labels(code)


def refused(code: str) -> None:
    """A channel did not take something; `code` is one of the protocol's."""
    instruments.refusals.labels(code).inc()


def tab_opened() -> None:
    """A connection of the web chat was let in."""
    instruments.open_tabs.inc()


def tab_closed() -> None:
    """A connection of the web chat ended."""
    instruments.open_tabs.dec()
