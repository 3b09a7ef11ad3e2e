"""`headache-relief bench`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer


def bench(
    json: Annotated[
        Optional[Path], typer.Option("--json", help="Also write the figures to this file.")
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Fewer turns: a first look, not a figure to quote.")
    ] = False,
) -> None:
    """Measure speed and memory beside stock Rasa.

    Start, answers, memory and training. Takes several minutes, and wants the machine for itself.
    """
    from headache_relief.benchmark import run

    run(json_path=json, quick=quick)
