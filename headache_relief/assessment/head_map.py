"""What the places tapped on the head map say of the headache."""

from __future__ import annotations

from typing import Sequence

from headache_relief.knowledge.clinical import Option
from headache_relief.knowledge.pictures import MapRegion

MAPPED_QUESTION = "location"
ONE_SIDE = "one_side"
BOTH_SIDES = "both_sides"


def as_option(regions: Sequence[MapRegion]) -> Option:
    """The places as one option of the location question; their sides together are one or both."""
    named = [concept for region in regions for concept in region.concepts]
    sides = {region.side for region in regions if region.side}
    if sides:
        named.append(ONE_SIDE if len(sides) == 1 else BOTH_SIDES)
    title = ", ".join(region.title for region in regions)
    return Option(title=title, present=list(dict.fromkeys(named)))
