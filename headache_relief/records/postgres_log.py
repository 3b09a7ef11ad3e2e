"""Keeps what people say out of PostgreSQL's own log, which holds each statement that fails."""

from __future__ import annotations

import logging
import threading
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Engine

logger = logging.getLogger(__name__)

# Neither the statement nor the row it was about.
CLEAN = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
SET = "; ".join(f"SET SESSION {name} = {value}" for name, value in CLEAN.items())
IS_CLEAN = "SELECT " + " AND ".join(
    f"current_setting('{name}') = '{value}'" for name, value in CLEAN.items()
)
TELLS_TOO_MUCH = (
    "When a statement fails PostgreSQL writes what people said into its log: let its administrator "
    "set log_min_error_statement and log_error_verbosity for our role as docs/storage.md says."
)


def keep_its_log_clean(engine: Engine) -> None:
    """Settles it for each connection that may; else one warning says what to ask for."""
    warned = threading.Event()

    def set_up(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            if connection.get_parameter_status("is_superuser") == "on":
                cursor.execute(SET)
            else:
                cursor.execute(IS_CLEAN)
                if not cursor.fetchone()[0] and not warned.is_set():
                    warned.set()
                    logger.warning(TELLS_TOO_MUCH)
        connection.commit()

    sa.event.listen(engine, "connect", set_up)
