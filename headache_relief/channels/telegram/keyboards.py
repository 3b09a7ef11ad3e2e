"""Inline keyboards: the choices of a message as buttons, and what a press of one means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence

from telegram import InlineKeyboardButton as Button
from telegram import InlineKeyboardMarkup as Keyboard

LINE = 34  # characters of a row that a narrow phone shows whole
MOST_IN_A_ROW = 3
NUMBERS_IN_A_ROW = 5
SCALE_IN_A_ROW = 6  # 0 to 5, 6 to 10

CHOOSE, TICK, SEND, CHOSEN, ERASE, NUMBER, THUMB = "c:", "t:", "s", "d", "e:", "n:", "h:"
UP, DOWN = "+", "-"
OPEN, TICKED = "▢ ", "☑ "
DONE = "✓ "


@dataclass(frozen=True)
class Pressed:
    """What a button says in its data: its kind, its token, and one of a scale its number."""

    kind: str
    token: str = ""
    number: str = ""


def pressed(data: Optional[str]) -> Optional[Pressed]:
    """What the data of a button means; None when it is none of ours."""
    if data and data.startswith(NUMBER):
        number, _, token = data.removeprefix(NUMBER).partition(":")
        return Pressed(NUMBER, token, number) if number.isdecimal() and token else None
    for kind in (CHOOSE, TICK, ERASE, THUMB):
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
    if view and kind == "scale" and choices:
        return _scale(choices, view)
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


def settled(titles: Sequence[str], before: Optional[Keyboard] = None) -> Optional[Keyboard]:
    """What stands in the place of a keyboard once its question is past; thumbs stay."""
    shown = [title.removeprefix(TICKED) for title in titles]
    rows = _rows([Button(DONE + title, callback_data=CHOSEN) for title in shown])
    kept = before.inline_keyboard if before else ()
    rows += [list(row) for row in kept if _data(row[0]).startswith(THUMB)]
    return Keyboard(rows) if rows else None


def with_thumbs(keyboard: Optional[Keyboard], message: str, up: str, down: str) -> Keyboard:
    """The keyboard with two more buttons, which tell whether the message helped."""
    thumbs = [
        Button(label, callback_data=f"{THUMB}{sign}{message}")
        for label, sign in ((up, UP), (down, DOWN))
    ]
    return Keyboard([*(keyboard.inline_keyboard if keyboard else ()), thumbs])


def judged(keyboard: Keyboard, data: str) -> Keyboard:
    """The keyboard with this thumb marked and the other not; marked already, neither is."""
    return Keyboard(
        [
            [_judged(b, data) if _data(b).startswith(THUMB) else b for b in row]
            for row in keyboard.inline_keyboard
        ]
    )


def judgement(keyboard: Keyboard, data: str) -> Optional[bool]:
    """What a press of this thumb says; None when it takes back what it said before."""
    if title_of(keyboard, data).startswith(DONE):
        return None
    return data.startswith(THUMB + UP)


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
    rows = _in_rows(numbers, NUMBERS_IN_A_ROW)
    last = [[Button(send, callback_data=SEND)]] if numbers else []
    return Keyboard([*rows, *last, *_rows([_choice(choice) for choice in choices])])


def _scale(choices: Sequence[Mapping[str, Any]], view: Mapping[str, Any]) -> Keyboard:
    """A button for each number, with a token of the question; what no number says has its own."""
    token = choices[0]["token"]
    numbers = [
        Button(str(number), callback_data=f"{NUMBER}{number}:{token}")
        for number in range(view["lowest"], view["highest"] + 1)
    ]
    named = {part["title"] for part in view["parts"]}
    others = [_choice(choice) for choice in choices if choice["title"] not in named]
    return Keyboard([*_in_rows(numbers, SCALE_IN_A_ROW), *_rows(others)])


def _judged(button: Button, data: str) -> Button:
    label = button.text.removeprefix(DONE)
    marked = _data(button) == data and not button.text.startswith(DONE)
    return Button(DONE + label if marked else label, callback_data=_data(button))


def _in_rows(buttons: Sequence[Button], most: int) -> list[list[Button]]:
    return [list(buttons[at : at + most]) for at in range(0, len(buttons), most)]


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
