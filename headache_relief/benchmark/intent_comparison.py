"""Compares ways to tell intents on held-out messages: `python -m ...benchmark.intent_comparison`.

Each way is trained several times, each time on another nine tenths of the examples, so that the
spread shows what chance does. Prints the table of docs/classifiers.md; `--diet` is for
Rasa's DIET alone, which takes many minutes.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from random import Random
from statistics import mean, stdev
from typing import Callable, Sequence

from headache_relief.benchmark.intent_candidates import CANDIDATES, Candidate
from headache_relief.benchmark.intent_data import Example, held_out, training_examples
from headache_relief.settings import ROOT

SEEDS = (1, 2, 3, 4, 5)
SHARE_TRAINED_ON = 0.9
DEVELOPMENT = ROOT / "tests" / "data" / "development"
HEADER = (
    "| model | label itself | acceptable label | ms a message | training s |\n|---|---|---|---|---|"
)


@dataclass(frozen=True)
class Result:
    """Shares of 1, milliseconds a message beyond the sentence vector, seconds of training."""

    strict: float
    acceptable: float
    milliseconds: float
    training: float


def result_of(
    candidate: Candidate, training: Sequence[Example], tested: Sequence[Example]
) -> Result:
    """Trains a candidate and judges it on messages that it has not seen."""
    started = time.perf_counter()
    candidate.fit(training)
    trained = time.perf_counter()
    told = [candidate.intent(example.views) for example in tested]
    seconds = time.perf_counter() - trained
    return Result(
        strict=mean(intent == e.intent for intent, e in zip(told, tested)),
        acceptable=mean(intent in e.intents for intent, e in zip(told, tested)),
        milliseconds=1000 * seconds / len(tested),
        training=trained - started,
    )


def part_of(examples: Sequence[Example], seed: int) -> list[Example]:
    """Nine tenths of the examples, others for each seed."""
    return Random(seed).sample(list(examples), int(SHARE_TRAINED_ON * len(examples)))


def row(name: str, results: Sequence[Result]) -> str:
    """A line of the table, shares in percent with their standard deviation over the seeds."""
    strict = _spread([100 * result.strict for result in results])
    acceptable = _spread([100 * result.acceptable for result in results])
    speed = mean(result.milliseconds for result in results)
    training = mean(result.training for result in results)
    return f"| {name} | {strict} | {acceptable} | {speed:.1f} | {training:.0f} |"


def _spread(values: Sequence[float]) -> str:
    spread = stdev(values) if len(values) > 1 else 0.0
    return f"{mean(values):.1f} ± {spread:.1f}"


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description="Compare ways to tell intents.")
    parser.add_argument("--diet", action="store_true", help="Rasa's DIET alone, which is slow")
    parser.add_argument("--epochs", type=int, default=15, help="DIET's passes over the examples")
    parser.add_argument("--seeds", type=int, default=len(SEEDS), help="how often each is trained")
    chosen = parser.parse_args()
    training = training_examples(ROOT / "data" / "nlu")
    tested = held_out([DEVELOPMENT / "intents.jsonl", DEVELOPMENT / "patients_intents.jsonl"])
    seeds = SEEDS[: chosen.seeds]
    print(f"{len(training)} examples, {len(tested)} held-out messages, {len(seeds)} seeds")
    print(f"\n{HEADER}")
    for name, made in _candidates(chosen.diet, chosen.epochs).items():
        results = [result_of(made(seed), part_of(training, seed), tested) for seed in seeds]
        print(row(name, results), flush=True)


def _candidates(diet: bool, epochs: int) -> dict[str, Callable[[int], Candidate]]:
    if not diet:
        return dict(CANDIDATES)
    from headache_relief.benchmark.intent_diet import Diet

    return {f"DIET, both, {epochs} epochs": lambda seed: Diet(seed, epochs)}


if __name__ == "__main__":
    main()
