"""What channels count."""

from __future__ import annotations

import pytest

from headache_relief.channels.shared.refusals import CODES, Refusal
from headache_relief.metrics import channels, instruments


def value(name: str, **labels: str) -> float:
    found = instruments.registry.get_sample_value(f"headache_relief_{name}", labels)
    assert found is not None, f"{name} {labels} is not on the page"
    return found


@pytest.mark.parametrize("code", sorted(CODES))
def test_a_refusal_counts_by_its_code(code):
    before = value("refusals_total", code=code)
    Refusal(code)
    assert value("refusals_total", code=code) == before + 1


@pytest.mark.parametrize(
    ("count", "outcome"),
    [
        (channels.delivered, "taken"),
        (channels.retried, "tried again"),
        (channels.given_up, "given up"),
    ],
)
def test_a_delivery_counts_by_how_it_ended(count, outcome):
    before = value("deliveries_total", channel="slack", outcome=outcome)
    count("slack")
    assert value("deliveries_total", channel="slack", outcome=outcome) == before + 1


def test_a_delivery_that_fails_is_timed_too():
    before = value("stage_seconds_count", stage="delivery")
    with pytest.raises(OSError), channels.delivering():
        raise OSError
    assert value("stage_seconds_count", stage="delivery") == before + 1


def test_what_waits_is_asked_for_when_the_page_is_read():
    waiting = [3]
    channels.watch_waiting("telegram", lambda: waiting[0])
    assert value("waiting_messages", channel="telegram") == 3
    waiting[0] = 0
    assert value("waiting_messages", channel="telegram") == 0


def test_the_page_holds_no_label_that_is_not_listed():
    channels.received("web-an-id-of-somebody")
    channels.watch_waiting("telegram-77", lambda: 0)
    labels = {
        label
        for family in instruments.registry.collect()
        for sample in family.samples
        for label in sample.labels.values()
    }
    assert not {label for label in labels if "somebody" in label or "77" in label}
