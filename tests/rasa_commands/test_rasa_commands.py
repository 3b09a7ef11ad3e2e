"""Rasa's own commands work with the repository as it stands."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
import urllib.request
from pathlib import Path

import pytest

from tests.programs import ROOT, Program, action_server, free_port

INTENT_ACCURACY = 0.75
CONVERSATION = ("hello", "Yes, go on", "dull band round my head since lunch", "None of these")


def rasa(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "rasa", *arguments],
        cwd=ROOT,
        env={**os.environ, "RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3"},
        capture_output=True,
        text=True,
        timeout=600,
    )


@pytest.mark.slow
def test_the_data_are_valid_and_free_of_conflicts():
    ended = rasa("data", "validate")
    assert ended.returncode == 0, ended.stderr
    assert "No story structure conflicts found" in ended.stderr
    assert " ERROR " not in ended.stderr


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_intents_of_messages_never_trained_on_are_mostly_right(trained_model, tmp_path):
    ended = rasa("test", "nlu", "--nlu", "tests/nlu/test_data.yml", "--out", str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    report = json.loads((tmp_path / "intent_report.json").read_text())
    assert report["accuracy"] >= INTENT_ACCURACY


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_all_test_stories_go_as_written(trained_model, tmp_path):
    ended = rasa("test", "core", "--stories", "tests/test_stories.yml", "--out", str(tmp_path))
    assert ended.returncode == 0, ended.stderr
    failed = (tmp_path / "failed_test_stories.yml").read_text()
    assert failed.startswith("# None of the test stories failed"), failed


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_rasa_trains_a_model(tmp_path):
    ended = rasa("train", "--out", str(tmp_path), "--fixed-model-name", "tried")
    assert ended.returncode == 0, ended.stderr
    with tarfile.open(tmp_path / "tried.tar.gz") as model:
        assert any("IntentClassifier" in name for name in model.getnames())


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_rasa_run_with_rasa_run_actions_answers_over_rest(trained_model, tmp_path):
    actions = action_server(free_port(), tmp_path / "actions.log", ("rasa", "run", "actions"))
    try:
        assistant = rasa_run(tmp_path, actions.port)
        try:
            answers = [posted(assistant, message) for message in CONVERSATION]
        finally:
            assistant.stop()
    finally:
        actions.stop()
    assert all(answers), answers
    assert "safety check" in answers[2]
    assert "apply to you" in answers[3]
    logged = "".join(log.read_text() for log in tmp_path.glob("*.log"))
    assert "dull" not in logged and "since lunch" not in logged


def rasa_run(folder: Path, action_port: int) -> Program:
    """`rasa run`, with a database and an action server of its own."""
    endpoints = (ROOT / "endpoints.yml").read_text()
    endpoints = endpoints.replace("http://127.0.0.1:5055", f"http://127.0.0.1:{action_port}")
    endpoints = endpoints.replace("sqlite:///headache_relief.db", f"sqlite:///{folder}/talks.db")
    (folder / "endpoints.yml").write_text(endpoints)
    (folder / "credentials.yml").write_text("headache_relief.channels.rest.RestChannel:\n")
    files = [f"--{name}={folder / name}.yml" for name in ("endpoints", "credentials")]
    port = free_port()
    arguments = ["rasa", "run", "--interface", "127.0.0.1", "--port", str(port)]
    return Program([*arguments, *files], port, folder / "rasa.log")


def posted(assistant: Program, message: str) -> str:
    request = urllib.request.Request(
        f"{assistant.url}/webhooks/rest/webhook",
        json.dumps({"sender": "ann", "message": message}).encode(),
        {"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return "\n".join(answer["text"] for answer in json.load(response))
