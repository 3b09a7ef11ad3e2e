"""A message that tells something and asks something is for its question."""

from __future__ import annotations

import pytest

from headache_relief.rasa_parts.questions_within import Asked, in_order, parts_that_ask


def ranking(*intents: str) -> list[dict[str, object]]:
    return [{"name": intent, "confidence": 0.9 / (i + 1)} for i, intent in enumerate(intents)]


def names(ranked: list[dict[str, object]]) -> list[object]:
    return [one["name"] for one in ranked]


def test_the_sentences_that_ask_are_looked_at_by_themselves() -> None:
    text = "My head has hurt since Monday. Is a massage safe in pregnancy? I am 30 years old."
    assert [part.letters for part in parts_that_ask(text, None)] == [
        "is a massage safe in pregnancy?"
    ]


def test_a_question_joined_to_what_is_told_is_found() -> None:
    parts = parts_that_ask("my neck hurts too and is massage safe in pregnancy?", None)
    assert [part.letters for part in parts] == ["is massage safe in pregnancy?"]


@pytest.mark.parametrize("text", ["", "my head hurts", "is massage safe?", "hello and how are you"])
def test_a_message_with_one_thing_in_it_has_no_parts(text: str) -> None:
    assert parts_that_ask(text, None) == []


def test_a_question_comes_before_a_description() -> None:
    ranked, also = in_order(ranking("describe_headache", "greet"), [Asked("ask_pregnancy", 0.9)])
    assert names(ranked)[0] == "ask_pregnancy"
    assert "describe_headache" in names(ranked)
    assert also == []


def test_of_two_questions_the_second_is_named_too() -> None:
    asked = [Asked("ask_safety", 0.9), Asked("ask_cost_time", 0.8)]
    ranked, also = in_order(ranking("describe_headache"), asked)
    assert names(ranked)[0] == "ask_safety"
    assert also == ["ask_cost_time"]


@pytest.mark.parametrize("intent", ["report_danger", "express_distress", "stop_session"])
def test_danger_and_commands_never_give_way_to_a_question(intent: str) -> None:
    ranked, also = in_order(ranking(intent), [Asked("ask_safety", 0.95)])
    assert names(ranked)[0] == intent
    assert also == []


@pytest.mark.parametrize(
    "part", [Asked("ask_safety", 0.3), Asked("ask_out_of_scope", 0.9), Asked("greet", 0.9)]
)
def test_an_unsure_or_empty_question_changes_nothing(part: Asked) -> None:
    assert names(in_order(ranking("describe_headache"), [part])[0]) == ["describe_headache"]
