"""What decides who may come in to the web channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Optional

from headache_relief.channels.web.origins import Origins


@dataclass(frozen=True)
class Entrance:
    """The key that signs sessions, and the pages that may embed the widget.

    With the key of before, `former_key`, talks can still be erased.
    """

    key: bytes
    origins: Origins
    former_key: Optional[bytes] = None
