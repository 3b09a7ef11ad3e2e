"""What all simulated conversations say together, as text and as a page with a plot."""

from __future__ import annotations

import html
import io
from collections import Counter
from statistics import median
from typing import Iterator, Sequence

from matplotlib.figure import Figure

from headache_relief.evaluation.rendering.markdown import table
from headache_relief.evaluation.shares import Share, percentile
from headache_relief.simulation.conversation import Result
from headache_relief.simulation.plan import COOPERATIVE

MOST_EXAMPLES = 10


def summary(results: Sequence[Result]) -> str:
    """The report as Markdown."""
    broken = [result for result in results if result.violations]
    lines = [
        "# Simulated conversations",
        "",
        f"{len(results)} conversations, {sum(r.turns for r in results)} turns. "
        f"A rule was broken in {len(broken)}.",
        "",
        *_rules(results),
        "",
        *_danger(results),
        "",
        *_turns(results),
    ]
    for result in broken[:MOST_EXAMPLES]:
        lines += ["", f"## Seed {result.seed}", "", *result.violations, "", "```"]
        lines += [result.transcript, "```"]
    return "\n".join(lines) + "\n"


def page(results: Sequence[Result]) -> str:
    """The report as one self-contained page, with the turns to a suggestion plotted."""
    body = html.escape(summary(results))
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Simulated conversations</title>"
        "<style>:root{color-scheme:light dark}body{font:15px/1.5 system-ui,sans-serif;"
        "max-width:66rem;margin:2rem auto;padding:0 1rem}pre{white-space:pre-wrap}"
        "svg{max-width:100%;height:auto}</style>"
        f"{_plot(results)}<pre>{body}</pre></html>"
    )


def _rules(results: Sequence[Result]) -> Iterator[str]:
    counts = Counter(v.split(":", 1)[0] for result in results for v in result.violations)
    if counts:
        yield from table(
            ("rule broken", "times"), ((rule, str(n)) for rule, n in counts.most_common())
        )


def _danger(results: Sequence[Result]) -> Iterator[str]:
    harmless = [r for r in results if r.trouble == "none"]
    told = [r for r in results if r.trouble == "danger" and r.heard]
    alarms = Share.counted(r.false_alarm for r in harmless)
    heard = Share.counted(r.heard in ("emergency", "same_day") for r in told)
    asked = Share.counted(r.heard in ("emergency", "same_day") or r.asked_back for r in told)
    yield from table(
        ("what", "measured", "95% interval"),
        (
            (says, f"{share.hits}/{share.of} = {share.value:.1%}", _interval(share))
            for says, share in (
                ("people without danger who lost the massage", alarms),
                ("danger told: massage off at once (phrases the model learnt from)", heard),
                ("danger told: massage off or asked back", asked),
            )
            if share.of
        ),
    )


def _interval(share: Share) -> str:
    low, high = share.interval
    return f"{low:.1%} to {high:.1%}"


def _turns(results: Sequence[Result]) -> Iterator[str]:
    rows = []
    for person in sorted({r.person for r in results}):
        turns = _to_suggestion(results, person)
        if turns:
            rows.append(
                (person, str(len(turns)), f"{median(turns):.0f}", f"{percentile(turns, 95):.0f}")
            )
    yield from table(("person who answers", "suggested to", "turns, median", "95%"), rows)


def _to_suggestion(results: Sequence[Result], person: str) -> list[int]:
    return [
        r.suggested
        for r in results
        if r.person == person and r.manner in COOPERATIVE and r.suggested is not None
    ]


def _plot(results: Sequence[Result]) -> str:
    people = [p for p in sorted({r.person for r in results}) if _to_suggestion(results, p)]
    if not people:
        return ""
    figure = Figure(figsize=(8, 0.5 * len(people) + 1.2))
    axes = figure.add_subplot()
    axes.boxplot([_to_suggestion(results, p) for p in people], vert=False, labels=people)
    axes.set_xlabel("turns to the first suggestion, of people who answer")
    drawn = io.StringIO()
    figure.savefig(drawn, format="svg", bbox_inches="tight", metadata={"Date": None})
    text = drawn.getvalue()
    return text[text.index("<svg") :]
