"""What decides who may come in to the web channel."""

from __future__ import annotations

from dataclasses import dataclass

from headache_relief.channels.web.origins import Origins


@dataclass(frozen=True)
class Entrance:
    """The key that signs sessions, and the pages that may embed the widget."""

    key: bytes
    origins: Origins
