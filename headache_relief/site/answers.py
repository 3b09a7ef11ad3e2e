"""How a file is answered: known by its hash, packed when the browser takes that, safe to keep."""

from __future__ import annotations

import hashlib
import re
from typing import Mapping, Optional

from sanic.request import Request
from sanic.response import HTTPResponse

FORBIDDEN = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*")


def file_answer(
    request: Request,
    content: bytes,
    kind: str,
    headers: Mapping[str, str],
    compressed: Optional[bytes] = None,
) -> HTTPResponse:
    """The content, or its gzip form when there is one; 304 to a browser that has it already."""
    packed = compressed if takes_gzip(request.headers.get("accept-encoding", "")) else None
    body = content if packed is None else packed
    tag = f'"{hashlib.sha256(body).hexdigest()[:24]}"'
    told = {
        **headers,
        "ETag": tag,
        "Vary": "Accept-Encoding",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    if tag in _tags(request.headers.get("if-none-match", "")):
        return HTTPResponse(status=304, headers=told)
    if packed is not None:
        told["Content-Encoding"] = "gzip"
    return HTTPResponse(body=body, headers=told, content_type=kind)


def takes_gzip(accepted: str) -> bool:
    """Whether an Accept-Encoding header lets the answer be packed; `gzip;q=0` forbids it."""
    for offer in accepted.lower().split(","):
        name, _, weight = offer.partition(";")
        if name.strip() == "gzip":
            return not FORBIDDEN.fullmatch(weight)
    return False


def _tags(header: str) -> set[str]:
    # A proxy that packs the answer itself makes the tag a weak one.
    return {tag.strip().removeprefix("W/") for tag in header.split(",")}
