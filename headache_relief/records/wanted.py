"""Whether anybody still waits for what this thread does in the database."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import Callable, Iterator

_thread = threading.local()


@contextmanager
def while_wanted(wanted: Callable[[], bool]) -> Iterator[None]:
    """Within it `is_wanted` of this thread asks `wanted`."""
    before = getattr(_thread, "wanted", None)
    _thread.wanted = wanted
    try:
        yield
    finally:
        _thread.wanted = before


def is_wanted() -> bool:
    """False once whoever asked for it was told that it failed."""
    wanted = getattr(_thread, "wanted", None)
    return wanted is None or bool(wanted())
