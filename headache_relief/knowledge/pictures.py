"""The shape of the files that say what the drawings of head and neck show."""

from __future__ import annotations

from typing import Literal, Optional, Union

from pydantic import Field

from headache_relief.knowledge.base import Entry, Identifier, Sentence


class MapRegion(Entry):
    """A place that can be tapped on the head map; its id is the id of a shape in the drawing."""

    figure: Literal["front", "side", "back"]
    title: Sentence  # the place in words, also what is sent as the answer
    concepts: list[Identifier] = Field(min_items=1)
    side: Optional[Literal["left", "right"]] = None  # the person's own side


class StepDrawing(Entry):
    """What one step of a technique shows: places as filled spots, directions as arrows."""

    figure: Literal["front", "side", "back", "hand", "wrist", "body"]
    places: list[Identifier] = []
    arrows: list[Identifier] = []


class TechniqueDrawing(Entry):
    """The drawings of a technique's steps, in their order; `none` where there is nothing to see."""

    steps: list[Union[Literal["none"], StepDrawing]]
