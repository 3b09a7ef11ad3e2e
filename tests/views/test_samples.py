"""Every view keeps to the protocol of assistant and widget; the widget's samples are current."""

from __future__ import annotations

import json
import re
from typing import Any

import jsonschema
import pytest

from tests.views.samples import FIXTURES, ROOT, samples, text_of

SAYS_THE_NUMBER = {"danger_emergency", "danger_emergency_again", "danger_same_day"}


@pytest.fixture(scope="module")
def said() -> dict[str, dict[str, Any]]:
    return samples()


@pytest.fixture(scope="module")
def protocol() -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((ROOT / "widget/protocol.schema.json").read_text())
    return schema


def test_every_sample_is_a_message_of_the_protocol(said, protocol) -> None:
    for name, message in said.items():
        faults = jsonschema.Draft7Validator(
            {**protocol["definitions"]["Message"], "definitions": protocol["definitions"]}
        ).iter_errors(message)
        assert [fault.message for fault in faults] == [], name


def test_there_is_a_sample_of_every_view(said, protocol) -> None:
    views = protocol["definitions"]["View"]["oneOf"]
    kinds = {
        protocol["definitions"][view["$ref"].rsplit("/", 1)[1]]["properties"]["kind"]["const"]
        for view in views
    }
    assert kinds == {message["view"]["kind"] for message in said.values() if message["view"]}


def test_the_widgets_samples_are_current(said) -> None:
    written = {path.stem: path.read_text(encoding="utf-8") for path in FIXTURES.glob("*.json")}
    now = {name: text_of(message) for name, message in said.items()}
    assert written == now, "run `python -m tests.views.samples`"


def test_no_placeholder_is_left_in_what_is_shown(said) -> None:
    shown = {name: json.dumps(message["view"]) for name, message in said.items()}
    assert [name for name, view in shown.items() if re.search(r"\{\w+\}", view)] == []


def test_the_text_says_what_the_view_shows(said) -> None:
    """Whoever sees no view misses no step, number, name or way to stop."""
    for name, message in said.items():
        view, text = message["view"] or {}, message["text"]
        kind = view.get("kind")
        shown = {
            "technique": [view.get("minutes"), view.get("stop_if"), *view.get("caveats", ())],
            "guide_step": [view.get("step", {}).get("text")],
            "referral": [view.get("name"), view.get("how_soon"), view.get("tell_them")],
            "danger": [view.get("emergency_number")] if name in SAYS_THE_NUMBER else [],
        }.get(kind, [])
        assert [part for part in shown if part not in text] == [], name


def test_a_checklist_names_its_way_out_among_its_choices(said) -> None:
    for name, message in said.items():
        view = message["view"] or {}
        if view.get("kind") == "checklist":
            assert view["none"] in [choice["title"] for choice in message["choices"]], name


def test_a_number_can_be_called_from_the_danger_and_the_referral(said) -> None:
    assert said["danger_emergency"]["view"]["call"] == "tel:999"
    assert said["danger_crisis"]["view"]["crisis_call"] == "tel:116123"
    assert said["referral_today"]["view"]["call"] == "tel:111"
    assert said["referral_doctor"]["view"]["call"] == ""


def test_only_who_can_be_booked_has_the_link(said) -> None:
    assert said["referral_bookable"]["view"]["booking_link"].startswith("https://")
    assert said["referral_doctor"]["view"]["booking_link"] == ""


def test_the_question_in_one_line_ends_the_message(said) -> None:
    for name, message in said.items():
        if "question" in (message["view"] or {}) and name != "head_map_to_begin":
            assert message["text"].endswith(message["view"]["question"]), name
