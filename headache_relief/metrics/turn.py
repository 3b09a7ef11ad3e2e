"""One turn as it is measured: its stages, what was said, what became of it."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Iterator, Optional

from headache_relief.metrics import instruments
from headache_relief.metrics.instruments import CHANNELS, STAGES, TIERS, listed

logger = logging.getLogger(__name__)

NOT_UNDERSTOOD = "utter_not_understood"
# Of this process alone, and never written: the same talk can be followed through a log, and nobody
# who has the log and an id can tell which talk that was.
_KEY = secrets.token_bytes(32)

_turns = {channel: instruments.turns.labels(channel) for channel in CHANNELS}
_silent = {channel: instruments.silent_turns.labels(channel) for channel in CHANNELS}
_whole = {channel: instruments.turn_seconds.labels(channel) for channel in CHANNELS}
_first = {channel: instruments.first_answer_seconds.labels(channel) for channel in CHANNELS}
_unsure = {channel: instruments.not_understood.labels(channel) for channel in CHANNELS}
_stages = {stage: instruments.stage_seconds.labels(stage) for stage in STAGES}
_tiers = {tier: instruments.tiers_reached.labels(tier) for tier in TIERS}
_danger = {known: instruments.without_memory.labels(str(known).lower()) for known in (True, False)}


@dataclass
class Turn:
    """What is measured of one turn; `output` is whatever its answers are said over."""

    channel: str
    conversation: str
    output: object
    started: float = field(default_factory=lambda: time.perf_counter())
    stages: dict[str, float] = field(default_factory=dict)
    said: int = 0
    first_answer: Optional[float] = None
    understood: bool = True
    without_memory: bool = False
    wanted: bool = True  # False once nobody waits for it, or it is taken again
    tier_before: Optional[str] = None
    tier: Optional[str] = None
    _open: list[str] = field(default_factory=list)
    _since: float = 0.0

    def enter(self, stage: str) -> None:
        """The stage begins; the one around it stands still meanwhile."""
        self._count()
        self._open.append(stage)

    def leave(self) -> None:
        """The stage that began last ends."""
        self._count()
        self._open.pop()

    def within(self, stage: str) -> bool:
        """Whether this stage began last."""
        return bool(self._open) and self._open[-1] == stage

    def end(self) -> None:
        """Ends what is still open, and counts the turn."""
        while self._open:
            self.leave()
        passed = time.perf_counter() - self.started
        if not self.wanted:
            return
        _turns[self.channel].inc()
        _whole[self.channel].observe(passed)
        for stage, seconds in self.stages.items():
            _stages[stage].observe(seconds)
        if not self.said:
            _silent[self.channel].inc()
            logger.error("A turn ended without any answer.")
        if self.first_answer is not None:
            _first[self.channel].observe(self.first_answer)
        if not self.understood:
            _unsure[self.channel].inc()
        if self.tier in _tiers and self.tier != self.tier_before:
            _tiers[self.tier].inc()
        if logger.isEnabledFor(logging.INFO):
            logger.info("Turn.", extra={"fields": self._fields(passed)})

    def _count(self) -> None:
        now = time.perf_counter()
        if self._open:
            stage = self._open[-1]
            self.stages[stage] = self.stages.get(stage, 0.0) + now - self._since
        self._since = now

    def _fields(self, passed: float) -> dict[str, object]:
        return {
            "turn": secrets.token_hex(4),
            "talk": blake2b(self.conversation.encode(), digest_size=6, key=_KEY).hexdigest(),
            "channel": self.channel,
            "tier": listed(self.tier, (*TIERS, "none")),
            "answers": self.said,
            "understood": self.understood,
            "without_memory": self.without_memory,
            "milliseconds": round(passed * 1000, 1),
            **{f"{stage}_ms": round(taken * 1000, 1) for stage, taken in self.stages.items()},
        }


_current: ContextVar[Optional[Turn]] = ContextVar("turn", default=None)


@contextmanager
def measured(channel: Optional[str], conversation: str, output: object) -> Iterator[None]:
    """Measures the turn that runs within it; what is said over `output` counts as its answers."""
    turn = Turn(listed(channel, CHANNELS), conversation, output)
    token = _current.set(turn)
    try:
        yield
    except asyncio.CancelledError:
        turn.wanted = False
        raise
    finally:
        _current.reset(token)
        turn.end()


class stage:  # a class, as it is entered a dozen times a turn
    """Times a stage of the turn around it; without one it does nothing."""

    __slots__ = ("_name", "_turn")

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        self._turn = _current.get()
        if self._turn is not None:
            self._turn.enter(self._name)

    def __exit__(self, *_: object) -> None:
        if self._turn is not None:
            self._turn.leave()


def waits_for_lock() -> None:
    """From now on the turn waits for its conversation's lock."""
    turn = _current.get()
    if turn is not None:
        turn.enter("lock")


def has_lock() -> None:
    """The turn need not wait any longer."""
    turn = _current.get()
    if turn is not None and turn.within("lock"):
        turn.leave()


def said(output: object, response: Optional[str] = None) -> None:
    """Something was said over `output`; of the turn only when it is that turn's own."""
    turn = _current.get()
    if turn is None or output is not turn.output:
        return
    turn.said += 1
    turn.understood = turn.understood and response != NOT_UNDERSTOOD
    if turn.first_answer is None:
        turn.first_answer = time.perf_counter() - turn.started


def stood(tier: Optional[str]) -> None:
    """The tier of the talk when the turn loaded it."""
    turn = _current.get()
    if turn is not None:
        turn.tier_before = tier


def stands(tier: Optional[str]) -> None:
    """The tier of the talk as the turn stores it."""
    turn = _current.get()
    if turn is not None:
        turn.tier = tier


def comes_again() -> None:
    """The turn is taken once more from its start: what became of it is told by that one."""
    turn = _current.get()
    if turn is not None:
        turn.wanted = False


def answered_without_memory(danger: bool) -> None:
    """The message could not be handled, and was answered all the same."""
    _danger[danger].inc()
    turn = _current.get()
    if turn is not None:
        turn.without_memory = True
