"""PNG pictures for places that show no SVG: what a step shows, and the head map with numbers.

They take the parts of a message's view (docs/web.md, widget/protocol.schema.json) as they are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Mapping, Optional, Sequence
from xml.etree.ElementTree import Element, register_namespace, tostring

from resvg_py import svg_to_bytes

from headache_relief.drawings.figures import (
    LIGHT,
    SVG,
    Colours,
    figure_with_marks,
    figure_with_numbers,
)

STEP_HEIGHT = 560  # pixels
MAP_WIDTH = 480  # pixels, of one figure
COLUMNS = 2  # three figures in a row would be too small on a phone

register_namespace("", SVG.strip("{}"))


def spots_png(spots: Sequence[Mapping[str, str]], colours: Colours = LIGHT) -> Optional[bytes]:
    """What the `spots` of a step, or of several, show: a PNG, or None without any.

    ValueError when a spot names what no drawing has.
    """
    marks: dict[str, set[str]] = {}
    for spot in spots:
        named = {spot["place"], spot["arrow"]} - {""}
        marks.setdefault(spot["figure"], set()).update(named)
    if not marks:
        return None
    return _spots_png(tuple((name, frozenset(ids)) for name, ids in marks.items()), colours)


def head_map_png(regions: Sequence[Mapping[str, str]], colours: Colours = LIGHT) -> bytes:
    """The figures with the `regions` of a head map numbered from 1 in their order: a PNG.

    ValueError when a region is not drawn.
    """
    numbers: dict[str, dict[str, int]] = {}
    for number, region in enumerate(regions, start=1):
        numbers.setdefault(region["figure"], {})[region["id"]] = number
    return _map_png(
        tuple((name, tuple(numbered.items())) for name, numbered in numbers.items()), colours
    )


@lru_cache(maxsize=128)
def _spots_png(marks: tuple[tuple[str, frozenset[str]], ...], colours: Colours) -> bytes:
    figures = [figure_with_marks(name, ids, colours) for name, ids in marks]
    width = STEP_HEIGHT * 240 // 280
    return _png(figures, width, STEP_HEIGHT, colours)


@lru_cache(maxsize=8)
def _map_png(
    numbers: tuple[tuple[str, tuple[tuple[str, int], ...]], ...], colours: Colours
) -> bytes:
    figures = [figure_with_numbers(name, dict(numbered), colours) for name, numbered in numbers]
    _, _, width, height = (float(value) for value in figures[0].attrib["viewBox"].split())
    return _png(figures, MAP_WIDTH, round(MAP_WIDTH * height / width), colours)


def _png(figures: Sequence[Element], width: int, height: int, colours: Colours) -> bytes:
    """The figures in rows; a last row that is not full stands in the middle."""
    rows = [figures[first : first + COLUMNS] for first in range(0, len(figures), COLUMNS)]
    size = {"width": str(width * min(COLUMNS, len(figures))), "height": str(height * len(rows))}
    sheet = Element(f"{SVG}svg", size)
    for row, shown in enumerate(rows):
        margin = (int(size["width"]) - width * len(shown)) // 2
        for column, figure in enumerate(shown):
            place = {"x": margin + column * width, "y": row * height}
            for name, value in {**place, "width": width, "height": height}.items():
                figure.set(name, str(value))
            sheet.append(figure)
    svg = tostring(sheet, encoding="unicode")
    return bytes(svg_to_bytes(svg_string=svg, background=colours.ground, skip_system_fonts=True))
