"""A report as Markdown."""

from __future__ import annotations

from typing import Iterable, Iterator, Optional, Sequence

from headache_relief.evaluation.comparing import Comparison
from headache_relief.evaluation.report import Group
from headache_relief.evaluation.robustness import NoiseRow

MOST_CONFUSIONS = 20


def markdown(
    groups: Sequence[Group],
    noise: Sequence[NoiseRow] = (),
    comparison: Optional[Comparison] = None,
) -> str:
    """The whole report but the messages that were understood."""
    parts = ["# How well messages are understood", ""]
    for group in groups:
        parts += [*_group(group), ""]
    if noise:
        parts += [*_noise(noise), ""]
    if comparison is not None:
        parts += [*_comparison(comparison), ""]
    return "\n".join(parts)


def _group(group: Group) -> Iterator[str]:
    yield f"## {group.name}"
    yield ""
    yield ", ".join(f"{file} ({messages})" for file, messages in group.files.items())
    yield ""
    yield from table(
        ("measure", "measured", "95% interval", "target", "met"),
        (
            (row.says, row.shown, row.interval, row.target, "yes" if row.met else "**no**")
            for row in group.rows
        ),
    )
    if group.calibration:
        yield f"\nExpected calibration error of the intents: {group.calibration_error:.3f}\n"
    if group.flags:
        yield "\n### Red flags\n"
        yield from table(
            ("flag", "tier", "messages", "raised", "asked back", "this flag heard"),
            (
                (f.flag, f.tier, str(f.messages), str(f.caught), str(f.asked), str(f.named))
                for f in group.flags
            ),
        )
    if group.findings:
        yield "\n### Findings\n"
        yield from table(
            ("kind", "precision", "recall", "F1", "to find"),
            (
                (f.kind, f"{f.precision:.2f}", f"{f.recall:.2f}", f"{f.f1:.2f}", str(f.counted))
                for f in group.findings
            ),
        )
    confused = [entry for entry in group.confusions if entry[0] != entry[1]]
    if confused:
        yield "\n### Intents most often taken for another\n"
        yield from table(
            ("meant", "taken for", "times"),
            ((meant, taken, str(times)) for meant, taken, times in confused[:MOST_CONFUSIONS]),
        )
    if group.misses:
        yield "\n### Messages misunderstood\n"
        for message in group.misses:
            yield f"- **{message.missed}**: {_plain(message.text)}  "
            yield f"  {_plain(message.explained)}"


def _noise(rows: Sequence[NoiseRow]) -> Iterator[str]:
    yield "## Rough typing"
    yield ""
    yield from table(
        ("noise", "messages", "tier kept", "findings kept", "intent kept", "danger caught", "drop"),
        (
            (
                row.noise,
                str(row.messages),
                f"{row.tier_kept:.1%}",
                f"{row.findings_kept:.1%}",
                f"{row.intents_kept:.1%}",
                f"{row.recall:.1%}",
                f"{row.drop:.1%}",
            )
            for row in rows
        ),
    )


def _comparison(comparison: Comparison) -> Iterator[str]:
    yield "## Since the earlier report"
    yield ""
    if comparison.changes:
        yield from table(
            ("files", "measure", "before", "now"),
            ((c.group, c.says, f"{c.before:.3f}", f"{c.now:.3f}") for c in comparison.changes),
        )
    yield f"\nUnderstood now, not before: {len(comparison.mended)}"
    yield from (f"- {_plain(text)}" for text in comparison.mended)
    yield f"\nUnderstood before, not now: {len(comparison.broken)}"
    yield from (f"- {_plain(text)}" for text in comparison.broken)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """The lines of a table."""
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' * len(head)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|").replace("<", "&lt;")
