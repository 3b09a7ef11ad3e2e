"""What is logged never holds what people wrote."""

import logging

import pytest
import structlog

from headache_relief.serving.logs import configure_logs

WORDS = "my head hurts since the accident"


@pytest.fixture(autouse=True)
def restored_logging():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def logged(capsys) -> str:
    return capsys.readouterr().err


def test_a_structured_line_of_rasa_loses_the_message(capsys):
    configure_logs()
    structlog.get_logger("rasa").error("rest.message.failure", text=WORDS, tracker={"slots": WORDS})
    line = logged(capsys)
    assert "rest.message.failure" in line
    assert WORDS not in line


def test_a_structured_line_with_an_exception_names_only_its_class(capsys):
    configure_logs()
    try:
        raise ValueError(WORDS)
    except ValueError:
        structlog.get_logger("rasa").exception("rest.message.failure", text=WORDS)
    line = logged(capsys)
    assert "ValueError" in line
    assert WORDS not in line


def test_an_exception_is_one_line_with_its_class(capsys):
    configure_logs()
    try:
        raise ValueError(WORDS)
    except ValueError:
        logging.getLogger("headache_relief").exception("The action failed")
    line = logged(capsys)
    assert line.count("\n") == 1
    assert "The action failed (ValueError)" in line
    assert WORDS not in line


def test_what_is_only_informative_is_left_out(capsys):
    configure_logs()
    logging.getLogger("rasa.core").info("Loading")
    structlog.get_logger("rasa").debug("processor.message.parse", parse_data_text=WORDS)
    assert logged(capsys) == ""
