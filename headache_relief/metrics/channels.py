"""What channels count: what waits, what was sent, what was refused."""

from __future__ import annotations

from typing import Callable

from headache_relief.metrics import instruments
from headache_relief.metrics.instruments import CHANNELS, Waiting, listed

_waiting = Waiting()
instruments.registry.register(_waiting)


def watch_waiting(channel: str, count: Callable[[], int]) -> None:
    """From now on the page tells how many messages of the channel wait, as `count` says."""
    _waiting.counts[listed(channel, CHANNELS)] = count


def received(channel: str) -> None:
    """A message was taken in."""
    instruments.received.labels(listed(channel, CHANNELS)).inc()


def taken_up(channel: str) -> None:
    """Something was gone on with that an earlier start, or another worker, had left."""
    instruments.taken_up.labels(listed(channel, CHANNELS)).inc()


def delivered(channel: str) -> None:
    """A platform took what was sent."""
    instruments.deliveries.labels(listed(channel, CHANNELS), "taken").inc()


def retried(channel: str) -> None:
    """A platform could not be reached, or asked to wait: it is tried again."""
    instruments.deliveries.labels(listed(channel, CHANNELS), "tried again").inc()


def given_up(channel: str) -> None:
    """A platform will never take what was sent."""
    instruments.deliveries.labels(listed(channel, CHANNELS), "given up").inc()


def refused(code: str) -> None:
    """A channel did not take something; `code` is one of the protocol's."""
    instruments.refusals.labels(code).inc()


def tab_opened() -> None:
    """A connection of the web chat was let in."""
    instruments.open_tabs.inc()


def tab_closed() -> None:
    """A connection of the web chat ended."""
    instruments.open_tabs.dec()
