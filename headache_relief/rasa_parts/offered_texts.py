"""What the texts of buttons mean, worked out once for everybody."""

from __future__ import annotations

from collections import OrderedDict
from copy import deepcopy
from typing import Any, Iterable, Mapping, Optional

MOST = 1_000


class OfferedTexts:
    """The texts of buttons that the assistant has offered, and what is understood of each.

    Half of what people send are taps. Nothing that somebody wrote in their own words is held here,
    only words of the assistant's own; those offered longest ago give way.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._understood: OrderedDict[str, Optional[dict[str, Any]]] = OrderedDict()

    def offer(self, buttons: Iterable[Mapping[str, Any]]) -> None:
        """Somebody may send one of these from now on."""
        for button in buttons:
            text = button.get("payload") or button.get("title")
            if isinstance(text, str):
                self._understood.setdefault(text, None)
                self._understood.move_to_end(text)
        while len(self._understood) > self._most:
            self._understood.popitem(last=False)

    def understood(self, text: Optional[str]) -> Optional[dict[str, Any]]:
        """What the text means, as a copy of the caller's own; None when that is not known."""
        known = self._understood.get(text or "")
        return deepcopy(known)

    def keep(self, text: Optional[str], understood: Mapping[str, Any]) -> None:
        """Keeps what a text means, if it was offered."""
        if text is not None and text in self._understood:
            self._understood[text] = deepcopy(dict(understood))
