"""The shapes of the drawings as points, to ask where they lie."""

import re
from xml.etree import ElementTree

Point = tuple[float, float]
STEPS = 16


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?(?:\d+\.?\d*|\.\d+)", text)]


def points_of(shape: ElementTree.Element) -> list[Point]:
    """Points along a path of absolute moves, lines and cubic curves, or around a circle's edge."""
    if "d" not in shape.attrib:
        x, y, r = (float(shape.attrib[name]) for name in ("cx", "cy", "r"))
        return [(x - r, y), (x + r, y), (x, y - r), (x, y + r)]
    points: list[Point] = []
    for command, text in re.findall(r"([A-Za-z])([^A-Za-z]*)", shape.attrib["d"]):
        assert command in "MLCZ", f"a path may hold M, L, C and Z only, not {command}"
        values = numbers(text)
        pairs = list(zip(values[::2], values[1::2]))
        if command == "C":
            for first in range(0, len(pairs), 3):
                points += curve(points[-1], *pairs[first : first + 3])
        else:
            points += pairs
    return points


def curve(start: Point, out: Point, into: Point, end: Point) -> list[Point]:
    def at(t: float) -> Point:
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        corners = (start, out, into, end)
        x, y = (sum(w * c[axis] for w, c in zip(weights, corners)) for axis in (0, 1))
        return x, y

    return [at(step / STEPS) for step in range(1, STEPS + 1)]


def holds(polygon: list[Point], point: Point) -> bool:
    """Whether the point lies within the polygon (by the crossings of a ray to the right)."""
    x, y = point
    inside = False
    for (x1, y1), (x2, y2) in zip(polygon, polygon[1:] + polygon[:1]):
        if (y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1):
            inside = not inside
    return inside
