"""The program as a whole: help without a wait, faults in one sentence."""

import os
import socket
import subprocess
import sys

HEAVY = {"rasa", "tensorflow", "spacy", "sqlalchemy", "sanic"}


def run(*words: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "headache_relief", *words],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
    )


def test_the_help_lists_every_command():
    shown = run("--help")
    assert shown.returncode == 0
    for command in [
        "serve",
        "chat",
        "train",
        "understand",
        "converse",
        "evaluate",
        "bench",
        "knowledge",
        "records",
    ]:
        assert f"  {command} " in shown.stdout


def test_no_commands_summary_is_cut_short():
    commands = run("--help").stdout.split("Commands:")[1]
    assert "..." not in commands


def test_nothing_heavy_is_imported_before_a_command_needs_it():
    code = "import sys, headache_relief.cli.program; print(*sys.modules, sep='\\n')"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert not HEAVY & set(shown.stdout.split())


def test_a_wrong_setting_stops_the_server_with_one_sentence():
    refused = run("serve", HEADACHE_RELIEF_COUNTRY="England")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert refused.stderr == (
        "HEADACHE_RELIEF_COUNTRY can't be 'England': write a country code of two capital letters "
        "such as GB, or leave it empty.\n"
    )


def test_an_actions_address_that_is_none_is_refused():
    refused = run("serve", "--actions", "somewhere")
    assert refused.returncode == 2
    assert "in-process" in refused.stderr


def test_a_file_that_is_not_there_is_named():
    refused = run("understand", "no_such_file.jsonl")
    assert refused.returncode == 1
    assert refused.stderr == "no_such_file.jsonl can't be read: No such file or directory.\n"


def test_a_taken_port_is_named_at_once(trained_model):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = str(server.getsockname()[1])
        refused = run("serve", "--port", port)
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Port {port} is taken")
    assert "Traceback" not in refused.stderr
