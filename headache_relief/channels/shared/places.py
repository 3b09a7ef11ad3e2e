"""Places on the head map that are named by their numbers on the picture."""

from __future__ import annotations

import re
from typing import Any, Mapping, Optional

from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.shared.talks import Said, Talks
from headache_relief.records.offered_choices import HEAD_MAP

NUMBERS = re.compile(r"\d{1,2}(\s*(,|;|and|\s)\s*\d{1,2})*\.?")


async def said_of(talks: Talks, conversation: str, identity: str, text: str) -> Said:
    """What was typed; numbers alone, where the head map was shown last, are places on it."""
    if NUMBERS.fullmatch(text.strip()):
        numbers = [int(found) for found in re.findall(r"\d+", text)]
        tokens = tokens_of(numbers, await _last_view(talks, conversation))
        if tokens:
            return Said(identity, choices=tokens)
    return Said(identity, text)


def tokens_of(numbers: list[int], view: Optional[Mapping[str, Any]]) -> tuple[str, ...]:
    """The tokens of the regions of these numbers; empty when one is none of the view's."""
    if not view or view["kind"] != HEAD_MAP:
        return ()
    regions = view["regions"]
    if not all(1 <= number <= len(regions) for number in numbers):
        return ()
    return tuple(regions[number - 1]["token"] for number in numbers)


async def _last_view(talks: Talks, conversation: str) -> Optional[Mapping[str, Any]]:
    try:
        said = (await talks.history(conversation))["messages"]
    except Refusal:
        return None
    view: Optional[Mapping[str, Any]] = said[-1]["view"] if said else None
    return view
