"""Runs many conversations, in several processes, and keeps each result as a line of a file."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import queue
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Iterator, Mapping, Sequence

from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.knowledge.prototypes import load_prototypes
from headache_relief.serving.errors import ServingError
from headache_relief.settings import load_settings
from headache_relief.simulation.conversation import Result, converse, result_of
from headache_relief.simulation.people import load_people
from headache_relief.simulation.plan import DangerPhrase, Plan, danger_phrases, plan_of
from headache_relief.simulation.visible import Seen

if TYPE_CHECKING:
    from headache_relief.serving.assistant import Assistant

DONE = None  # what a worker sends last
PATIENCE = 5.0  # seconds between two looks at whether the workers still live


def results_in(file: Path) -> list[Result]:
    """The results that a file holds; a last line that was cut off is left out.

    ServingError when the file is of another version of this program.
    """
    if not file.exists():
        return []
    found = []
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            content = json.loads(line)
        except json.JSONDecodeError:
            continue
        try:
            found.append(_result(content))
        except (KeyError, TypeError):
            raise ServingError(
                f"{file} holds results of another version: run `simulate --anew`."
            ) from None
    return found


def run(seeds: Sequence[int], workers: int, file: Path) -> Iterator[Result]:
    """The results of the seeds as they come, each also added to the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    # Each worker starts afresh: a loaded model and its event loop don't survive a fork.
    context = multiprocessing.get_context("spawn")
    results: "multiprocessing.Queue[Any]" = context.Queue()
    processes = [
        context.Process(target=_work, args=(seeds[i::workers], results), daemon=True)
        for i in range(workers)
    ]
    for process in processes:
        process.start()
    working = len(processes)
    _end_a_cut_line(file)
    with file.open("a", encoding="utf-8") as kept:
        while working:
            content = _next(results, processes)
            if content is DONE:
                working -= 1
                continue
            if isinstance(content, str):
                raise ServingError(content)
            kept.write(json.dumps(content, ensure_ascii=False) + "\n")
            kept.flush()
            yield _result(content)


def _end_a_cut_line(file: Path) -> None:
    """What follows a line that was cut off begins on a line of its own."""
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    if text and not text.endswith("\n"):
        file.write_text(text + "\n", encoding="utf-8")


def _next(results: "multiprocessing.Queue[Any]", processes: Sequence[Any]) -> Any:
    """What a worker sends next; ServingError when they all ended without a word."""
    while True:
        try:
            return results.get(timeout=PATIENCE)
        except queue.Empty:
            if not any(process.is_alive() for process in processes):
                raise ServingError(
                    "The simulation's processes were ended from outside: run it again, it goes on."
                ) from None


def _result(content: Mapping[str, Any]) -> Result:
    return Result(**{**content, "violations": tuple(content["violations"])})


def _work(seeds: Sequence[int], results: "multiprocessing.Queue[Any]") -> None:
    try:
        asyncio.run(_converse_all(seeds, results))
    except Exception as error:
        results.put(f"A simulated conversation failed: {type(error).__name__}: {error}.")
        return
    results.put(DONE)


async def _converse_all(seeds: Sequence[int], results: "multiprocessing.Queue[Any]") -> None:
    from headache_relief.serving.assistant import load_assistant
    from headache_relief.serving.logs import configure_logs

    configure_logs()
    with tempfile.TemporaryDirectory(prefix="headache-relief-") as folder:
        assistant = await load_assistant(load_settings(), f"sqlite:///{folder}/conversations.db")
        for seed in seeds:
            _, result = await one(assistant, seed)
            results.put(result.as_dict())
        await assistant.close()


async def one(assistant: "Assistant", seed: int) -> tuple[Sequence[Seen], Result]:
    """The conversation of a seed, and its result."""
    knowledge = load_knowledge()
    plan = planned(seed)
    turns = await converse(assistant, plan, load_people(), knowledge)
    return turns, result_of(plan, turns, knowledge)


def planned(seed: int) -> Plan:
    """The plan of a seed, with the danger signs of `data/prototypes`."""
    return plan_of(seed, load_people(), load_knowledge(), _phrases())


def _phrases() -> Sequence[DangerPhrase]:
    prototypes: Mapping[str, Sequence[str]] = {
        flag: entry.phrases for flag, entry in load_prototypes().items()
    }
    return danger_phrases(load_knowledge(), prototypes)
