"""What is logged never holds what people wrote, and a log that fails harms nobody."""

from __future__ import annotations

import json
import logging
import os
import sys
import threading
import time
import warnings

import pytest
import structlog

from headache_relief.metrics import instruments
from headache_relief.serving import log_writing
from headache_relief.serving.log_writing import Background
from headache_relief.serving.logs import configure_logs, is_worth_a_line, log_uncaught, take_over

WORDS = "my head hurts since the accident"


@pytest.fixture(autouse=True)
def restored_logging():
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    yield
    root.handlers[:], root.level = handlers, level
    logging.getLogger("headache_relief").setLevel(logging.NOTSET)
    logging.captureWarnings(False)
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    structlog.reset_defaults()


def logged(capsys) -> str:
    return capsys.readouterr().err


def lost() -> float:
    return instruments.registry.get_sample_value("headache_relief_lost_log_lines_total") or 0.0


# What a line may hold


def test_a_structured_line_of_rasa_loses_the_message(capsys):
    configure_logs()
    structlog.get_logger("rasa").error("rest.message.failure", text=WORDS, tracker={"slots": WORDS})
    line = logged(capsys)
    assert "rest.message.failure" in line
    assert WORDS not in line


def test_a_structured_line_whose_name_or_action_is_a_sentence_loses_that_too(capsys):
    configure_logs()
    structlog.get_logger("rasa").error(f"failed for {WORDS}", action_name=WORDS, component="Reader")
    line = logged(capsys)
    assert "component=Reader" in line
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


@pytest.mark.parametrize("name", ["asyncio", "sanic.error", "headache_relief.channels.x.library"])
def test_a_librarys_line_tells_only_its_place_and_fault(capsys, name):
    configure_logs(level="debug")
    try:
        raise KeyError(WORDS)
    except KeyError:
        logging.getLogger(name).error(f"can't take {WORDS}: %s", WORDS, exc_info=True)
    line = logged(capsys)
    assert f"ERROR {name}: " in line
    assert "(KeyError) place=test_logs.py:" in line
    assert WORDS not in line


def test_a_warning_tells_nothing_of_what_was_in_hand(capsys):
    configure_logs(level="debug")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        configure_logs(level="debug")
        warnings.warn(WORDS, UserWarning, stacklevel=1)
    line = logged(capsys)
    assert "py.warnings" in line
    assert WORDS not in line


def test_a_line_break_makes_no_second_line(capsys):
    configure_logs()
    logging.getLogger("headache_relief").error("one\n2026 ERROR forged: \x1b[31mtwo\u2028three")
    line = logged(capsys)
    assert line.count("\n") == 1
    assert len(line.splitlines()) == 1


def test_what_is_only_informative_is_left_out(capsys):
    configure_logs()
    logging.getLogger("rasa.core").info("Loading")
    logging.getLogger("headache_relief").info("Connected")
    structlog.get_logger("rasa").debug("processor.message.parse", parse_data_text=WORDS)
    assert logged(capsys) == ""


def test_at_the_level_info_libraries_stay_silent(capsys):
    configure_logs(level="info")
    logging.getLogger("rasa.core").info("Loading")
    logging.getLogger("headache_relief").info("Connected")
    assert logged(capsys).count("\n") == 1


def test_as_json_each_line_is_an_object_with_its_fields(capsys):
    configure_logs(form="json")
    try:
        raise ValueError(WORDS)
    except ValueError:
        logging.getLogger("headache_relief").exception('It "failed"', extra={"fields": {"a": 1}})
    told = json.loads(logged(capsys))
    assert told.pop("time").endswith("+00:00")
    assert told == {
        "level": "error",
        "logger": "headache_relief",
        "event": 'It "failed"',
        "a": 1,
        "fault": "ValueError",
    }


def test_a_handler_that_a_library_brought_is_taken_away(capsys):
    configure_logs()
    library = logging.getLogger("somelibrary")
    library.addHandler(logging.StreamHandler(sys.stderr))
    library.propagate = False
    take_over()
    library.error(WORDS)
    line = logged(capsys)
    assert line.count("\n") == 1
    assert WORDS not in line


def test_what_a_thread_does_not_catch_is_one_line(capsys):
    def work() -> None:
        raise ValueError(WORDS)

    configure_logs()
    log_uncaught()
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    line = logged(capsys)
    assert "ValueError at test_logs.py:" in line
    assert line.count("\n") == 1
    assert WORDS not in line


def test_requests_that_are_no_http_are_not_worth_a_line():
    def record(fault: BaseException) -> logging.LogRecord:
        told = (type(fault), fault, None)
        return logging.LogRecord("sanic.error", logging.ERROR, "f.py", 1, "", (), told)

    from sanic.exceptions import BadURL

    assert not is_worth_a_line(record(BadURL("x")))
    assert is_worth_a_line(record(ValueError("x")))


# A destination that fails


def test_a_stream_that_fails_loses_the_line_and_counts_it(monkeypatch):
    class Full:
        def write(self, text: str) -> None:
            raise OSError(28, "No space left on device")

        def flush(self) -> None:
            return None

    monkeypatch.setattr(sys, "stderr", Full())
    configure_logs()
    before = lost()
    logging.getLogger("headache_relief").error("It failed")
    assert lost() == before + 1


def background(file: int) -> tuple[logging.Logger, Background]:
    logger, handler = logging.Logger("headache_relief"), Background(file)
    logger.addHandler(handler)
    return logger, handler


def test_lines_are_written_in_order_in_the_background(tmp_path):
    with (tmp_path / "log").open("wb") as file:
        logger, handler = background(file.fileno())
        for number in range(100):
            logger.error("line %d", number)
        handler.flush()
    written = (tmp_path / "log").read_text().splitlines()
    assert written == [f"line {number}" for number in range(100)]


def test_a_full_disk_and_a_closed_pipe_lose_lines_and_nothing_else():
    reading, writing = os.pipe()
    os.close(reading)
    for file in (os.open("/dev/full", os.O_WRONLY), writing):
        before = lost()
        logger, handler = background(file)
        logger.error("It failed")
        handler.flush()
        assert lost() == before + 1
        os.close(file)


def test_a_pipe_that_nobody_reads_makes_nobody_wait(monkeypatch):
    monkeypatch.setattr(log_writing, "MOST_WAITING", 50)
    monkeypatch.setattr(log_writing, "SECONDS_FOR_THE_REST", 0.05)
    reading, writing = os.pipe()
    logger, handler = background(writing)
    before, began = lost(), time.monotonic()
    for _ in range(500):
        logger.error("x" * 4000)  # far more than a pipe and the queue hold
    assert time.monotonic() - began < 2
    assert lost() > before + 300
    handler.flush()
    os.close(reading)
