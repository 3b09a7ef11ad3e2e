"""`headache-relief train`."""

from __future__ import annotations

import time
from typing import Annotated, Callable

import typer


def train(
    if_needed: Annotated[
        bool,
        typer.Option("--if-needed", help="Only when there is no model that fits its sources."),
    ] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", help="Say nothing when there is nothing to train.")
    ] = False,
) -> None:
    """Train the model, which takes two or three minutes.

    It is made from config.yml, domain.yml and data/. The log is kept in .cache/logs/train.log.
    """
    from headache_relief.serving.model import ModelFiles
    from headache_relief.serving.training import ensure_model

    files = ModelFiles()
    started = time.monotonic()
    if ensure_model(files, report=_reporter(), always=not if_needed):
        seconds = time.monotonic() - started
        typer.echo(f"The model is trained ({seconds:.0f} s): {files.model.relative_to(files.root)}")
    elif not quiet:
        typer.echo("The model fits its sources: nothing to train.")


def _reporter() -> Callable[[str], None]:
    """Prints each step of a training with the seconds passed so far."""
    started = time.monotonic()

    def report(component: str) -> None:
        typer.echo(f"Training: {time.monotonic() - started:4.0f} s  {component}")

    return report
