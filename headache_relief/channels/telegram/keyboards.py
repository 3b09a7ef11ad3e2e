"""Inline keyboards: the choices of a message as buttons, and what a press of one means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

LINE = 34  # characters of a row that a narrow phone shows whole
MOST_IN_A_ROW = 3
NUMBERS_IN_A_ROW = 5

CHOOSE, TICK, SEND, CHOSEN, ERASE = "c:", "t:", "s", "d", "e:"
OPEN, TICKED = "▢ ", "☑ "
DONE = "✓ "


@dataclass(frozen=True)
class Pressed:
    """What a button's data says: what kind of button it is, and its token."""

    kind: str
    token: str = ""


def pressed(data: Optional[str]) -> Optional[Pressed]:
    """What the data of a button means; None when it is none of ours."""
    for kind in (CHOOSE, TICK, ERASE):
        if data and data.startswith(kind) and len(data) > len(kind):
            return Pressed(kind, data[len(kind) :])
    return Pressed(data) if data in (SEND, CHOSEN) else None


def keyboard_of(
    choices: Sequence[Mapping[str, Any]], view: Optional[Mapping[str, Any]], send: str
) -> Optional[Keyboard]:
    """The buttons of a message, None without any; `send` is written on the one that sends ticks."""
    kind = view["kind"] if view else ""
    if view and kind == "checklist" and choices:
        return _checklist(choices, view.get("none", ""), send)
    if view and kind == "head_map":
        return _map(choices, view["regions"], send)
    rows = _rows([_choice(choice) for choice in choices])
    return Keyboard(rows) if rows else None


def toggled(keyboard: Keyboard, data: str) -> Keyboard:
    """The keyboard with the button of this data ticked, or no longer."""
    return Keyboard(
        [
            [_toggled(button) if button.callback_data == data else button for button in row]
            for row in keyboard.inline_keyboard
        ]
    )


def ticked(keyboard: Keyboard) -> list[Button]:
    """The buttons that are ticked."""
    return [
        button
        for row in keyboard.inline_keyboard
        for button in row
        if _data(button).startswith(TICK) and button.text.startswith(TICKED)
    ]


def title_of(keyboard: Optional[Keyboard], data: str) -> str:
    """What is written on the button of this data."""
    rows = keyboard.inline_keyboard if keyboard else ()
    return next((b.text for row in rows for b in row if b.callback_data == data), "")


def settled(titles: Sequence[str]) -> Keyboard:
    """What stands in the place of a keyboard once its question is answered."""
    shown = [title.removeprefix(TICKED) for title in titles]
    return Keyboard(_rows([Button(DONE + title, callback_data=CHOSEN) for title in shown]))


def _choice(choice: Mapping[str, Any]) -> Button:
    return Button(choice["title"], callback_data=CHOOSE + choice["token"])


def _checklist(choices: Sequence[Mapping[str, Any]], none: str, send: str) -> Keyboard:
    rows = [
        [_choice(choice)]
        if choice["title"] == none
        else [Button(OPEN + choice["title"], callback_data=TICK + choice["token"])]
        for choice in choices
    ]
    return Keyboard([*rows, [Button(send, callback_data=SEND)]])


def _map(
    choices: Sequence[Mapping[str, Any]], regions: Sequence[Mapping[str, Any]], send: str
) -> Keyboard:
    numbers = [
        Button(f"{OPEN}{number}", callback_data=TICK + region["token"])
        for number, region in enumerate(regions, start=1)
    ]
    rows = [numbers[at : at + NUMBERS_IN_A_ROW] for at in range(0, len(numbers), NUMBERS_IN_A_ROW)]
    last = [[Button(send, callback_data=SEND)]] if numbers else []
    return Keyboard([*rows, *last, *_rows([_choice(choice) for choice in choices])])


def _rows(buttons: Sequence[Button]) -> list[list[Button]]:
    """The buttons in rows, as many in one as can be read."""
    rows: list[list[Button]] = []
    for button in buttons:
        if rows and _fit([*rows[-1], button]):
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows


def _fit(row: Sequence[Button]) -> bool:
    return len(row) <= MOST_IN_A_ROW and max(len(b.text) for b in row) <= LINE // len(row) - 2


def _toggled(button: Button) -> Button:
    text = button.text
    on = text.startswith(TICKED)
    title = text.removeprefix(TICKED).removeprefix(OPEN)
    return Button((OPEN if on else TICKED) + title, callback_data=_data(button))


def _data(button: Button) -> str:
    return button.callback_data if isinstance(button.callback_data, str) else ""
