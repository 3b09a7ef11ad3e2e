"""Numbers drawn in the line of the drawings, so that a picture needs no font of the machine."""

from __future__ import annotations

# Strokes in a box 6 wide and 10 high.
STROKES = {
    "0": "M3 0C5 0 6 2 6 5C6 8 5 10 3 10C1 10 0 8 0 5C0 2 1 0 3 0Z",
    "1": "M1 2L3.5 0L3.5 10",
    "2": "M.3 2.6C.3 1 1.5 0 3 0C4.6 0 5.8 1.1 5.8 2.7C5.8 4.5 4 6 0 10L6 10",
    "3": "M.5 1.2C1.1 .4 2 0 3 0C4.6 0 5.6 1 5.6 2.4C5.6 3.9 4.5 4.7 2.5 4.7"
    "C4.8 4.7 6 5.7 6 7.3C6 9 4.7 10 3 10C1.8 10 .8 9.5 .1 8.5",
    "4": "M4.5 10L4.5 0L0 7L6 7",
    "5": "M5.4 0L1 0L.6 4.6C1.3 4 2.1 3.7 3 3.7C4.8 3.7 6 4.9 6 6.8"
    "C6 8.7 4.8 10 3 10C1.8 10 .8 9.5 .1 8.6",
    "6": "M5.3 1C4.7 .3 4 0 3.2 0C1.2 0 0 2 0 5.5C0 8.5 1.2 10 3 10"
    "C4.8 10 6 8.7 6 6.9C6 5.1 4.8 3.9 3.1 3.9C1.5 3.9 .4 4.9 0 6.4",
    "7": "M0 0L6 0L2.2 10",
    "8": "M3 4.6C1.4 4.6 .5 3.6 .5 2.3C.5 .9 1.5 0 3 0C4.5 0 5.5 .9 5.5 2.3"
    "C5.5 3.6 4.6 4.6 3 4.6C1.2 4.6 0 5.7 0 7.3C0 9 1.2 10 3 10C4.8 10 6 9 6 7.3"
    "C6 5.7 4.8 4.6 3 4.6Z",
    "9": "M.7 9C1.3 9.7 2 10 2.8 10C4.8 10 6 8 6 4.5C6 1.5 4.8 0 3 0"
    "C1.2 0 0 1.3 0 3.1C0 4.9 1.2 6.1 2.9 6.1C4.5 6.1 5.6 5.1 6 3.6",
}
WIDTH, HEIGHT, GAP = 6.0, 10.0, 2.0


def strokes_of(number: int) -> list[tuple[str, float, float]]:
    """Each digit's path and where to move it to, for the number to stand around 0, 0."""
    digits = str(number)
    left = -(len(digits) * (WIDTH + GAP) - GAP) / 2
    return [
        (STROKES[digit], left + place * (WIDTH + GAP), -HEIGHT / 2)
        for place, digit in enumerate(digits)
    ]
