"""Where a worker's time goes: a sampling profile, drawn as SVG and summed up by area."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from pathlib import Path
from typing import Iterable, Mapping, Sequence

SAMPLES_A_SECOND = 200
SAMPLER = Path(sys.executable).with_name("py-spy")
# Where a thread waits for work; everything of a stack below the first of its areas belongs to it.
IDLE = (
    "_worker (concurrent/futures/thread.py",
    "Runner.run (asyncio/runners.py",
    "Condition.wait (threading.py",
    "PatientThreads._look (headache_relief/records/patience.py",
    "Background._write_all (headache_relief/serving/log_writing.py",
)
AREAS = (
    ("vectors of sentences", ("headache_relief/vectors/", "rasa_parts/sentence_vectors.py")),
    ("intent model", ("rasa_parts/intent_",)),
    ("danger by meaning", ("rasa_parts/danger_layer.py", "rasa_parts/danger_model.py")),
    ("language: findings", ("headache_relief/language/", "rasa_parts/language_tokenizer.py")),
    ("clinical core", ("headache_relief/assessment/",)),
    ("safety policy", ("rasa_parts/safety_policy.py", "rasa_parts/case_")),
    ("rules and stories", ("core/policies/", "rasa_parts/story_memory.py")),
    ("stores", ("headache_relief/records/", "rasa_parts/conversation_log.py")),
    ("stores", ("rasa_parts/tracker_store.py", "rasa_parts/checkpoints.py")),
    ("stores", ("rasa_parts/stored_events.py", "sqlalchemy/")),
    ("actions", ("actions/", "rasa_sdk/", "rasa_parts/action_runner.py")),
    ("actions", ("rasa_parts/in_process_actions.py",)),
    ("web channel", ("headache_relief/channels/", "socketio/", "engineio/", "sanic/")),
    ("metrics and logs", ("headache_relief/metrics/", "serving/log")),
    ("Rasa: trackers and events", ("shared/core/",)),
    ("Rasa: running the model's graph", ("rasa/engine/", "dask/")),
    ("Rasa: handling a message", ("rasa/core/", "rasa_parts/processor.py")),
)
OTHER = "other"


async def record(process: int, seconds: float, drawing: Path, samples: Path) -> str:
    """Writes both files, one after the other; returns why that failed, or nothing.

    A system may forbid to look into another process: the load test then goes on without.
    """
    for file, kind in ((drawing, "flamegraph"), (samples, "raw")):
        failed = await _record(process, seconds / 2, file, kind)
        if failed:
            return failed
    return ""


async def _record(process: int, seconds: float, file: Path, kind: str) -> str:
    options = ("--duration", str(round(seconds)), "--rate", str(SAMPLES_A_SECOND))
    files = ("--format", kind, "--output", str(file))
    try:
        running = await asyncio.create_subprocess_exec(
            *(str(SAMPLER), "record", "--pid", str(process), *options, *files),
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:
        return f"py-spy can't be started: {error.strerror}"
    _, told = await running.communicate()
    lines = told.decode(errors="replace").strip().splitlines()
    return (lines or ["py-spy failed"])[-1] if running.returncode else ""


def shares(lines: Iterable[str]) -> Mapping[str, float]:
    """The share of a worker's busy time by area, the largest first; `lines` are py-spy's own."""
    counted: Counter[str] = Counter()
    for line in lines:
        stack, _, samples = line.rpartition(" ")
        frames = stack.split(";")
        if samples.strip().isdigit() and not frames[-1].startswith(IDLE):
            counted[area_of(frames)] += int(samples)
    busy = counted.total()
    return {area: number / busy for area, number in counted.most_common()}


def area_of(frames: Sequence[str]) -> str:
    """The area of the innermost frame that has one."""
    for frame in reversed(frames):
        for area, places in AREAS:
            if any(place in frame for place in places):
                return area
    return OTHER
