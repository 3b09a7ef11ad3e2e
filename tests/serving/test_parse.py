"""A text is understood as the answer to what was asked."""

from types import SimpleNamespace
from typing import Any

import pytest
from rasa.shared.core.domain import Domain

from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.language.reader import read
from headache_relief.rasa_parts.case_reader import screen_of
from headache_relief.serving.assistant import Assistant


class Processor:
    """Understands a text by itself, as the NLU pipeline does."""

    async def parse_message(self, message: Any, _: Any) -> dict[str, Any]:
        understanding = read(message.text)
        screen = screen_of(understanding, load_knowledge())
        return {
            "text": message.text,
            "understanding": understanding.as_dict(),
            "screen": screen,
        }


@pytest.fixture
def assistant() -> Assistant:
    return Assistant(SimpleNamespace(domain=Domain.empty(), processor=Processor()))


def found(parsed: Any) -> dict[str, str]:
    return {f["concept"]: f["status"] for f in parsed["understanding"]["findings"]}


async def test_no_to_the_danger_checklist_denies_its_signs(assistant):
    statuses = found(await assistant.parse("no", "danger_now"))
    assert statuses["fever"] == statuses["seizure"] == "absent"
    assert set(statuses.values()) == {"absent"}


async def test_yes_to_a_question_about_fever_is_a_fever(assistant):
    assert found(await assistant.parse("yes", "fever")) == {"fever": "present"}


async def test_a_number_is_the_pain_when_that_was_asked(assistant):
    parsed = await assistant.parse("7", "severity")
    values = {f["concept"]: f["value"] for f in parsed["understanding"]["findings"]}
    assert values["pain_score"] == 7


async def test_the_screen_counts_what_the_answer_means(assistant):
    parsed = await assistant.parse("yes", "ask_back:stroke_neuro")
    assert parsed["screen"]["tier"] == "emergency"


async def test_without_a_question_it_is_only_a_word(assistant):
    parsed = await assistant.parse("yes")
    assert found(parsed) == {}
    assert parsed["screen"]["tier"] == "none"
