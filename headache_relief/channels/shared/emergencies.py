"""Who is heard although they wrote too much: somebody whose message tells of an emergency."""

from __future__ import annotations

from typing import Callable

from headache_relief.channels.shared.limits import EVERYBODY, Counters, taken


class Emergencies:
    """Lets short messages that tell of an emergency past the limit of messages, a few a minute.

    Looking costs milliseconds, more for longer texts; so what is looked at is limited as well, and
    a flood stays cheap.
    """

    def __init__(self, tells_of_emergency: Callable[[str], bool], counters: Counters) -> None:
        self._tells_of_emergency = tells_of_emergency
        self._counters = counters

    def let_past(self, conversation: str, text: str) -> bool:
        """Whether this message is to be answered all the same."""
        counters = self._counters
        if not text or len(text) > counters.limits.most_characters_looked_at:
            return False
        looked_at = (counters.looked_at, conversation), (counters.all_looked_at, EVERYBODY)
        if not taken(*looked_at) or not self._tells_of_emergency(text):
            return False
        return taken((counters.emergencies, conversation), (counters.all_emergencies, EVERYBODY))
