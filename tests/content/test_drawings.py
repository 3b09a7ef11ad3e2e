"""The drawings of the widget hold what the knowledge names, and nothing that could do harm."""

import gzip
from pathlib import Path
from xml.etree import ElementTree

import pytest

from headache_relief.knowledge.yaml_files import KNOWLEDGE, read_yaml
from tests.content.outlines import Point, holds, numbers, points_of

DRAWINGS = Path(__file__).resolve().parents[2] / "widget" / "drawings"
FIGURES = ("front", "side", "back", "hand", "wrist", "body")
MAPS = ("front", "side", "back")
ALL = sorted(DRAWINGS.rglob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "g", "path", "circle"}
# Where the windpipe and the big arteries run, in the drawings' own units.
THROATS: dict[str, list[Point]] = {
    "front": [(90, 151), (150, 151), (150, 178), (140, 206), (100, 206), (90, 178)],
    "side": [(82, 152), (124, 118), (132, 150), (128, 190), (105, 206)],
}
NARROWEST_MAP = 280  # CSS pixels, on the smallest phone
SMALLEST_TARGET = 24  # CSS pixels, WCAG 2.2, 2.5.8


def elements(path: Path) -> list[ElementTree.Element]:
    return list(ElementTree.parse(path).getroot().iter())


def shapes(figure: str, kind: str) -> dict[str, ElementTree.Element]:
    drawn = elements(DRAWINGS / f"{figure}.svg")
    return {e.attrib["id"]: e for e in drawn if e.attrib.get("class") == kind}


def ids(figure: str) -> list[str]:
    return [e.attrib["id"] for e in elements(DRAWINGS / f"{figure}.svg") if "id" in e.attrib]


def near_view(figure: str) -> list[float]:
    """Left, top, width and height of the part that the head map shows."""
    return numbers(elements(DRAWINGS / f"{figure}.svg")[0].attrib["data-map"])


def steps() -> list[dict]:
    drawings = read_yaml(KNOWLEDGE / "technique_drawings.yml")["technique_drawings"]
    return [step for entry in drawings.values() for step in entry["steps"] if step != "none"]


def named_by_steps() -> set[tuple[str, str]]:
    return {
        (step["figure"], name)
        for step in steps()
        for name in (
            *(f"place-{place}" for place in step.get("places", ())),
            *(f"arrow-{arrow}" for arrow in step.get("arrows", ())),
        )
    }


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_drawing_is_plain_shapes_without_style_script_or_reference(path: Path) -> None:
    for element in elements(path):
        assert element.tag.removeprefix(SVG) in SHAPES
        harmful = [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert not harmful
        assert not any("url(" in value or "http" in value for value in element.attrib.values())


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_line_takes_the_colour_of_the_text_around_it(path: Path) -> None:
    assert elements(path)[0].attrib["stroke"] == "currentColor"
    colours = {
        e.attrib[name] for e in elements(path) for name in ("fill", "stroke") if name in e.attrib
    }
    assert colours <= {"none", "currentColor", "transparent"}


@pytest.mark.parametrize("figure", FIGURES)
def test_every_id_of_a_figure_stands_once(figure: str) -> None:
    assert len(ids(figure)) == len(set(ids(figure)))


def test_the_figures_are_all_of_one_size() -> None:
    assert {elements(DRAWINGS / f"{f}.svg")[0].attrib["viewBox"] for f in FIGURES} == {
        "0 0 240 280"
    }
    assert len({tuple(near_view(figure)) for figure in MAPS}) == 1


def test_every_region_of_the_head_map_is_drawn_and_none_besides() -> None:
    regions = read_yaml(KNOWLEDGE / "head_map.yml")["head_map"]
    drawn = {(name, figure) for figure in FIGURES for name in shapes(figure, "region")}
    assert drawn == {(name, region["figure"]) for name, region in regions.items()}


@pytest.mark.parametrize("figure", MAPS)
def test_a_tap_lands_in_one_region_only(figure: str) -> None:
    outlines = {name: points_of(shape) for name, shape in shapes(figure, "region").items()}
    for x in range(0, 240, 2):
        for y in range(0, 280, 2):
            hit = [name for name, outline in outlines.items() if holds(outline, (x + 0.5, y + 0.5))]
            assert len(hit) <= 1, f"{hit} share the point {x + 0.5}, {y + 0.5}"


@pytest.mark.parametrize("figure", MAPS)
def test_a_number_would_stand_within_its_region(figure: str) -> None:
    for name, shape in shapes(figure, "region").items():
        x, y = numbers(shape.attrib["data-at"])
        assert holds(points_of(shape), (x, y)), name


@pytest.mark.parametrize("figure", MAPS)
def test_a_region_is_large_enough_for_a_finger_on_a_small_phone(figure: str) -> None:
    left, top, width, height = near_view(figure)
    for name, shape in shapes(figure, "region").items():
        xs, ys = zip(*points_of(shape))
        across = min(max(xs), left + width) - max(min(xs), left)
        down = min(max(ys), top + height) - max(min(ys), top)
        assert min(across, down) * NARROWEST_MAP / width >= SMALLEST_TARGET, name


def test_what_a_step_names_is_drawn_and_what_is_drawn_a_step_names() -> None:
    drawn = {
        (figure, name)
        for figure in FIGURES
        for kind in ("place", "arrow")
        for name in shapes(figure, kind)
    }
    named = named_by_steps()
    assert named <= drawn
    both_sides = {
        (figure, f"{name.removesuffix('_left').removesuffix('_right')}_{side}")
        for figure, name in named
        for side in ("left", "right")
    }
    assert drawn <= named | both_sides


@pytest.mark.parametrize("figure", ["front", "back"])
def test_what_is_marked_as_near_lies_within_the_near_view(figure: str) -> None:
    root, *drawn = elements(DRAWINGS / f"{figure}.svg")
    left, top, width, height = numbers(root.attrib["data-near"])
    marked = [shape for shape in drawn if "data-near" in shape.attrib]
    assert marked
    for shape in marked:
        for x, y in points_of(shape):
            assert left < x < left + width and top < y < top + height, shape.attrib["id"]


@pytest.mark.parametrize("figure", THROATS)
@pytest.mark.parametrize("kind", ["place", "arrow"])
def test_nobody_is_shown_a_hand_on_the_throat(figure: str, kind: str) -> None:
    for name, shape in shapes(figure, kind).items():
        assert not any(holds(THROATS[figure], point) for point in points_of(shape)), name


def test_nobody_is_shown_where_to_press_in_the_side_view() -> None:
    assert not shapes("side", "place")


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("kind", ["region", "place", "arrow"])
def test_left_and_right_are_mirrored_and_the_persons_own(figure: str, kind: str) -> None:
    drawn = shapes(figure, kind)
    for name, shape in drawn.items():
        if not name.endswith("_left"):
            continue
        left = points_of(shape)
        right = points_of(drawn[name.removesuffix("left") + "right"])
        mirrored = [(240 - x, y) for x, y in left]
        assert sorted(right) == [pytest.approx(point, abs=0.2) for point in sorted(mirrored)]
        middle = sum(x for x, _ in left) / len(left)
        at_viewers_right = figure in ("front", "body")
        assert (middle > 120) == at_viewers_right, name


def test_the_drawings_stay_small() -> None:
    def zipped(paths: list[Path]) -> int:
        return len(gzip.compress(b"".join(path.read_bytes() for path in paths), 9))

    icons = [path for path in ALL if path.parent.name == "icons"]
    assert zipped(ALL) < 8_000
    assert zipped(icons) < 1_500
    assert all(zipped([path]) < 2_500 for path in ALL)
