"""Only the assistant's own words are known again."""

from __future__ import annotations

from headache_relief.rasa_parts.offered_texts import OfferedTexts

MEANS = {"intent": {"name": "deny"}, "entities": [{"value": "nausea"}]}


def test_what_a_button_means_is_known_once_it_was_understood() -> None:
    texts = OfferedTexts()
    texts.offer([{"title": "None of these", "payload": "none"}, {"title": "Next"}])
    for text in ("none", "Next"):
        assert texts.understood(text) is None
        texts.keep(text, MEANS)
        assert texts.understood(text) == MEANS


def test_what_people_write_is_not_kept() -> None:
    texts = OfferedTexts()
    texts.offer([{"title": "None of these", "payload": "none"}])
    for text in ("my head hurts", "None of these", "", None):
        texts.keep(text, MEANS)
        assert texts.understood(text) is None


def test_a_turn_can_change_its_copy_without_changing_anothers() -> None:
    texts = OfferedTexts()
    texts.offer([{"title": "Next"}])
    texts.keep("Next", MEANS)
    copy = texts.understood("Next")
    assert copy is not None
    copy["entities"][0]["value"] = "fever"
    assert texts.understood("Next") == MEANS


def test_what_was_offered_longest_ago_gives_way() -> None:
    texts = OfferedTexts(most=2)
    for title in ("a", "b", "a", "c"):
        texts.offer([{"title": title}])
        texts.keep(title, MEANS)
    assert [texts.understood(title) is not None for title in "abc"] == [True, False, True]
