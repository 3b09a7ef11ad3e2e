"""What the parent of several workers answers to what is no HTTP: a code, and nothing of it."""

from __future__ import annotations

from typing import Optional

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from headache_relief.serving.error_codes import CODES, UNKNOWN


def answer_without_details() -> None:
    """From now on aiohttp's own answers hold no line of the request, and are not logged.

    They are for what could not be read, which no application is asked about: there is no other
    place to say so.
    """
    RequestHandler.handle_error = _code_only  # type: ignore[method-assign, assignment]


def _code_only(
    handler: RequestHandler,
    request: web.BaseRequest,
    status: int = 500,
    exc: Optional[BaseException] = None,
    message: Optional[str] = None,
) -> web.StreamResponse:
    told = {"ok": False, "error": CODES.get(status, UNKNOWN)}
    response = web.json_response(told, status=status)
    response.force_close()
    return response
