"""The drawings of the widget hold what the knowledge names, and nothing that could do harm."""

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from headache_relief.knowledge.yaml_files import KNOWLEDGE, read_yaml

DRAWINGS = Path(__file__).resolve().parents[2] / "widget" / "drawings"
FIGURES = ("front", "side", "back", "hand")
ALL = sorted(DRAWINGS.rglob("*.svg"))
SVG = "{http://www.w3.org/2000/svg}"
SHAPES = {"svg", "g", "path", "circle"}
# Where the windpipe and the arteries run in the front view, in the drawing's own units.
THROAT = {"x": (88, 152), "y": (176, 216)}


def elements(path: Path) -> list[ElementTree.Element]:
    return list(ElementTree.parse(path).getroot().iter())


def ids(figure: str) -> list[str]:
    return [e.attrib["id"] for e in elements(DRAWINGS / f"{figure}.svg") if "id" in e.attrib]


def steps() -> list[dict]:
    drawings = read_yaml(KNOWLEDGE / "technique_drawings.yml")["technique_drawings"]
    shown = [step for entry in drawings.values() for step in entry["steps"] if step != "none"]
    return [each for step in shown for each in (step if isinstance(step, list) else [step])]


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_a_drawing_is_plain_shapes_without_style_script_or_reference(path: Path) -> None:
    for element in elements(path):
        assert element.tag.removeprefix(SVG) in SHAPES
        harmful = [name for name in element.attrib if name == "style" or name.startswith("on")]
        assert not harmful
        assert not any("url(" in value or "http" in value for value in element.attrib.values())


@pytest.mark.parametrize("figure", FIGURES)
def test_every_id_of_a_figure_stands_once(figure: str) -> None:
    assert len(ids(figure)) == len(set(ids(figure)))


def test_every_region_of_the_head_map_can_be_tapped() -> None:
    regions = read_yaml(KNOWLEDGE / "head_map.yml")["head_map"]
    missing = [name for name, region in regions.items() if name not in ids(region["figure"])]
    assert not missing


def test_no_region_is_drawn_that_nobody_can_answer_with() -> None:
    regions = read_yaml(KNOWLEDGE / "head_map.yml")["head_map"]
    drawn = [
        e.attrib["id"]
        for figure in FIGURES
        for e in elements(DRAWINGS / f"{figure}.svg")
        if e.attrib.get("class") == "region"
    ]
    assert sorted(drawn) == sorted(regions)


def test_every_place_and_arrow_that_a_step_names_is_drawn() -> None:
    missing = [
        (step["figure"], name)
        for step in steps()
        for name in (
            *(f"place-{place}" for place in step.get("places", ())),
            *(f"arrow-{arrow}" for arrow in step.get("arrows", ())),
        )
        if name not in ids(step["figure"])
    ]
    assert not missing


def test_nobody_is_shown_a_place_on_the_throat() -> None:
    for figure in ("front", "side"):
        for element in elements(DRAWINGS / f"{figure}.svg"):
            if element.attrib.get("class") == "place":
                x, y = float(element.attrib["cx"]), float(element.attrib["cy"])
                on_throat = (
                    THROAT["x"][0] < x < THROAT["x"][1] and THROAT["y"][0] < y < THROAT["y"][1]
                )
                assert not on_throat, element.attrib["id"]
                assert figure != "side", "the side view shows the throat's side: no place there"


def test_in_the_front_view_the_persons_left_is_at_the_viewers_right() -> None:
    for element in elements(DRAWINGS / "front.svg"):
        name = element.attrib.get("id", "")
        if name.startswith("place-") and name.endswith(("_left", "_right")):
            assert (float(element.attrib["cx"]) > 120) == name.endswith("_left")


def test_the_drawings_stay_small() -> None:
    for path in ALL:
        assert len(re.sub(r"\s+", " ", path.read_text())) < 8_000
