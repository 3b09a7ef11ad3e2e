"""Threads that wait for the database as long as a person may be kept waiting, and no longer.

A database that is stopped, or behind a network that swallows everything, answers nothing and ends
nothing: without a limit every turn would wait for ever.
"""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Callable, Optional, TypeVar

from headache_relief.records.database import StoreError
from headache_relief.records.wanted import while_wanted

logger = logging.getLogger(__name__)

SECONDS_TO_WAIT = 1.5
SECONDS_BETWEEN_LOOKS = 0.05
SECONDS_BETWEEN_TRIES = 0.25

Result = TypeVar("Result")


class NoAnswer(StoreError):
    """The database does not answer in time."""

    def __init__(self) -> None:
        super().__init__("The database of the conversations does not answer; it is tried again.")


class _Call:
    """Work for a thread, its limit in seconds, and since when it runs."""

    def __init__(self, work: Callable[[], Any], seconds: Optional[float]) -> None:
        self.answer: Future[Any] = Future()
        self.seconds = seconds
        self.began: Optional[float] = None
        self._work = work
        self._ending = threading.Lock()

    @property
    def wanted(self) -> bool:
        return not self.answer.done()

    def run(self) -> None:
        self.began = time.monotonic()
        if not self.answer.set_running_or_notify_cancel():
            return
        try:
            with while_wanted(lambda: self.wanted):
                result = self._work()
        except BaseException as error:  # as any executor, whatever it is
            self.fail(error)
            return
        with self._ending:
            if self.wanted:
                self.answer.set_result(result)

    def fail(self, error: BaseException) -> None:
        with self._ending:
            if self.wanted:
                self.answer.set_exception(error)

    def is_late(self, now: float, away: bool) -> bool:
        """Whether it takes too long; what waits for a thread may wait while others are served."""
        if self.seconds is None:
            return False
        return away if self.began is None else now - self.began > self.seconds


class PatientThreads(Executor):
    """Threads for work with the database; late work fails with NoAnswer, and is not written.

    After that everything with a limit fails at once, until `knock`, which asks the database
    something, comes back.
    """

    def __init__(
        self,
        threads: int,
        name: str,
        knock: Callable[[], None],
        seconds: float = SECONDS_TO_WAIT,
    ) -> None:
        self._threads = ThreadPoolExecutor(threads, name)
        self._knock = knock
        self._seconds = seconds
        self._calls: set[_Call] = set()
        self._away = False
        self._changed = threading.Condition()
        self._watch: Optional[threading.Thread] = None
        self._closed = False

    def submit(
        self, work: Callable[..., Result], /, *arguments: Any, **named: Any
    ) -> Future[Result]:
        """Does the work as soon as a thread is free."""
        return self.within(self._seconds, partial(work, *arguments, **named))

    def within(self, seconds: Optional[float], work: Callable[[], Result]) -> Future[Result]:
        """The same with a limit of its own; None for none."""
        call = _Call(work, seconds)
        with self._changed:
            if self._away and seconds is not None:
                call.fail(NoAnswer())
                return call.answer
            self._calls.add(call)
            self._start_to_watch()
            self._changed.notify()
        self._threads.submit(self._run, call)
        return call.answer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()
        # A thread that the database keeps must not keep the program.
        self._threads.shutdown(wait=wait and not self._away, cancel_futures=cancel_futures)
        if wait and self._watch is not None:
            self._watch.join()

    def _run(self, call: _Call) -> None:
        if call.wanted:
            call.run()
        with self._changed:
            self._calls.discard(call)

    def _start_to_watch(self) -> None:
        if self._watch is None:
            self._watch = threading.Thread(target=self._look, name="patience", daemon=True)
            self._watch.start()

    def _look(self) -> None:
        last = time.monotonic()
        while True:
            with self._changed:
                while not self._calls and not self._closed:
                    self._changed.wait()
                    last = time.monotonic()
                if self._closed:
                    return
                calls = list(self._calls)
            now = time.monotonic()
            self._forgive(calls, now - last - SECONDS_BETWEEN_LOOKS)
            last = now
            self._give_up(calls, now)
            time.sleep(SECONDS_BETWEEN_LOOKS)

    def _forgive(self, calls: list[_Call], stopped: float) -> None:
        """Time in which the whole program stood still is not the database's."""
        for call in calls:
            if call.began is not None and stopped > 0:
                call.began += stopped

    def _give_up(self, calls: list[_Call], now: float) -> None:
        late = [call for call in calls if call.wanted and call.is_late(now, self._away)]
        if not late:
            return
        with self._changed:
            begins, self._away = not self._away, True
        for call in late:
            call.fail(NoAnswer())
        if begins:
            logger.error("The database does not answer; turns go on without it until it does.")
            threading.Thread(target=self._ask, name="knocking", daemon=True).start()

    def _ask(self) -> None:
        """Waits until the database answers."""
        while not self._closed:
            try:
                self._knock()
                break
            except StoreError:
                time.sleep(SECONDS_BETWEEN_TRIES)
        logger.warning("The database answers again.")
        with self._changed:
            self._away = False
