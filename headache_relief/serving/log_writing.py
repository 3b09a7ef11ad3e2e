"""Writes lines of the log, where a destination that fails or is slow harms nobody."""

from __future__ import annotations

import logging
import os
import queue
import threading
import time
from contextlib import suppress
from typing import Callable, Optional

from headache_relief.metrics.instruments import lost_log_lines

MOST_WAITING = 10_000  # lines
SECONDS_FOR_THE_REST = 1.0


class CarefulStream(logging.StreamHandler):  # type: ignore[type-arg]
    """Writes at once; a line that can't be written is lost and counted, and nobody else hears."""

    def handleError(self, record: logging.LogRecord) -> None:
        lost_log_lines.inc()


class Background(logging.Handler):
    """Hands lines to a thread that writes them to an open file.

    A pipe that nobody reads from would otherwise make everybody wait. What does not fit in the
    queue is lost and counted.
    """

    def __init__(self, file: int) -> None:
        """`file` is the number of an open file, such as 2 for standard error."""
        super().__init__()
        self._file = file
        self._lines: queue.Queue[bytes] = queue.Queue(MOST_WAITING)
        threading.Thread(target=self._write_all, name="log", daemon=True).start()

    def emit(self, record: logging.LogRecord) -> None:
        try:
            self._lines.put_nowait(f"{self.format(record)}\n".encode("utf-8", "replace"))
        except Exception:  # a full queue, or a record that can't be put into words
            lost_log_lines.inc()

    def flush(self) -> None:
        """Returns once all is written, at the latest after a second."""
        last = time.monotonic() + SECONDS_FOR_THE_REST
        while self._lines.unfinished_tasks and time.monotonic() < last:
            time.sleep(0.005)

    def _write_all(self) -> None:
        while True:
            line = self._lines.get()
            try:
                _write(self._file, line)
            except OSError:
                lost_log_lines.inc()
            self._lines.task_done()


def carefully(say: Callable[[str], None]) -> Callable[[str], None]:
    """The same way to print a line, which fails for nobody where the line can't be printed."""

    def careful(line: str) -> None:
        with suppress(OSError, ValueError):  # a closed pipe or a full disk
            say(line)

    return careful


def _write(file: int, line: bytes) -> None:
    rest: Optional[bytes] = line
    while rest:
        rest = rest[os.write(file, rest) :]
