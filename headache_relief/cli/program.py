"""The program `headache-relief`: its commands, and how it says what went wrong."""

from __future__ import annotations

import io
import os
import sys

import typer

from headache_relief.cli import (
    bench,
    chat,
    converse,
    evaluate,
    knowledge,
    serve,
    train,
    understand,
)
from headache_relief.cli.lines import LineError
from headache_relief.knowledge.yaml_files import KnowledgeError
from headache_relief.serving.errors import ServingError
from headache_relief.settings import SettingsError

SAID_IN_ONE_SENTENCE = (KnowledgeError, LineError, ServingError, SettingsError)
INTERRUPTED = 130

app = typer.Typer(
    help="The headache-relief assistant: run it, talk to it, train it, measure it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(serve.serve)
app.command()(chat.chat)
app.command()(train.train)
app.command()(understand.understand)
app.command()(converse.converse)
app.command()(evaluate.evaluate)
app.command()(bench.bench)
app.add_typer(knowledge.app, name="knowledge")


def main() -> None:
    """Runs the program; an expected fault is one sentence on standard error and exit status 1."""
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except SAID_IN_ONE_SENTENCE as fault:
        typer.echo(fault, err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
