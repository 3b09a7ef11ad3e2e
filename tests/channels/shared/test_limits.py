"""How much one conversation and one address may do."""

import pytest

from headache_relief.channels.shared.limits import SlidingWindow, Slots, address_key, admit
from headache_relief.channels.shared.refusals import Refusal


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_as_many_as_allowed_get_through_and_the_next_waits_for_the_first_to_pass(clock):
    window = SlidingWindow(2, 60.0, clock)
    for _ in range(2):
        admit("too_many_messages", (window, "ann"))
        clock.now += 10
    with pytest.raises(Refusal) as refused:
        admit("too_many_messages", (window, "ann"))
    assert refused.value.code == "too_many_messages"
    assert refused.value.retry_after == 40
    clock.now += 40
    admit("too_many_messages", (window, "ann"))


def test_a_refused_try_does_not_make_the_wait_longer(clock):
    window = SlidingWindow(1, 60.0, clock)
    admit("busy", (window, "ann"))
    for _ in range(50):
        with pytest.raises(Refusal):
            admit("busy", (window, "ann"))
    clock.now += 60
    admit("busy", (window, "ann"))


def test_one_does_not_use_up_what_another_may(clock):
    window = SlidingWindow(1, 60.0, clock)
    admit("busy", (window, "ann"))
    assert window.wait("ann") == 60
    assert window.wait("ben") == 0


def test_what_one_window_refuses_is_counted_in_no_other(clock):
    full, free = SlidingWindow(1, 60.0, clock), SlidingWindow(1, 60.0, clock)
    full.take("session")
    with pytest.raises(Refusal):
        admit("busy", (free, "address"), (full, "session"))
    assert free.wait("address") == 0


def test_whoever_has_been_quiet_is_forgotten(clock):
    window = SlidingWindow(1, 60.0, clock)
    for number in range(5_000):
        window.take(f"session-{number}")
        clock.now += 1
    assert len(window._taken) < 2_000


def test_places_are_freed_again():
    slots = Slots(1)
    assert slots.take("ann") and not slots.take("ann") and slots.take("ben")
    slots.free("ann")
    assert slots.take("ann")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "[2001:db8::ffff:2]", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("unknown", "unknown", True),
    ],
)
def test_an_ipv6_home_counts_as_one_address(one, other, same):
    assert (address_key(one) == address_key(other)) is same
