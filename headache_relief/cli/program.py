"""The program `headache-relief`: its commands, and how it says what went wrong."""

from __future__ import annotations

import io
import logging
import os
import sys
import traceback
from pathlib import Path

import typer

from headache_relief.cli import (
    bench,
    chat,
    converse,
    evaluate,
    knowledge,
    load,
    records,
    serve,
    simulate,
    train,
    understand,
)
from headache_relief.cli.lines import LineError
from headache_relief.cli.standard_files import keep_standard_files
from headache_relief.knowledge.yaml_files import KnowledgeError
from headache_relief.records.conversation import RecordError
from headache_relief.serving.errors import ServingError
from headache_relief.settings import ROOT, SettingsError

SAID_IN_ONE_SENTENCE = (KnowledgeError, LineError, RecordError, ServingError, SettingsError)
INTERRUPTED = 130
DETAILS = ROOT / ".cache" / "logs" / "fault.log"
QUIET = {
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "TF_CPP_MIN_LOG_LEVEL": "3",
}

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
app.command()(simulate.simulate)
app.command()(bench.bench)
app.command()(load.load)
app.add_typer(knowledge.app, name="knowledge")
app.add_typer(records.app, name="records")


def main() -> None:
    """Runs the program; an expected fault is one sentence on standard error and exit status 1."""
    keep_standard_files()
    os.environ.update(QUIET)
    # Rasa's dependencies warn of one another, and reset the filters of warnings while they do.
    logging.captureWarnings(True)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        app()
    except SAID_IN_ONE_SENTENCE as fault:
        typer.echo(fault, err=True)
        if fault.__cause__ is not None:
            typer.echo(f"Details for a developer: {_keep_details(fault)}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


def _keep_details(fault: BaseException) -> Path:
    """Writes what led to a fault to a file, and returns its path within the checkout."""
    DETAILS.parent.mkdir(parents=True, exist_ok=True)
    DETAILS.write_text("".join(traceback.format_exception(fault)))
    return DETAILS.relative_to(ROOT)
