"""`headache-relief bench`: measures, prints a table, and writes the figures to a file."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any, Optional

from rich.console import Console

from headache_relief.benchmark.bots import (
    our_bot,
    seconds_to_train_ours,
    seconds_to_train_stock,
    stock_bot,
)
from headache_relief.benchmark.comparison import QUICK, Plan, compare
from headache_relief.benchmark.figures import Figure, table
from headache_relief.serving.model import ModelFiles


def run(json_path: Optional[Path] = None, quick: bool = False) -> list[dict[str, Any]]:
    """Compares our assistant with the stock bot; returns a row for each figure.

    `quick` talks less and trains nothing. ServingError says in one sentence what didn't start;
    everything that was started is ended again.
    """
    ModelFiles().existing_model()
    console = Console()
    _say_when_busy(console)
    with tempfile.TemporaryDirectory() as folder:
        console.print("Looking for the stock bot (made and trained once, for some minutes) ...")
        stock = stock_bot()
        ours = our_bot(Path(folder) / "bench.db")
        figures = compare(ours, stock, QUICK if quick else Plan(), console.print)
        if not quick:
            console.print("Training both ...")
            figures.append(_training(Path(folder)))
    console.print(table(figures))
    rows = [figure.as_row() for figure in figures]
    if json_path is not None:
        json_path.write_text(json.dumps(rows, indent=2) + "\n")
    return rows


def _training(folder: Path) -> Figure:
    ours = seconds_to_train_ours(folder / "ours")
    stock = seconds_to_train_stock(folder / "stock")
    return Figure("training (s)", ours, stock, 1.0)


def _say_when_busy(console: Console) -> None:
    load, cores = os.getloadavg()[0], os.cpu_count() or 1
    if load > cores / 2:
        console.print(
            f"The machine is busy (load {load:.1f} on {cores} cores): "
            "ratios hold better than single figures."
        )
