"""Measures two bots side by side: while both run, their turns alternate."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Callable, NamedTuple, Sequence

from headache_relief.benchmark.figures import Figure, percentile
from headache_relief.benchmark.running_bot import Bot, RunningBot, running

Say = Callable[[str], None]

AROUND = 2  # a turn's time is the median of it and so many turns before and after it


@dataclass(frozen=True)
class Plan:
    """How much is measured."""

    starts: int = 2
    conversations: int = 10
    turns: int = 12  # in each conversation
    marks: tuple[int, ...] = (10, 100, 200)  # the turns looked at in one long conversation


QUICK = Plan(starts=1, conversations=4, turns=10, marks=(10, 30, 60))


class Pair(NamedTuple):
    """The two bots while they run."""

    ours: RunningBot
    stock: RunningBot


def compare(ours: Bot, stock: Bot, plan: Plan, say: Say) -> list[Figure]:
    """Start, turns, growth and memory of both bots."""
    say("Starting both ...")
    starts = [_start_once(ours, stock) for _ in range(plan.starts - 1)]
    with ExitStack() as stack:
        pair = Pair(stack.enter_context(running(ours)), stack.enter_context(running(stock)))
        starts.append((pair.ours.seconds_to_first_answer, pair.stock.seconds_to_first_answer))
        say(f"Talking: {plan.conversations} conversations of {plan.turns} turns ...")
        turns = _turns(pair, plan)
        say(f"Talking: one conversation of {plan.marks[-1]} turns ...")
        growth = _long_conversation(pair, plan.marks)
        for bot in pair:
            if bot.unanswered:
                say(f"{bot.bot.name} said nothing in {bot.unanswered} turns.")
        memory = Figure(
            "peak memory (MB)", pair.ours.peak_megabytes(), pair.stock.peak_megabytes(), 1.0
        )
    started = Figure(
        "start until first answer (s)",
        median(each[0] for each in starts),
        median(each[1] for each in starts),
        0.4,
    )
    return [started, *turns, *growth, memory]


def _start_once(ours: Bot, stock: Bot) -> tuple[float, float]:
    with running(ours) as one:
        first = one.seconds_to_first_answer
    with running(stock) as other:
        return first, other.seconds_to_first_answer


def _turns(pair: Pair, plan: Plan) -> list[Figure]:
    taken: tuple[list[float], list[float]] = ([], [])
    for conversation in range(plan.conversations):
        for turn in range(plan.turns):
            for bot, milliseconds in zip(pair, taken, strict=True):
                milliseconds.append(1000 * bot.turn(f"short-{conversation}", turn))
    ours, stock = taken
    return [
        Figure("turn, p50 (ms)", percentile(ours, 0.5), percentile(stock, 0.5), 0.6),
        Figure("turn, p95 (ms)", percentile(ours, 0.95), percentile(stock, 0.95), 0.6),
    ]


def _long_conversation(pair: Pair, marks: Sequence[int]) -> list[Figure]:
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(marks[-1] + AROUND):
        for bot, milliseconds in zip(pair, taken, strict=True):
            milliseconds.append(1000 * bot.turn("long", turn))
    ours, stock = ({mark: around(times, mark) for mark in marks} for times in taken)
    first, last = marks[0], marks[-1]
    return [
        *(Figure(f"turn {mark} (ms)", ours[mark], stock[mark]) for mark in marks),
        Figure(
            f"growth: turn {last} / turn {first}",
            ours[last] / ours[first],
            stock[last] / stock[first],
            1.5,
            goal_is_for_ours=True,
        ),
    ]


def around(times: Sequence[float], turn: int) -> float:
    """The median time of a turn, counted from 1, and of its neighbours."""
    return median(times[turn - 1 - AROUND : turn + AROUND])
