"""How much one conversation and one address may do: every limit of the channels in one place."""

from __future__ import annotations

import ipaddress
import time
from collections import Counter, deque
from dataclasses import dataclass
from typing import Callable

from headache_relief.channels.shared.refusals import Refusal

Clock = Callable[[], float]

EVERYBODY = ""  # the key of what all share
MOST_KEYS_BETWEEN_SWEEPS = 1_000
SECOND, MINUTE = 1.0, 60.0


class SlidingWindow:
    """At most `most` takes of each key within `seconds`, counted from each take."""

    def __init__(self, most: int, seconds: float, clock: Clock = time.monotonic) -> None:
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._taken: dict[str, deque[float]] = {}
        self._sweep_at = MOST_KEYS_BETWEEN_SWEEPS

    def wait(self, key: str) -> float:
        """The seconds until the key may take again; 0 when it may now."""
        now = self._clock()
        taken = self._taken.get(key, deque())
        while taken and taken[0] <= now - self._seconds:
            taken.popleft()
        return 0.0 if len(taken) < self._most else taken[0] + self._seconds - now

    def take(self, key: str) -> None:
        """Counts one take of the key, now."""
        self._sweep()
        self._taken.setdefault(key, deque(maxlen=self._most)).append(self._clock())

    def _sweep(self) -> None:
        """Forgets keys that have been quiet, so that memory follows the callers of the moment."""
        if len(self._taken) < self._sweep_at:
            return
        since = self._clock() - self._seconds
        self._taken = {key: taken for key, taken in self._taken.items() if taken[-1] > since}
        self._sweep_at = len(self._taken) + MOST_KEYS_BETWEEN_SWEEPS


class Slots:
    """At most `most` things of each key at the same time."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: Counter[str] = Counter()

    def take(self, key: str) -> bool:
        """Holds one more, and returns True; False when the key holds as many as it may."""
        if self._held[key] >= self._most:
            return False
        self._held[key] += 1
        return True

    def free(self, key: str) -> None:
        """Lets go of one."""
        self._held[key] -= 1
        if self._held[key] <= 0:
            del self._held[key]


@dataclass(frozen=True)
class Limits:
    """The numbers; those of an address are wide enough for an office behind one address."""

    most_characters: int = 1_000  # of one message
    messages_of_a_session: int = 20  # in a minute
    messages_of_an_address: int = 120  # in a minute
    turns_of_an_address: int = 4  # in a second; more wait, and don't use up everybody's time
    sessions_of_an_address: int = 60  # in ten minutes
    held_back_of_everybody: int = 100  # at the same time: refused, and told so only after a while
    connections_of_an_address: int = 50  # at the same time
    connects_of_an_address: int = 240  # in a minute
    connections_of_a_session: int = 8  # at the same time: one person's tabs
    readings_of_a_session: int = 30  # of history, transcript, and the like, in a minute
    events_of_a_connection: int = 240  # in a minute, refused ones too; more ends the connection
    # Past these limits a message that tells of an emergency is answered, within these:
    most_characters_looked_at: int = 200
    looked_at_of_a_session: int = 20  # in a minute
    looked_at_of_everybody: int = 10  # in a second
    emergencies_of_a_session: int = 3  # in a minute
    emergencies_of_everybody: int = 2  # in a second
    # Of everybody, in work or not; more, and the assistant says that it is busy.
    waiting_messages: int = 500


class Counters:
    """What has been used of the limits, by everybody."""

    def __init__(self, limits: Limits = Limits(), clock: Clock = time.monotonic) -> None:
        self.limits = limits
        self.messages = SlidingWindow(limits.messages_of_a_session, MINUTE, clock)
        self.messages_by_address = SlidingWindow(limits.messages_of_an_address, MINUTE, clock)
        self.turns_by_address = SlidingWindow(limits.turns_of_an_address, SECOND, clock)
        self.sessions = SlidingWindow(limits.sessions_of_an_address, 10 * MINUTE, clock)
        self.readings = SlidingWindow(limits.readings_of_a_session, MINUTE, clock)
        self.events = SlidingWindow(limits.events_of_a_connection, MINUTE, clock)
        self.looked_at = SlidingWindow(limits.looked_at_of_a_session, MINUTE, clock)
        self.all_looked_at = SlidingWindow(limits.looked_at_of_everybody, SECOND, clock)
        self.emergencies = SlidingWindow(limits.emergencies_of_a_session, MINUTE, clock)
        self.all_emergencies = SlidingWindow(limits.emergencies_of_everybody, SECOND, clock)
        self.connects = SlidingWindow(limits.connects_of_an_address, MINUTE, clock)
        self.held_back = Slots(limits.held_back_of_everybody)
        self.connections = Slots(limits.connections_of_an_address)
        self.tabs = Slots(limits.connections_of_a_session)


def admit(code: str, *windows: tuple[SlidingWindow, str]) -> None:
    """Counts one take in each window (with its key); Refusal `code` when one of them is full.

    A refused take is not counted: whoever waits as long as `retry_after` says gets through.
    """
    if not taken(*windows):
        raise Refusal(code, wait_for(*windows))


def taken(*windows: tuple[SlidingWindow, str]) -> bool:
    """Counts one take in each window (with its key); False, and none, when one of them is full."""
    if wait_for(*windows) > 0:
        return False
    for window, key in windows:
        window.take(key)
    return True


def wait_for(*windows: tuple[SlidingWindow, str]) -> float:
    """The seconds until each of the windows has room for its key."""
    return max(window.wait(key) for window, key in windows)


def address_key(address: str) -> str:
    """What counts as one address: of an IPv6 address its network of 64 bits, which one home has."""
    try:
        known = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return address[:64]
    if known.version == 4:
        return str(known)
    mapped = known.ipv4_mapped
    return str(mapped or ipaddress.ip_network((known, 64), strict=False))
