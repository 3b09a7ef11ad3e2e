"""Trains the model in a process of its own, tells how far it is, and keeps the log in a file."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import Callable, Iterator, Sequence

from headache_relief.knowledge.yaml_files import read_yaml
from headache_relief.serving.errors import ServingError
from headache_relief.serving.model import MODEL_NAME, Freshness, ModelFiles
from headache_relief.vectors import VectorsError, prepare_encoder

Report = Callable[[str], None]

TRAINING_FOLDERS = ("data/nlu", "data/rules", "data/stories")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
STEP = re.compile(r"(?:Starting to train|Restored) component '(\w+)'")
FAULT = re.compile(r"^(?:[\w.]*(?:Error|Exception|Invalid\w*|NotFound)\b|.*\bERROR\b)")
CLOSING_WORDS = re.compile(r"Project validation completed")
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONWARNINGS": "ignore"}


def ensure_model(files: ModelFiles, report: Report, *, always: bool = False) -> bool:
    """Trains when the model is missing or older than its sources (or `always`).

    Returns True when it trained. `report` is told each component as its training starts.
    ServingError or KnowledgeError says in one sentence why it could not.
    """
    with _one_training_at_a_time(files.root):
        _prepare_encoder()
        if not always and files.freshness() is Freshness.fresh:
            return False
        fingerprint = files.fingerprint()
        _check_yaml(files)
        _train(files, report)
        files.keep_record(fingerprint)
    return True


def _prepare_encoder() -> None:
    try:
        prepare_encoder()
    except VectorsError as error:
        raise ServingError(str(error)) from error


@contextmanager
def _one_training_at_a_time(root: Path) -> Iterator[None]:
    """Waits while another process trains in the same checkout."""
    folder = root / ".cache"
    folder.mkdir(exist_ok=True)
    with (folder / "training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _check_yaml(files: ModelFiles) -> None:
    """KnowledgeError names the first source that is missing or not YAML, with its line.

    Rasa itself would skip a broken file of training examples.
    """
    needed = [files.root / "config.yml", files.root / "domain.yml"]
    written = [path for path in files.sources() if path.suffix == ".yml" and path not in needed]
    for path in needed + written:
        read_yaml(path)


def _train(files: ModelFiles, report: Report) -> None:
    log = files.root / ".cache" / "logs" / "train.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    fresh = files.root / ".cache" / "training" / files.model.name
    report("reading the sources")
    status = _run(_command(files.root, fresh.parent), files.root, log, report)
    if status != 0 or not fresh.exists():
        shown = log.relative_to(files.root)
        raise ServingError(f"Training failed: {last_fault(log)} (the whole log is in {shown}).")
    files.model.parent.mkdir(exist_ok=True)
    os.replace(fresh, files.model)


def _command(root: Path, output: Path) -> Sequence[str]:
    # Rasa's cache knows the source of its components only, not the code below them: hence --force.
    # Its validation reads everything a second time; the checks run it on its own.
    folders = [folder for folder in TRAINING_FOLDERS if (root / folder).is_dir()]
    return [
        sys.executable, "-m", "rasa", "train", "--force", "--skip-validation",
        "--config", "config.yml", "--domain", "domain.yml", "--data", *folders,
        "--out", str(output), "--fixed-model-name", MODEL_NAME,
    ]  # fmt: skip


def _run(command: Sequence[str], root: Path, log: Path, report: Report) -> int:
    """Runs the training, copies what it prints to the log, and returns its exit status."""
    process = subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, **QUIET},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    assert process.stdout is not None
    try:
        with log.open("w") as copy:
            for line in process.stdout:
                copy.write(COLOURS.sub("", line))
                step = STEP.search(line)
                if step:
                    report(step.group(1))
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def last_fault(log: Path) -> str:
    """The line of a training log that says best why it ended: the last error, or the last line."""
    lines = [line.strip() for line in log.read_text().splitlines() if line.strip()]
    useful = [line for line in lines if not CLOSING_WORDS.search(line)]
    faults = [line for line in useful if FAULT.match(line)]
    if not useful:
        return "it printed nothing"
    return (faults or useful)[-1].rstrip(".")[:300]
