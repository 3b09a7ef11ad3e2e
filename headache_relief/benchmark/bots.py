"""The two bots that are compared, and their training."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Sequence

from headache_relief.benchmark.running_bot import Bot
from headache_relief.serving.errors import ServingError
from headache_relief.serving.training import QUIET, TRAINING_FOLDERS
from headache_relief.settings import ROOT

STOCK_FOLDER = ROOT / ".cache" / "stock_bot"
LOGS = ROOT / ".cache" / "logs"
SECONDS_TO_TRAIN = 1800.0

OUR_OPENING = (
    "Hello",
    "Yes, go on",
    "A dull pressing band on both sides of my head since lunch, after a stressful day",
    "None of these",
    "None of these",
)
OUR_TALK = (
    "Walking around doesn't change it",
    "It's mild, maybe three out of ten",
    "Light and noise are fine and I don't feel sick",
    "Does craniosacral therapy help?",
    "My neck and shoulders feel tight from the screen",
    "None of these",
    "Show me what I can do",
    "How hard should I press?",
    "Guide me through it",
    "Next",
    "I don't know",
    "A bit better",
)
# What it always answers.
STOCK_TALK = ("sad", "hello", "great", "are you a bot?", "bye", "hello")


def our_bot(database: Path) -> Bot:
    """The assistant as it is served, with a database of its own."""
    return Bot(
        name="Our assistant",
        command=(sys.executable, "-m", "headache_relief", "serve", "--rest", "--port", "{port}"),
        folder=ROOT,
        log=LOGS / "bench_ours.log",
        opening=OUR_OPENING,
        talk=OUR_TALK,
        environment={**QUIET, "HEADACHE_RELIEF_DATABASE_URL": f"sqlite:///{database}"},
    )


def stock_bot() -> Bot:
    """The bot that `rasa init` makes, as `rasa run` serves it; made and trained when missing."""
    if not any((STOCK_FOLDER / "models").glob("*.tar.gz")):
        STOCK_FOLDER.mkdir(parents=True, exist_ok=True)
        _rasa("init", "--no-prompt", folder=STOCK_FOLDER, log=LOGS / "bench_stock_init.log")
    return Bot(
        name="The stock bot",
        command=(sys.executable, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", "{port}"),
        folder=STOCK_FOLDER,
        log=LOGS / "bench_stock.log",
        opening=("hello",),
        talk=STOCK_TALK,
        environment=QUIET,
    )


def seconds_to_train_ours(output: Path) -> float:
    """The wall time of one whole training into `output`; the model in use stays as it is."""
    data = [folder for folder in TRAINING_FOLDERS if (ROOT / folder).is_dir()]
    return _train(ROOT, ["--data", *data], output, LOGS / "bench_train_ours.log")


def seconds_to_train_stock(output: Path) -> float:
    """The wall time of one whole training of the stock bot into `output`."""
    return _train(STOCK_FOLDER, [], output, LOGS / "bench_train_stock.log")


def _train(folder: Path, options: Sequence[str], output: Path, log: Path) -> float:
    started = time.perf_counter()
    _rasa("train", "--force", *options, "--out", str(output), folder=folder, log=log)
    return time.perf_counter() - started


def _rasa(*arguments: str, folder: Path, log: Path) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as written:
        try:
            subprocess.run(
                [sys.executable, "-m", "rasa", *arguments],
                cwd=folder,
                env={**os.environ, **QUIET},
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
                timeout=SECONDS_TO_TRAIN,
                check=True,
            )
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            raise ServingError(
                f"`rasa {arguments[0]}` in {folder} failed ({type(error).__name__}); "
                f"its log is {log}."
            ) from error
