"""Messages read from lines: plain, JSON, and those that can't be used."""

import io
import json

import pytest

from headache_relief.cli.lines import Line, LineError, json_line, messages, open_lines


def read(text: str) -> list:
    return list(messages(io.StringIO(text)))


def test_a_plain_line_is_its_text():
    assert read("my head hurts\n") == [Line(1, "my head hurts")]


def test_empty_lines_are_passed_over_but_counted():
    assert read("\n\nboth sides\n") == [Line(3, "both sides")]


def test_a_json_line_may_say_what_was_asked_and_what_is_right():
    assert read('{"text": "yes", "asked": "nausea", "tier": "none"}') == [
        Line(1, "yes", "nausea", {"tier": "none"})
    ]


def test_space_around_a_plain_text_is_kept():
    assert read("  ouch \r\n") == [Line(1, "  ouch ")]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"text": "yes"', "not JSON"),
        ('{"txt": "yes"}', 'needs a "text"'),
        ('{"text": 7}', 'needs a "text"'),
        ('{"text": "yes", "asked": 7}', "name of a question"),
    ],
)
def test_a_line_that_cannot_be_used_says_why_with_its_number_and_the_rest_goes_on(line, reason):
    wrong, right = read(f"{line}\nboth sides\n")
    assert isinstance(wrong, LineError)
    assert str(wrong).startswith("Line 1: ")
    assert reason in str(wrong)
    assert right.text == "both sides"


def test_bytes_that_are_not_text_are_read_as_marks(tmp_path):
    path = tmp_path / "lines.txt"
    path.write_bytes(b"my h\xffead\n")
    with open_lines(path) as lines:
        assert next(messages(lines)).text == "my h�ead"


def test_json_keeps_letters_and_pictures_readable():
    assert json_line({"text": "très 🤕"}) == '{"text": "très 🤕"}'


def test_json_of_a_text_that_no_encoding_holds_can_still_be_written():
    line = json_line({"text": "\ud800"})
    line.encode()
    assert json.loads(line) == {"text": "\ud800"}
