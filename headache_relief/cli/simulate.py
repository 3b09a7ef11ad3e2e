"""`headache-relief simulate`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated, Optional

import typer

from headache_relief.cli import loading

RULE_BROKEN = 1
RESULTS = "results.jsonl"


def simulate(
    conversations: Annotated[int, typer.Option(min=1, help="How many conversations in all.")] = 100,
    workers: Annotated[int, typer.Option(min=1, help="How many processes talk at once.")] = 1,
    output: Annotated[
        Path, typer.Option(help="The folder for results.jsonl, report.md and report.html.")
    ] = Path("results/simulation"),
    anew: Annotated[
        bool, typer.Option("--anew", help="Forget the results in the folder and begin anew.")
    ] = False,
    seed: Annotated[
        Optional[int], typer.Option(help="Have only the conversation of this seed, and print it.")
    ] = None,
) -> None:
    """Let simulated people talk, and check what must always hold.

    Conversations whose results are in the folder already are not had again: a run that was
    interrupted goes on. Exit status 1 says that a rule was broken.
    """
    if seed is not None:
        broken = asyncio.run(_replayed(seed))
    else:
        if anew:
            (output / RESULTS).unlink(missing_ok=True)
        broken = _all(conversations, workers, output)
    if broken:
        raise typer.Exit(RULE_BROKEN)


async def _replayed(seed: int) -> bool:
    from headache_relief.simulation.running import one, planned
    from headache_relief.simulation.visible import transcript

    async with loading.assistant_for_commands() as assistant:
        turns, result = await one(assistant, seed)
    typer.echo(str(planned(seed)))
    typer.echo(transcript(turns))
    for violation in result.violations:
        typer.echo(f"BROKEN {violation}")
    return bool(result.violations)


def _all(conversations: int, workers: int, output: Path) -> bool:
    from rich.console import Console
    from rich.progress import track

    from headache_relief.simulation.report import markdown, page
    from headache_relief.simulation.running import results_in, run
    from headache_relief.simulation.summary import summed_up

    file = output / RESULTS
    results = [result for result in results_in(file) if result.seed < conversations]
    had = {result.seed for result in results}
    seeds = [number for number in range(conversations) if number not in had]
    progress = track(
        run(seeds, workers, file) if seeds else (),
        "Conversations",
        total=len(seeds),
        console=Console(stderr=True),
    )
    results.extend(progress)
    summary = summed_up(results)
    (output / "report.md").write_text(markdown(summary), encoding="utf-8")
    (output / "report.html").write_text(page(summary), encoding="utf-8")
    typer.echo(markdown(summary))
    typer.echo(f"The report is in {output}: report.html, report.md and results.jsonl.")
    return bool(summary.broken)
