"""`headache-relief evaluate`."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Mapping, Optional, Sequence

import typer

from headache_relief.cli import loading
from headache_relief.cli.lines import LineError, open_lines
from headache_relief.cli.lines import messages as messages_of

if TYPE_CHECKING:
    from headache_relief.evaluation.comparing import Comparison
    from headache_relief.evaluation.judging import Judged
    from headache_relief.evaluation.reading import Reading
    from headache_relief.evaluation.report import Group
    from headache_relief.evaluation.robustness import NoiseRow
    from headache_relief.serving.assistant import Assistant

FLOOR_BROKEN = 1
UNUSABLE = 2
SEED = 7


def evaluate(
    files: Annotated[
        list[Path],
        typer.Argument(help='Files of JSON lines with "text" and what should be understood.'),
    ],
    output: Annotated[
        Optional[Path],
        typer.Option(help="A folder for report.md, report.json and report.html."),
    ] = None,
    compare: Annotated[
        Optional[Path], typer.Option(help="The report.json of an earlier evaluation.")
    ] = None,
    floors: Annotated[
        Optional[Path], typer.Option(help="Limits that must hold, or the exit status is 1.")
    ] = None,
    noise: Annotated[
        int, typer.Option(min=0, help="Also judge rough versions of so many messages.")
    ] = 0,
    misses: Annotated[
        bool, typer.Option("--misses", help="Also print every message that was misjudged, and why.")
    ] = False,
) -> None:
    """Measure how well messages are understood.

    Each line says what is right: "tier" and "flag" for a danger sign, "intent" (and "also", intents
    that are right too) for what is meant, "findings" for what is told. A line with none of these is
    harmless: an emergency or same-day tier on it is a false alarm. The files of one folder are
    judged together and held against the targets. Exit status 2 says that a file or line could not
    be used.
    """
    from rich.console import Console

    from headache_relief.evaluation.comparing import broken_floors, compared
    from headache_relief.evaluation.limits import LimitsError, read_floors
    from headache_relief.evaluation.rendering import terminal

    try:
        limits = read_floors(floors) if floors else {}
        previous = _previous(compare)
        groups, rows, left_out = asyncio.run(_evaluated(files, noise))
        comparison = compared(groups, previous) if previous is not None else None
    except (LimitsError, LineError, ValueError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(UNUSABLE) from None
    terminal.show(Console(), groups, rows, comparison, misses)
    if output is not None:
        _write(output, groups, rows, comparison)
    broken = list(broken_floors(groups, limits, rows))
    for sentence in broken:
        typer.echo(sentence, err=True)
    if broken:
        raise typer.Exit(FLOOR_BROKEN)
    if left_out:
        raise typer.Exit(UNUSABLE)


async def _evaluated(
    files: Sequence[Path], noise: int
) -> "tuple[list[Group], list[NoiseRow], int]":
    """The results by folder, what noise costs, and how many lines could not be used."""
    from headache_relief.evaluation.limits import targets
    from headache_relief.evaluation.report import group_of
    from headache_relief.evaluation.robustness import kept, noised
    from headache_relief.knowledge.clinical_files import load_knowledge

    knowledge = load_knowledge()
    kinds = {name: concept.kind.value for name, concept in knowledge.concepts.items()}
    async with loading.assistant_for_commands() as assistant:
        by_folder, left_out = await _judged(assistant, files)
        everything = [case for cases in by_folder.values() for case in cases]
        versions = list(noised(everything, noise, SEED)) if noise else []
        outcomes = [
            (version, await _read(assistant, version.text))
            for version in _progress("Reading rough versions", versions)
        ]
    groups = [
        group_of(folder, cases, targets(), kinds, knowledge.parents)
        for folder, cases in by_folder.items()
    ]
    return groups, kept(outcomes), left_out


async def _judged(
    assistant: "Assistant", files: Sequence[Path]
) -> "tuple[dict[str, list[Judged]], int]":
    from headache_relief.evaluation.gold import Gold, GoldError
    from headache_relief.evaluation.judging import Judged

    lines = [(path, line) for path in files for line in _lines(path)]
    by_folder: dict[str, list[Judged]] = {}
    left_out = 0
    for path, line in _progress("Reading messages", lines):
        try:
            if isinstance(line, LineError):
                raise line
            gold = Gold.of(line.more, path.stem)
        except (LineError, GoldError) as error:
            typer.echo(f"{path}: {error}", err=True)
            left_out += 1
            continue
        reading = await _read(assistant, line.text, line.asked)
        folder = path.resolve().parent.name
        by_folder.setdefault(folder, []).append(Judged(line.text, path.name, gold, reading))
    return by_folder, left_out


def _lines(path: Path) -> Sequence[Any]:
    with open_lines(path) as opened:
        return list(messages_of(opened))


async def _read(assistant: "Assistant", text: str, asked: Optional[str] = None) -> "Reading":
    from headache_relief.evaluation.reading import Reading

    started = time.perf_counter()
    parsed = await assistant.parse(text, asked)
    return Reading.of(parsed, (time.perf_counter() - started) * 1000)


def _progress(says: str, entries: Sequence[Any]) -> Any:
    from rich.console import Console
    from rich.progress import track

    return track(entries, says, console=Console(stderr=True), transient=True)


def _previous(path: Optional[Path]) -> Optional[Mapping[str, Any]]:
    if path is None:
        return None
    try:
        report: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, json.JSONDecodeError) as error:
        raise ValueError(f"{path} can't be read as an earlier report: {error}.") from None
    return report


def _write(
    folder: Path,
    groups: "Sequence[Group]",
    noise: "Sequence[NoiseRow]",
    comparison: "Optional[Comparison]",
) -> None:
    from dataclasses import asdict

    from headache_relief.evaluation.rendering.markdown import markdown
    from headache_relief.evaluation.rendering.page import page

    folder.mkdir(parents=True, exist_ok=True)
    content = {"groups": [g.as_dict() for g in groups], "noise": [asdict(row) for row in noise]}
    (folder / "report.json").write_text(json.dumps(content, ensure_ascii=False, indent=1))
    (folder / "report.md").write_text(markdown(groups, noise, comparison), encoding="utf-8")
    (folder / "report.html").write_text(page(groups, noise, comparison), encoding="utf-8")
    typer.echo(f"The report is in {folder}: report.html, report.md and report.json.")
