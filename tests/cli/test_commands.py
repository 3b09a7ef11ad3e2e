"""`understand`, `converse` and `evaluate` on a small stand-in for the assistant."""

import json
from contextlib import asynccontextmanager
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from headache_relief.cli import loading
from headache_relief.cli.program import app


class StandIn:
    """Finds a thunderclap wherever it reads "sudden"; says what it heard, and in which talk."""

    def __init__(self) -> None:
        self.started: list[tuple[str, dict]] = []

    async def parse(self, text, asked=None):
        flag = {"flag": "thunderclap", "tier": "emergency", "layer": "rule", "ask_back": False}
        sudden = "sudden" in text
        return {
            "text": text,
            "intent": {"name": asked or "describe_headache", "confidence": 1.0},
            "screen": {
                "tier": "emergency" if sudden else "none",
                "red_flags": [flag] if sudden else [],
            },
        }

    async def start(self, conversation, slots):
        self.started.append((conversation, dict(slots)))

    async def say(self, conversation, text):
        buttons = [{"title": "Yes", "payload": "token-1"}]
        return SimpleNamespace(
            user=text,
            bot=({"text": f"{conversation}: {text}"}, {"text": "Well?", "buttons": buttons}),
            tier="none",
            massage_allowed=None,
            stage="hello",
            asked="danger_now",
            milliseconds=12.345,
        )


@pytest.fixture
def assistant(monkeypatch) -> StandIn:
    stand_in = StandIn()

    @asynccontextmanager
    async def loaded():
        yield stand_in

    monkeypatch.setattr(loading, "assistant_for_commands", loaded)
    return stand_in


def printed(result) -> list[dict]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_understand_reads_standard_input_and_prints_one_line_a_message(assistant):
    result = CliRunner().invoke(app, ["understand"], input="sudden pain\n\nmild ache\n")
    assert result.exit_code == 0
    assert [line["tier"] for line in printed(result)] == ["emergency", "none"]


def test_understand_passes_on_the_question_that_a_message_answers(assistant, tmp_path):
    path = tmp_path / "lines.jsonl"
    path.write_text('{"text": "left", "asked": "location"}\n')
    result = CliRunner().invoke(app, ["understand", str(path)])
    assert printed(result)[0]["intent"]["name"] == "location"


def test_understand_goes_on_after_a_bad_line_and_ends_with_status_2(assistant):
    result = CliRunner().invoke(app, ["understand"], input='{"text": \nmild ache\n')
    assert result.exit_code == 2
    assert result.stderr.startswith("Line 1: ")
    assert [line["text"] for line in printed(result)] == ["mild ache"]


def test_converse_prints_a_turn_with_exactly_the_agreed_keys(assistant):
    result = CliRunner().invoke(app, ["converse"], input="hello\n")
    assert printed(result) == [
        {
            "user": "hello",
            "bot": [
                {"text": "converse-1: hello", "buttons": []},
                {"text": "Well?", "buttons": [{"title": "Yes"}]},
            ],
            "tier": "none",
            "massage_allowed": None,
            "stage": "hello",
            "asked": "danger_now",
            "ms": 12.3,
        }
    ]


def test_converse_counts_consent_as_given_once_in_each_conversation(assistant):
    CliRunner().invoke(app, ["converse"], input="hello\nmore\n---\nhello\n")
    assert assistant.started == [
        ("converse-1", {"consent_given": True}),
        ("converse-2", {"consent_given": True}),
    ]


def test_converse_leaves_consent_to_be_asked_for_when_told_to(assistant):
    CliRunner().invoke(app, ["converse", "--ask-consent"], input="hello\n")
    assert assistant.started == []


def test_converse_starts_anew_at_three_dashes_and_takes_an_empty_line_as_a_turn(assistant):
    result = CliRunner().invoke(app, ["converse"], input="one\n\n---\ntwo\n")
    assert [line["user"] for line in printed(result)] == ["one", "", "two"]
    assert printed(result)[2]["bot"][0]["text"] == "converse-2: two"


@pytest.fixture
def phrases(tmp_path):
    path = tmp_path / "phrases.jsonl"
    path.write_text(
        '{"text": "sudden pain", "tier": "emergency", "flag": "thunderclap"}\n'
        '{"text": "my face droops", "tier": "emergency", "flag": "stroke_neuro"}\n'
        '{"text": "a sudden idea", "why": "no pain"}\n'
    )
    return path


def test_evaluate_counts_recall_and_false_alarms_and_explains_misses(assistant, phrases):
    result = CliRunner().invoke(app, ["evaluate", "--misses", str(phrases)])
    assert result.exit_code == 0
    assert "1/2 = 50.0%" in result.stdout
    assert "1/1 = 100.0%" in result.stdout
    assert "emergency missed: my face droops" in result.stdout
    assert "false emergency: a sudden idea" in result.stdout


def test_evaluate_writes_a_report_that_it_can_compare_with(assistant, phrases, tmp_path):
    folder = tmp_path / "report"
    CliRunner().invoke(app, ["evaluate", "--output", str(folder), str(phrases)])
    assert {file.name for file in folder.iterdir()} == {"report.html", "report.json", "report.md"}
    again = ["evaluate", "--compare", str(folder / "report.json"), str(phrases)]
    assert "0 messages understood now and not before" in CliRunner().invoke(app, again).stdout


def test_evaluate_ends_with_status_1_when_a_floor_is_broken(assistant, phrases, tmp_path):
    floors = tmp_path / "floors.yml"
    floors.write_text(f"{tmp_path.name}:\n  emergency_outright: {{at_least: 0.9}}\n")
    result = CliRunner().invoke(app, ["evaluate", "--floors", str(floors), str(phrases)])
    assert result.exit_code == 1
    assert "must be ≥ 90%" in result.stderr


def test_evaluate_says_what_a_file_lacks_and_ends_with_status_2(assistant, tmp_path):
    missing = CliRunner().invoke(app, ["evaluate", str(tmp_path / "none.jsonl")])
    assert missing.exit_code == 2
    assert "can't be read" in missing.stderr
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"text": "pain", "tier": "soon"}\n')
    result = CliRunner().invoke(app, ["evaluate", str(bad)])
    assert result.exit_code == 2
    assert 'no tier "soon"' in result.stderr


def test_evaluate_judges_rough_versions_when_told_to(assistant, phrases):
    result = CliRunner().invoke(app, ["evaluate", "--noise", "3", str(phrases)])
    assert "Rough typing" in result.stdout and "capitals" in result.stdout
