"""The pictures for places without SVG show what the view names, where it is."""

from io import BytesIO

import pytest
from PIL import Image, ImageStat

from headache_relief.assessment.views import head_map_view, step_view
from headache_relief.drawings.figures import DIM, LIGHT
from headache_relief.drawings.pictures import head_map_png, spots_png
from headache_relief.knowledge.clinical_files import load_knowledge

KNOWLEDGE = load_knowledge()
SKULL_BASE = {"figure": "back", "place": "place-skull_base_left", "arrow": ""}
SHOULDER = {"figure": "back", "place": "place-shoulder_left", "arrow": ""}
TEMPLE = {"figure": "front", "place": "place-temple_left", "arrow": ""}
CHEST = {"figure": "front", "place": "place-chest_left", "arrow": ""}


def picture(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def part_of(image: Image.Image, colour: str) -> list[tuple[float, float]]:
    """Where the colour is, as parts of the width and height."""
    pixels = image.load()
    return [
        (x / image.width, y / image.height)
        for x in range(0, image.width, 2)
        for y in range(0, image.height, 2)
        if pixels[x, y] == rgb(colour)
    ]


def has_accent(image: Image.Image) -> bool:
    """Whether anything is green, as only the accent is, also where it lets the ground through."""
    return any(
        green > red + 6 for _, (red, green, _) in image.getcolors(image.width * image.height)
    )


@pytest.mark.parametrize("name", sorted(KNOWLEDGE.technique_drawings))
def test_every_step_has_its_picture_or_none(name: str) -> None:
    version = KNOWLEDGE.techniques[name].self_version
    assert version is not None
    for number in range(len(version.steps)):
        spots = step_view(name, number, KNOWLEDGE)["spots"]
        png = spots_png(spots)
        assert (png is not None) == bool(spots)
        assert png is None or has_accent(picture(png)), "nothing is marked"


def test_the_persons_left_shoulder_is_at_the_left_seen_from_behind() -> None:
    png = spots_png([SHOULDER])
    assert png is not None
    assert all(0.1 < x < 0.4 and 0.6 < y < 0.8 for x, y in part_of(picture(png), LIGHT.accent))


def test_the_persons_left_temple_is_at_the_right_seen_from_the_front() -> None:
    png = spots_png([TEMPLE, CHEST])
    assert png is not None
    marked = part_of(picture(png), LIGHT.accent)
    assert marked and all(x > 0.5 for x, _ in marked)


def test_a_spot_on_the_head_is_shown_nearer_than_beside_one_on_the_chest() -> None:
    alone, with_chest = spots_png([TEMPLE]), spots_png([TEMPLE, CHEST])
    assert alone is not None and with_chest is not None

    def temple(png: bytes) -> int:
        return len([y for _, y in part_of(picture(png), LIGHT.accent) if y < 0.6])

    assert temple(alone) > 1.5 * temple(with_chest)


def test_figures_stand_two_in_a_row() -> None:
    one, two = spots_png([TEMPLE]), spots_png([TEMPLE, SKULL_BASE])
    hand = {"figure": "hand", "place": "place-hand_web", "arrow": ""}
    three = spots_png([TEMPLE, SKULL_BASE, hand])
    assert one is not None and two is not None and three is not None
    width, height = picture(one).size
    assert picture(two).size == (2 * width, height)
    assert picture(three).size == (2 * width, 2 * height)


def test_the_dim_picture_is_darker_than_a_dim_screen() -> None:
    png = spots_png([TEMPLE], DIM)
    assert png is not None
    [brightness] = ImageStat.Stat(picture(png).convert("L")).mean
    assert brightness < 40


def test_the_head_map_numbers_every_place_in_the_views_order() -> None:
    view = head_map_view("Where is it?", KNOWLEDGE)
    image = picture(head_map_png(view["regions"]))
    front_only = picture(head_map_png(view["regions"][:1]))
    assert image.width == 2 * front_only.width
    badges = len(part_of(image, LIGHT.accent)) / len(part_of(front_only, LIGHT.accent))
    assert badges > 0.8 * len(view["regions"])  # two digits leave less of a badge than one


def test_the_first_number_stands_on_the_first_place() -> None:
    left_shoulder = {"figure": "back", "id": "shoulder_left"}
    marked = part_of(picture(head_map_png([left_shoulder])), LIGHT.accent)
    assert all(0.1 < x < 0.4 and 0.8 < y < 1 for x, y in marked)


def test_a_place_that_is_not_drawn_is_named() -> None:
    with pytest.raises(ValueError, match="place-throat"):
        spots_png([{"figure": "front", "place": "place-throat", "arrow": ""}])
    with pytest.raises(ValueError, match="throat"):
        head_map_png([{"figure": "front", "id": "throat"}])


def test_a_picture_is_small_enough_to_send_at_once() -> None:
    view = head_map_view("Where is it?", KNOWLEDGE)
    assert len(head_map_png(view["regions"])) < 300_000
