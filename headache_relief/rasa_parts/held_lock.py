"""The lock under which the turn in work was begun, for whoever writes the turn."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Optional

from headache_relief.records.advisory_locks import Held

# None where a lock of this process is enough, or the database was away when the turn began.
held_lock: ContextVar[Optional[Held]] = ContextVar("held_lock", default=None)
