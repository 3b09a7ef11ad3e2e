"""What the places tapped on the head map say of the headache."""

from __future__ import annotations

from typing import Sequence

from headache_relief.assessment.facts import Fact
from headache_relief.assessment.titles import titled
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.knowledge.pictures import MapRegion

LOCATION = "location"  # the question whose places the map shows
ONE_SIDE = "one_side"
BOTH_SIDES = "both_sides"


def places_told(text: str, turn: int, knowledge: Knowledge) -> tuple[Fact, ...]:
    """What a text says that consists of places of the map; nothing when it says anything else.

    Items of the location question may stand among them. The sides of all places together are one
    side or both: read one by one, "left temple, right temple" would be on one side twice.
    """
    regions = tuple(knowledge.head_map.values())
    items = knowledge.questions[LOCATION].options
    titles = [item.title for item in items] + [region.title for region in regions]
    positions = titled(text, titles)
    tapped = [regions[p - len(items)] for p in positions if p >= len(items)]
    if not tapped:
        return ()
    ticked = [items[p] for p in positions if p < len(items)]
    listed = [concept for item in ticked for concept in item.present]
    concepts = dict.fromkeys((*concepts_of(tapped), *listed))
    return tuple(Fact(concept, "present", turn, words=text) for concept in concepts)


def concepts_of(regions: Sequence[MapRegion]) -> tuple[str, ...]:
    """The concepts that the places stand for together."""
    named = [concept for region in regions for concept in region.concepts]
    sides = {region.side for region in regions if region.side}
    if sides:
        named.append(ONE_SIDE if len(sides) == 1 else BOTH_SIDES)
    return tuple(dict.fromkeys(named))
