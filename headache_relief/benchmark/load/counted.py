"""What the assistant itself counts, read from its page for Prometheus."""

from __future__ import annotations

import urllib.request
from typing import Mapping

from prometheus_client.parser import text_string_to_metric_families

STAGE_SECONDS = "headache_relief_stage_seconds"
TURNS = "headache_relief_turns"
WHOLE = "whole turn"


def stage_totals(url: str) -> Mapping[str, float]:
    """Seconds that each stage has taken so far, and under `turns` how many turns that were."""
    with urllib.request.urlopen(f"{url}/metrics") as answer:
        page = answer.read().decode()
    totals: dict[str, float] = {"turns": 0.0}
    for family in text_string_to_metric_families(page):
        for sample in family.samples:
            if sample.name == f"{STAGE_SECONDS}_sum":
                totals[sample.labels["stage"]] = sample.value
            elif sample.name == f"{TURNS}_total":
                totals["turns"] += sample.value
    return totals


def milliseconds_a_turn(
    before: Mapping[str, float], after: Mapping[str, float]
) -> dict[str, float]:
    """Of each stage, between two readings; empty when there was no turn."""
    turns = after["turns"] - before["turns"]
    if turns <= 0:
        return {}
    return {
        stage: 1000 * (seconds - before.get(stage, 0.0)) / turns
        for stage, seconds in after.items()
        if stage != "turns"
    }
