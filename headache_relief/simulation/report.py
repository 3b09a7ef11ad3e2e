"""The report of simulated conversations: as Markdown, and as one page that needs nothing else."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from headache_relief.evaluation import rendering
from headache_relief.evaluation.rendering.markdown import table
from headache_relief.simulation import plots
from headache_relief.simulation.summary import Summary

SHARES = ("what", "measured", "95% interval")
TURNS = ("suggested to", "turns, median", "95%")
# What is told of danger are phrases that the model learnt from: how well unseen ones are heard is
# the evaluation's to measure.
NOTE = "The danger told here is what the model learnt from; `evaluate` measures unseen messages."
MOST_EXAMPLES = 20


def markdown(summary: Summary) -> str:
    """The report as Markdown, with the talk of the first conversations that broke a rule."""
    median, most = summary.milliseconds
    lines = [
        "# Simulated conversations",
        "",
        f"{summary.conversations} conversations, {summary.turns} turns. "
        f"A rule was broken in {len(summary.broken)}. "
        f"The slowest turn of a conversation: {median} ms, in 95% at most {most} ms.",
        "",
    ]
    if summary.rules:
        lines += [*table(("rule broken", "times"), summary.rules), ""]
    lines += [*table(SHARES, summary.shares), "", NOTE, ""]
    for by in ("person", "manner"):
        lines += [*table((by, *TURNS), summary.turns_table(by)), ""]
    for result in summary.broken[:MOST_EXAMPLES]:
        lines += [f"## Seed {result.seed}", "", *result.violations, ""]
        lines += ["```", result.transcript, "```", ""]
    return "\n".join(lines)


def page(summary: Summary) -> str:
    """The report as HTML."""
    folders = [Path(__file__).parent, Path(str(rendering.__file__)).parent]
    environment = Environment(
        loader=FileSystemLoader(folders),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("simulation.html").render(
        summary=summary,
        plots=plots,
        shares=SHARES,
        turns=TURNS,
        note=NOTE.replace("`", ""),
        shown=summary.broken[:MOST_EXAMPLES],
    )
