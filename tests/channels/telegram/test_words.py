"""What goes out: parts of a text, keyboards, drawings, and the words of the channel's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from headache_relief.channels.telegram.keyboards import keyboard_of, settled, toggled
from headache_relief.channels.telegram.letters import letters_of
from headache_relief.channels.telegram.writing import (
    MOST_CHARACTERS,
    MOST_OF_A_CAPTION,
    html_of,
    length_of,
    parts_of,
)
from headache_relief.knowledge.telegram import load_telegram_wording
from headache_relief.knowledge.yaml_files import read_yaml
from tests.channels.telegram.fake_bot_api import Plain

ROOT = Path(__file__).resolve().parents[3]
SAMPLES = {path.stem: path for path in sorted((ROOT / "widget" / "fixtures").glob("*.json"))}
WORDING = load_telegram_wording()


def sample(name: str) -> dict[str, Any]:
    message: dict[str, Any] = json.loads(SAMPLES[name].read_text(encoding="utf-8"))
    return message


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.text(st.sampled_from("ab.!\n 🤕é"), max_size=300), st.integers(4, 40))
def test_parts_are_short_enough_and_together_the_whole(text, most):
    parts = parts_of(text, most)
    assert all(0 < length_of(part) <= most for part in parts)
    assert "".join("".join(parts).split()) == "".join(text.split())


def test_a_text_is_parted_at_paragraphs_where_that_is_possible():
    paragraphs = ["a" * 60, "b" * 60, "c" * 30]
    assert parts_of("\n\n".join(paragraphs), 100) == [
        "a" * 60,
        "b" * 60 + "\n\n" + "c" * 30,
    ]


@given(st.text(max_size=200))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_escaped_text_reads_as_it_was_written(text):
    clean = text.replace("\x00", "").replace("\r", "")
    assert Plain().read(html_of(clean)) == clean


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("pictures", [True, False])
def test_every_kind_of_message_fits_telegrams_limits(name, pictures):
    message = sample(name)
    letters = letters_of(message, WORDING, pictures)
    said = "".join("\n".join(letter.text for letter in letters).split())
    assert "".join(message["text"].split()) in said
    for letter in letters:
        most = MOST_OF_A_CAPTION if letter.picture else MOST_CHARACTERS
        assert 0 < length_of(Plain().read(letter.html)) <= most
        for row in letter.keyboard.inline_keyboard if letter.keyboard else ():
            assert all(len(str(button.callback_data).encode()) <= 64 for button in row)
    titles = {
        button.text.lstrip("▢ ")
        for letter in letters
        for row in (letter.keyboard.inline_keyboard if letter.keyboard else ())
        for button in row
    }
    scale = message["view"]["parts"] if message["view"] and "parts" in message["view"] else ()
    numbered = {part["title"] for part in scale if f": {part['title']}" in letters[-1].text}
    assert {choice["title"] for choice in message["choices"]} <= titles | numbered
    assert letters[-1].keyboard or not message["choices"]


@pytest.mark.parametrize("name", [name for name in SAMPLES if name.startswith("danger")])
def test_a_message_about_danger_is_never_parted_and_never_waits_for_a_picture(name):
    message = {**sample(name), "text": sample(name)["text"] * 40}
    assert [letter.picture for letter in letters_of(message, WORDING)] == [None]


def test_every_response_to_danger_fits_one_message():
    responses = read_yaml(ROOT / "domain.yml")["responses"]
    for name, variants in responses.items():
        if "emergency" in name or "danger" in name or "crisis" in name:
            assert all(length_of(each["text"]) < MOST_CHARACTERS / 2 for each in variants)


@pytest.mark.parametrize("name", ["technique", "guide_step", "head_map_to_begin"])
def test_drawings_are_png_and_left_out_where_light_hurts(name):
    drawn = [letter.picture for letter in letters_of(sample(name), WORDING) if letter.picture]
    assert [picture()[:4] for picture in drawn] == [b"\x89PNG"]
    assert not [each for each in letters_of(sample(name), WORDING, False) if each.picture]


def test_the_numbers_of_the_map_follow_its_list():
    message = sample("head_map_to_begin")
    letter = letters_of(message, WORDING)[-1]
    regions = message["view"]["regions"]
    assert f"3 {regions[2]['title']}" in letter.folded
    assert len(letter.text) < 250 and "<blockquote expandable>" in letter.html
    buttons = [button for row in letter.keyboard.inline_keyboard for button in row]
    third = next(button for button in buttons if button.text.endswith(" 3"))
    assert third.callback_data == f"t:{regions[2]['token']}"


def test_a_scale_has_a_button_for_each_number_and_says_what_they_mean():
    letter = letters_of(sample("scale"), WORDING)[-1]
    rows = [[button.text for button in row] for row in letter.keyboard.inline_keyboard]
    assert rows == [["0", "1", "2", "3", "4", "5"], ["6", "7", "8", "9", "10"]]
    assert letter.keyboard.inline_keyboard[1][1].callback_data == "n:7:token-1"
    assert "4 to 6: Medium, it slows me down" in letter.text


@pytest.mark.parametrize("name", SAMPLES)
def test_only_an_answer_or_a_suggestion_has_thumbs(name):
    letters = letters_of(sample(name), WORDING)
    rows = [row for each in letters if each.keyboard for row in each.keyboard.inline_keyboard]
    thumbs = [[button.text for button in row] for row in rows if row[0].text == "👍"]
    assert thumbs == ([["👍", "👎"]] if name.startswith("technique") else [])


def test_short_choices_share_a_row_and_long_ones_have_their_own():
    titles = ["Yes", "No", "Not sure", "Throbbing on one side", "A"]
    choices = [{"title": title, "token": title} for title in titles]
    keyboard = keyboard_of(choices, None, "Send")
    assert [[button.text for button in row] for row in keyboard.inline_keyboard] == [
        ["Yes", "No", "Not sure"],
        ["Throbbing on one side"],
        ["A"],
    ]


def test_a_tick_is_taken_back_by_a_second_press_and_an_answer_shows_what_was_chosen():
    keyboard = keyboard_of(sample("checklist_danger_now")["choices"], {"kind": "checklist"}, "Send")
    data = keyboard.inline_keyboard[1][0].callback_data
    once = toggled(keyboard, data)
    assert once.inline_keyboard[1][0].text.startswith("☑ ")
    assert toggled(once, data) == keyboard
    shown = settled([once.inline_keyboard[1][0].text])
    assert shown.inline_keyboard[0][0].text == "✓ Sudden or the worst ever"


def test_the_channels_own_words_fit_telegram_and_can_be_filled():
    scale = {"lowest": 0, "highest": 10, "title": "z" * 75}
    site = {"emergency_number": "0" * 60, "retention_days": 30, "link": "x", "name": "y"}
    filled = {**site, **scale}
    for name, text in WORDING.dict().items():
        for sentence in text.values() if isinstance(text, dict) else [text]:
            assert length_of(sentence.format(**filled)) <= MOST_OF_A_CAPTION, name
    assert length_of(WORDING.description.format(**filled)) <= 512
