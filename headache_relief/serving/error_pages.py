"""What callers hear of a request that failed: a code, never what they sent and never a trace."""

from __future__ import annotations

import logging

from sanic.exceptions import SanicException, ServerError
from sanic.handlers import ErrorHandler
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from headache_relief.serving.error_codes import CODES, UNKNOWN

logger = logging.getLogger(__name__)

BAD_REQUEST, FAULT = 400, 500


class ErrorPages(ErrorHandler):
    """Answers every failed request; Sanic's own pages and log lines repeat the address."""

    def default(self, request: Request, exception: Exception) -> HTTPResponse:
        """Small JSON such as `{"ok": false, "error": "not_found"}`, and a line for a fault."""
        status = status_of(request, exception)
        if status == FAULT:
            logger.error("A request could not be answered: %s.", type(exception).__name__)
        told = {"ok": False, "error": CODES.get(status, UNKNOWN)}
        return json_response(told, status=status, headers=_allowed(exception))


def status_of(request: Request, exception: Exception) -> int:
    """The status that fits: what fails before any of our code runs is the caller's mistake."""
    if isinstance(exception, ServerError) and request.headers.get("upgrade"):
        return BAD_REQUEST  # no WebSocket could be opened
    if isinstance(exception, SanicException):
        return getattr(exception, "status_code", FAULT)
    return BAD_REQUEST if request.route is None else FAULT


def _allowed(exception: Exception) -> dict[str, str]:
    """Which methods an address takes, where that is the fault."""
    headers = getattr(exception, "headers", None) or {}
    return {name: value for name, value in headers.items() if name.lower() == "allow"}
