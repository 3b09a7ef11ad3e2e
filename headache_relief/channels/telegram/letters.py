"""What goes out for one message of the assistant: texts, pictures, and the buttons below."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Callable, Mapping, Optional

from telegram import InlineKeyboardMarkup

from headache_relief.channels.shared.thumbs import may_be_judged
from headache_relief.channels.telegram.keyboards import keyboard_of, with_thumbs
from headache_relief.channels.telegram.writing import (
    MOST_OF_A_CAPTION,
    html_of,
    length_of,
    parts_of,
)
from headache_relief.drawings.pictures import head_map_png, spots_png
from headache_relief.knowledge.telegram import TelegramWording

Picture = Callable[[], Optional[bytes]]


@dataclass(frozen=True)
class Letter:
    """One message as Telegram sends it; with a picture the text is its caption.

    `folded` stands below the text, shortened until somebody unfolds it.
    """

    text: str
    keyboard: Optional[InlineKeyboardMarkup] = None
    picture: Optional[Picture] = None
    folded: str = ""

    @property
    def html(self) -> str:
        """The letter as Telegram takes it."""
        told = html_of(self.text)
        if not self.folded:
            return told
        return f"{told}\n<blockquote expandable>{html_of(self.folded)}</blockquote>"


def letters_of(
    message: Mapping[str, Any], wording: TelegramWording, pictures: bool = True
) -> list[Letter]:
    """The letters of a message of the protocol; without `pictures` where light hurts.

    A message about danger is one letter, whatever its length. An answer that may have helped has
    two thumbs below.
    """
    letters = _letters(message, wording, pictures)
    if not letters or not may_be_judged(message):
        return letters
    *first, last = letters
    thumbs = with_thumbs(last.keyboard, message["id"], wording.helped, wording.did_not_help)
    return [*first, replace(last, keyboard=thumbs)]


def _letters(message: Mapping[str, Any], wording: TelegramWording, pictures: bool) -> list[Letter]:
    text, view = message["text"], message["view"]
    kind = view["kind"] if view else ""
    if kind == "head_map" and not pictures:
        view = None
    keyboard = keyboard_of(message["choices"], view, wording.send)
    if kind == "danger":
        return [Letter(text, keyboard)]
    if kind == "checklist":
        return _texts(f"{text}\n\n{wording.tick_all}", keyboard)
    if view and kind == "scale":
        return _texts(f"{text}\n\n{_meanings(view, wording)}", keyboard)
    if view and kind == "head_map":
        return _map(text, view, keyboard, wording)
    if view and pictures and kind == "guide_step":
        return _guide_step(text, view, keyboard)
    if view and pictures and kind == "technique":
        return [*_drawing(view, wording), *_texts(text, keyboard)]
    return _texts(text, keyboard)


def _texts(text: str, keyboard: Optional[InlineKeyboardMarkup]) -> list[Letter]:
    """The parts of the text, with the buttons below the last."""
    *first, last = parts_of(text) or [""]
    letters = [Letter(part) for part in first]
    return [*letters, Letter(last, keyboard)] if last else letters


def _map(
    text: str,
    view: Mapping[str, Any],
    keyboard: Optional[InlineKeyboardMarkup],
    wording: TelegramWording,
) -> list[Letter]:
    regions = [dict(region) for region in view["regions"]]
    if not regions:
        return _texts(text, keyboard)
    listed = [f"{number} {region['title']}" for number, region in enumerate(regions, start=1)]
    legend = f"{', '.join(listed)}. {wording.mirrored}"

    def picture() -> bytes:
        return head_map_png(regions)

    whole = f"{text}\n\n{wording.map}"
    if length_of(whole) + length_of(legend) < MOST_OF_A_CAPTION:
        return [Letter(whole, keyboard, picture, legend)]
    return [*_texts(text, None), Letter(wording.map, keyboard, picture, legend)]


def _meanings(view: Mapping[str, Any], wording: TelegramWording) -> str:
    """What the numbers of a scale mean, a line for each part."""
    starts = [view["lowest"], *(part["up_to"] + 1 for part in view["parts"])]
    return "\n".join(
        wording.scale_part.format(lowest=start, highest=part["up_to"], title=part["title"])
        for start, part in zip(starts, view["parts"])
    )


def _guide_step(
    text: str, view: Mapping[str, Any], keyboard: Optional[InlineKeyboardMarkup]
) -> list[Letter]:
    spots = view["step"]["spots"]
    if not spots or length_of(text) > MOST_OF_A_CAPTION:
        return _texts(text, keyboard)
    return [Letter(text, keyboard, lambda: spots_png(spots))]


def _drawing(view: Mapping[str, Any], wording: TelegramWording) -> list[Letter]:
    spots = [spot for step in view["steps"] for spot in step["spots"]]
    if not spots:
        return []
    return [Letter(wording.drawing.format(name=view["name"]), None, lambda: spots_png(spots))]
