"""`headache-relief load`."""

from __future__ import annotations

import signal
import sys
from pathlib import Path
from typing import Annotated

import typer

from headache_relief.settings import ROOT


def load(
    minutes: Annotated[
        float, typer.Option(min=0.05, help="How long the steady part lasts; 10 is the target's.")
    ] = 1.0,
    rate: Annotated[float, typer.Option(min=0.1, help="Turns a second of the steady part.")] = 10.0,
    setups: Annotated[
        str, typer.Option(help="What is loaded: sqlite, postgres, two (workers), stock.")
    ] = "sqlite,postgres,two,stock",
    output: Annotated[
        Path, typer.Option(help="The folder for report.md, report.html and profile.svg.")
    ] = ROOT / "results" / "load",
    seed: Annotated[int, typer.Option(help="Another one: other arrivals.")] = 1,
    quick: Annotated[
        bool, typer.Option("--quick", help="A few seconds of each: a look, not a figure to quote.")
    ] = False,
) -> None:
    """Have many conversations at once, also with stock Rasa.

    At a given rate, then ever faster. Takes about a quarter of an hour, and wants the machine for
    itself.
    """
    from headache_relief.benchmark.load.isolation import Rounds
    from headache_relief.benchmark.load.report import markdown
    from headache_relief.benchmark.load.run import NAMES, Plan, run

    chosen = tuple(name for name in setups.split(",") if name)
    unknown = [name for name in chosen if name not in NAMES]
    if unknown or not chosen:
        raise typer.BadParameter(f"choose from {', '.join(NAMES)}", param_hint="--setups")
    plan = Plan(setups=chosen, rate=rate, minutes=minutes, seed=seed)
    if quick:
        plan = Plan(setups=chosen, rate=3.0, minutes=0.15, warm_up=3.0, step_seconds=6.0,
                    step_warm_up=2.0, profile_seconds=8.0, long_talk=False,
                    isolation=Rounds(rounds=1, seconds=5.0), seed=seed)  # fmt: skip
    # Told to end, it ends its servers first, as at Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    command = " ".join(["headache-relief", *sys.argv[1:]])
    report = run(plan, output, command, say=typer.echo)
    typer.echo(markdown(report))
    typer.echo(f"The report is in {output}: report.html, report.md and profile.svg.")
