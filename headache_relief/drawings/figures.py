"""The figures of `widget/drawings`, with what a picture shows of them."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Collection, Iterator
from xml.etree.ElementTree import Element, SubElement, parse

from headache_relief.drawings.digits import strokes_of

DRAWINGS = Path(__file__).resolve().parents[2] / "widget" / "drawings"
SVG = "{http://www.w3.org/2000/svg}"
MARKS = ("place", "arrow")
NUMBER_RADIUS = 9.5  # in the drawings' own units
LINE = 1 / 130  # of a picture's width


@dataclass(frozen=True)
class Colours:
    """The colours of a picture, as SVG writes them."""

    ground: str
    line: str
    accent: str


LIGHT = Colours(ground="#f4efe6", line="#2b2722", accent="#2f5d57")
DIM = Colours(ground="#14120f", line="#c9a66b", accent="#e0b873")


def figure_with_marks(name: str, ids: Collection[str], colours: Colours) -> Element:
    """The figure with these places and arrows; near, when all of them are on the head."""
    figure = deepcopy(_figure(name))
    shown = [mark for mark in _of_class(figure, *MARKS) if mark.get("id") in ids]
    missing = set(ids) - {mark.get("id") for mark in shown}
    if missing:
        raise ValueError(f"{name}.svg has no {sorted(missing)}; draw it, or name another.")
    _keep(figure, shown)
    if shown and "data-near" in figure.attrib and all("data-near" in m.attrib for m in shown):
        figure.set("viewBox", figure.attrib["data-near"])
    for mark in shown:
        is_place = mark.get("class") == "place"
        mark.set("fill" if is_place else "stroke", colours.accent)
        mark.set("stroke-width", "0" if is_place else "3")
    return _finished(figure, colours)


def figure_with_numbers(name: str, numbers: dict[str, int], colours: Colours) -> Element:
    """The figure as the head map shows it, with a number on each of these regions."""
    figure = deepcopy(_figure(name))
    regions = [shape for shape in _of_class(figure, "region") if shape.get("id") in numbers]
    missing = set(numbers) - {region.get("id") for region in regions}
    if missing:
        raise ValueError(f"{name}.svg has no {sorted(missing)}; draw it, or name another.")
    _keep(figure, regions)
    figure.set("viewBox", figure.attrib["data-map"])
    for region in regions:
        region.set("fill", colours.accent)
        region.set("fill-opacity", ".14")
        region.set("stroke", colours.accent)
        region.set("stroke-opacity", ".45")
        region.set("stroke-width", "1")
    for region in regions:
        x, y = region.attrib["data-at"].split()
        figure.append(_number(numbers[region.attrib["id"]], float(x), float(y), colours))
    return _finished(figure, colours)


@lru_cache(maxsize=None)
def _figure(name: str) -> Element:
    return parse(DRAWINGS / f"{name}.svg").getroot()


def _of_class(figure: Element, *classes: str) -> Iterator[Element]:
    return (shape for shape in figure.iter() if shape.get("class") in classes)


def _keep(figure: Element, shown: Collection[Element]) -> None:
    for group in figure.iter(f"{SVG}g"):
        for shape in list(group):
            if shape.get("class") in ("region", *MARKS) and shape not in shown:
                group.remove(shape)


def _finished(figure: Element, colours: Colours) -> Element:
    """In its colours, its lines equally thin however near it is shown."""
    _, _, width, _ = figure.attrib["viewBox"].split()
    figure.set("color", colours.line)
    figure.set("stroke-width", f"{LINE * float(width):.2f}")
    return figure


def _number(number: int, x: float, y: float, colours: Colours) -> Element:
    badge = Element(f"{SVG}g", {"transform": f"translate({x} {y})"})
    SubElement(
        badge, f"{SVG}circle", {"r": str(NUMBER_RADIUS), "fill": colours.accent, "stroke": "none"}
    )
    for path, left, top in strokes_of(number):
        moved = {"transform": f"translate({left} {top})", "stroke": colours.ground}
        SubElement(badge, f"{SVG}path", {"d": path, "stroke-width": "1.7", **moved})
    return badge
