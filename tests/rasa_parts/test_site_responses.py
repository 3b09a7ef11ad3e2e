"""Responses with the site's names and the country's numbers filled in."""

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered
from rasa.shared.core.trackers import DialogueStateTracker

from headache_relief.rasa_parts import site_responses
from headache_relief.rasa_parts.site_responses import (
    SiteResponses,
    site_fields,
    without_empty_lines,
)
from headache_relief.settings import Settings


@pytest.fixture
def site(monkeypatch):
    settings = Settings(assistant_name="Calm", country="IE", retention_days=12)
    monkeypatch.setattr(site_responses, "load_settings", lambda: settings)


def test_the_sites_name_and_days_are_filled_in(site):
    fields = site_fields(None)
    assert fields["assistant_name"] == "Calm"
    assert fields["retention_days"] == "12"


def test_the_persons_country_beats_the_sites(site):
    assert site_fields("US")["emergency_number"] == "911"
    assert site_fields(None)["emergency_number"] in {"112", "999", "112 or 999"}


def test_a_country_that_is_not_known_is_told_how_to_find_the_number(site):
    assert "112" in site_fields("ZZ")["emergency_number"]


def test_unused_placeholders_leave_no_gaps():
    assert without_empty_lines("One.  Two. \n\n \nThree.") == "One. Two.\nThree."


async def said(response: str, text: str, **fields: str) -> dict | None:
    domain = Domain.from_dict({"responses": {"utter_known": [{"text": text}]}})
    tracker = DialogueStateTracker("someone", Domain.load("domain.yml").slots)
    return await SiteResponses(None, domain).generate(response, tracker, "rest", **fields)


async def test_a_response_is_filled_from_site_and_action(site):
    message = await said("utter_known", "I'm {assistant_name}. {more}", more="Hello.")
    assert message["text"] == "I'm Calm. Hello."


async def test_what_the_action_gives_beats_the_sites(site):
    message = await said("utter_known", "{contact}", contact="ring us")
    assert message["text"] == "ring us"


async def test_a_response_that_does_not_exist_says_nothing(site):
    assert await said("utter_unknown", "x") is None


async def test_the_texts_of_a_response_come_in_turn(site):
    texts = [{"text": "First."}, {"text": "Second."}]
    responses = SiteResponses(None, Domain.from_dict({"responses": {"utter_two": texts}}))
    tracker = DialogueStateTracker("someone", Domain.load("domain.yml").slots)
    said_in_turn = []
    for _ in range(3):
        message = await responses.generate("utter_two", tracker, "rest")
        said_in_turn.append(message["text"])
        tracker.update(BotUttered(message["text"], metadata={"utter_action": "utter_two"}))
    assert said_in_turn == ["First.", "Second.", "First."]
