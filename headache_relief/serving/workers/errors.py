"""What the parent of several workers answers to what is no HTTP: a code, and nothing of it."""

from __future__ import annotations

import json
from typing import Optional

from aiohttp import web
from aiohttp.web_protocol import RequestHandler

from headache_relief.serving.error_codes import CODES, UNKNOWN


class Unnamed(web.Response):
    """An answer that does not tell which version of what answers."""

    async def _prepare_headers(self) -> None:
        await super()._prepare_headers()
        self.headers.popall("Server", None)


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
    response = Unnamed(text=json.dumps(told), status=status, content_type="application/json")
    response.force_close()
    return response
