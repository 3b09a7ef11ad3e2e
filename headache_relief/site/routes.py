"""Serves the widget and, for trying it out, the demo site."""

from __future__ import annotations

import mimetypes
from html import escape
from pathlib import Path
from typing import Callable, Mapping

from sanic import Sanic
from sanic.exceptions import NotFound
from sanic.request import Request
from sanic.response import HTTPResponse

from headache_relief.knowledge.clinical_files import load_knowledge
from headache_relief.site.answers import file_answer
from headache_relief.site.widget import ADDRESS, Widget

PAGES = Path(__file__).with_name("pages")
DEMO = {"/": "index.html", "/for-site-owners": "for-site-owners.html"}
PARTS = "/site/"
METHODS = ["GET", "HEAD"]
SECONDS_OF_LAUNCHER = 300
SECONDS_OF_A_YEAR = 31_536_000
SCRIPT = "text/javascript; charset=utf-8"
PAGE = "text/html; charset=utf-8"

Fields = Callable[[Request], Mapping[str, str]]


def add_widget(app: Sanic, widget: Widget) -> None:
    """The widget's files below /widget/; nothing else of the file system can be had there."""

    async def file(request: Request, name: str) -> HTTPResponse:
        found = widget.files.get(name)
        if found is None:
            raise NotFound("There is no such file of the widget.")
        headers = {
            # Other sites embed it, and check its integrity: that needs both.
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "Cache-Control": _kept_for(name, widget),
        }
        return file_answer(request, found.content, SCRIPT, headers, found.compressed)

    app.add_route(file, f"{ADDRESS}<name:str>", methods=METHODS, name="widget_file")


def add_demo(app: Sanic, fields: Fields) -> None:
    """The demo site and the page that builds the tag.

    `fields` fills the pages for a request: `tag` (the demo's script tag), `server` (the origin that
    the browser came by), `launcher`, `integrity`, `version`.
    """
    parts = {path.name: path.read_bytes() for path in PAGES.iterdir() if path.suffix != ".html"}

    async def part(request: Request, name: str) -> HTTPResponse:
        if name not in parts:
            raise NotFound("There is no such file of the demo site.")
        return file_answer(request, parts[name], _kind(name), {"Cache-Control": "no-cache"})

    app.add_route(part, f"{PARTS}<name:str>", methods=METHODS, name="demo_part")
    for address, file in DEMO.items():
        app.add_route(_page(file, fields), address, methods=METHODS, name=f"demo_{file}")


def policy(server: str) -> str:
    """A strict Content-Security-Policy: everything from the server's origin, nothing inline."""
    # Some browsers don't take 'self' for WebSockets.
    sockets = server.replace("http", "ws", 1)
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self' {sockets}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    )


def _page(file: str, fields: Fields) -> Callable[..., object]:
    written = (PAGES / file).read_text()
    countries = " ".join(sorted(load_knowledge().emergency_numbers))

    async def page(request: Request) -> HTTPResponse:
        filled = {"countries": countries, **fields(request)}
        text = written.replace("{{tag}}", filled["tag"])
        for name, value in filled.items():
            text = text.replace(f"{{{{{name}}}}}", escape(value))
        headers = {
            "Content-Security-Policy": policy(filled["server"]),
            "Cache-Control": "no-cache",
        }
        return file_answer(request, text.encode(), PAGE, headers)

    return page


def _kept_for(name: str, widget: Widget) -> str:
    """How long a browser may keep a file without asking: the launcher changes under its name."""
    if name == widget.launcher:
        return f"public, max-age={SECONDS_OF_LAUNCHER}"
    return f"public, max-age={SECONDS_OF_A_YEAR}, immutable"


def _kind(name: str) -> str:
    return SCRIPT if name.endswith(".js") else mimetypes.guess_type(name)[0] or "text/plain"
