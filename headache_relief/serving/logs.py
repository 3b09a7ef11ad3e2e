"""Where everything that is logged goes: one clean line each, without what people wrote."""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import Any, Optional

import structlog

from headache_relief.metrics.faults import FaultCounter
from headache_relief.serving.log_lines import JsonLine, PlainLine, without_content
from headache_relief.serving.log_writing import Background, CarefulStream

logger = logging.getLogger(__name__)

# Rasa's processor warns with the name of the conversation, which may be a person's.
NOISY_LOGGERS = (
    "rasa.core.processor",
    "rasa_sdk",
    "sanic",
    "tensorflow",
    "absl",
    "apscheduler",
    "py.warnings",
)
FORMATS = {"plain": PlainLine, "json": JsonLine}
LEVELS = {"warning": logging.WARNING, "info": logging.INFO, "debug": logging.DEBUG}
STANDARD_ERROR = 2


def configure_logs(
    level: str = "warning", form: str = "plain", background: bool = False
) -> logging.Handler:
    """Sends everything that is logged to standard error, one line each; returns what writes it.

    `level` is `warning`; `info`, which adds a line a turn; or `debug`, with every library's lines.
    With `background` a thread writes them, for a server: nothing waits for the log.
    """
    writer = Background(STANDARD_ERROR) if background else CarefulStream(sys.stderr)
    writer.setFormatter(FORMATS[form]())
    logging.basicConfig(handlers=[writer, FaultCounter()], force=True)
    _set_levels(LEVELS[level])
    take_over()
    logging.getLogger("sanic.error").addFilter(is_worth_a_line)
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, without_content],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(_of_libraries(LEVELS[level])),
    )
    return writer


def take_over() -> None:
    """Takes away handlers that libraries gave to loggers of their own, so that ours gets all."""
    for name in list(logging.root.manager.loggerDict):
        taken = logging.getLogger(name)
        taken.handlers.clear()
        taken.propagate = True
    logging.captureWarnings(True)


def is_worth_a_line(record: logging.LogRecord) -> bool:
    """False for what Sanic says of requests that are not HTTP: strangers could fill the log."""
    fault = record.exc_info[0] if record.exc_info else None
    if fault is None:
        return True
    return fault.__module__ != "sanic.exceptions" and not issubclass(fault, UnicodeError)


def log_uncaught() -> None:
    """From now on what nothing caught is one line, not a trace with whatever was in hand."""

    def report(
        kind: type[BaseException], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        place = _place(trace)
        logger.error("Something failed where nothing caught it: %s at %s.", kind.__name__, place)

    def in_thread(told: threading.ExceptHookArgs) -> None:
        report(told.exc_type, told.exc_value, told.exc_traceback)

    def unraisable(told: Any) -> None:
        report(told.exc_type, told.exc_value, told.exc_traceback)

    sys.excepthook = report
    threading.excepthook = in_thread
    sys.unraisablehook = unraisable


def _place(trace: Optional[TracebackType]) -> str:
    if trace is None:
        return "an unknown place"
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename.rsplit('/', 1)[-1]}:{trace.tb_lineno}"


def _of_libraries(level: int) -> int:
    return level if level < logging.INFO else logging.WARNING


def _set_levels(level: int) -> None:
    logging.root.setLevel(_of_libraries(level))
    logging.getLogger("headache_relief").setLevel(level)
    for name in NOISY_LOGGERS:
        logging.getLogger(name).setLevel(logging.NOTSET if level < logging.INFO else logging.ERROR)
