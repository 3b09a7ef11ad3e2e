"""Shares and how sure they make us."""

import pytest

from headache_relief.evaluation.shares import Share, percentile, wilson


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [
        # Published values of Wilson's score interval without continuity correction.
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (81, 263, 0.2553, 0.3662),
        (0, 0, 0.0, 1.0),
    ],
)
def test_the_interval_is_wilsons(hits, of, low, high):
    assert wilson(hits, of) == pytest.approx((low, high), abs=5e-5)


def test_a_share_counts_what_is_true():
    assert Share.counted([True, False, True]) == Share(2, 3)


def test_a_share_of_nothing_is_none():
    assert Share(0, 0).value == 0.0


def test_a_percentile_is_a_value_that_was_measured():
    assert percentile(range(1, 101), 95) == 95
    assert percentile([7.0], 95) == 7.0
    assert percentile([], 95) == 0.0
