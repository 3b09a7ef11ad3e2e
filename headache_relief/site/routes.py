"""Serves the widget and, for trying it out, the demo site."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import Callable, Mapping, Optional

from sanic import Sanic
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

from headache_relief.site.widget import ADDRESS, Widget

PAGES = Path(__file__).with_name("pages")
DEMO = {"/": "index.html", "/for-site-owners": "for-site-owners.html"}
PARTS = "/site/"
SECONDS_OF_LAUNCHER = 300
SECONDS_OF_A_YEAR = 31_536_000
SCRIPT = "text/javascript; charset=utf-8"

Fields = Callable[[Request], Mapping[str, str]]


def add_widget(app: Sanic, widget: Widget) -> None:
    """The widget's files below /widget/; nothing else of the file system can be had there."""

    async def file(request: Request, name: str) -> HTTPResponse:
        found = widget.files.get(name)
        if found is None:
            raise NotFound("There is no such file of the widget.")
        changes = name == widget.launcher
        headers = {
            # Other sites embed it, and check its integrity: that needs both.
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Cache-Control": f"public, max-age={SECONDS_OF_LAUNCHER}"
            if changes
            else f"public, max-age={SECONDS_OF_A_YEAR}, immutable",
        }
        packed = found.compressed if _takes_gzip(request) else None
        return _answer(request, found.content, SCRIPT, headers, packed)

    app.add_route(file, f"{ADDRESS}<name:str>", methods=["GET", "HEAD"], name="widget_file")


def add_demo(app: Sanic, fields: Fields) -> None:
    """The demo site and the page that builds the tag; `fields` fills the pages for a request."""
    parts = {path.name: path.read_bytes() for path in PAGES.iterdir() if path.suffix != ".html"}

    async def part(request: Request, name: str) -> HTTPResponse:
        if name not in parts:
            raise NotFound("There is no such file of the demo site.")
        kind = SCRIPT if name.endswith(".js") else mimetypes.guess_type(name)[0]
        return _answer(request, parts[name], kind or "text/plain", {"Cache-Control": "no-cache"})

    app.add_route(part, f"{PARTS}<name:str>", methods=["GET", "HEAD"], name="demo_part")
    for address, file in DEMO.items():
        app.add_route(_page(file, fields), address, methods=["GET", "HEAD"], name=f"demo_{file}")


def _page(file: str, fields: Fields) -> Callable[..., object]:
    written = (PAGES / file).read_text()

    async def page(request: Request) -> HTTPResponse:
        filled = written
        for name, value in fields(request).items():
            filled = filled.replace(f"{{{{{name}}}}}", value)
        headers = {"Content-Security-Policy": policy(request), "Cache-Control": "no-cache"}
        return _answer(request, filled.encode(), "text/html; charset=utf-8", headers)

    return page


def policy(request: Request) -> str:
    """A strict Content-Security-Policy: everything from this server, nothing inline."""
    # Some browsers don't take 'self' for WebSockets.
    sockets = f"ws://{request.host} wss://{request.host}"
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self' {sockets}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


def _answer(
    request: Request,
    content: bytes,
    kind: str,
    headers: Mapping[str, str],
    compressed: Optional[bytes] = None,
) -> HTTPResponse:
    tag = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
    told = {
        **headers,
        "ETag": tag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    if request.headers.get("if-none-match") == tag:
        return HTTPResponse(status=304, headers=told)
    if compressed is not None:
        told["Content-Encoding"] = "gzip"
    body = content if compressed is None else compressed
    return HTTPResponse(
        body=b"" if request.method == "HEAD" else body, headers=told, content_type=kind
    )


def _takes_gzip(request: Request) -> bool:
    return "gzip" in request.headers.get("accept-encoding", "")
