"""Which pages may talk to the assistant, and what a browser is told about that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterable, Optional

from headache_relief.channels.shared.refusals import Refusal

SECONDS_TO_REMEMBER_A_PREFLIGHT = "600"


@dataclass(frozen=True)
class Origins:
    """The allowed origins, each as a browser sends it: https://host, with a port unless usual."""

    allowed: frozenset[str]

    @classmethod
    def of(cls, allowed: Iterable[str]) -> "Origins":
        return cls(frozenset(allowed))

    def check(self, origin: Optional[str], *, needed: bool) -> None:
        """Refusal when the origin is not allowed, or is needed and not there.

        Browsers leave it out of some requests to the page's own server; what needs no token in
        return for being asked may then go on.
        """
        if (origin is None and needed) or (origin is not None and origin not in self.allowed):
            raise Refusal("forbidden_origin")

    def headers(self, origin: Optional[str]) -> dict[str, str]:
        """What every answer carries: only allowed pages may read it, and nobody keeps it."""
        told = {
            "Vary": "Origin",
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "no-referrer",
        }
        if origin in self.allowed:
            told["Access-Control-Allow-Origin"] = str(origin)
        return told

    def preflight_headers(self) -> dict[str, str]:
        """What a browser is told when it asks before a request."""
        return {
            "Access-Control-Allow-Methods": "GET, POST",
            "Access-Control-Allow-Headers": "Authorization, Content-Type",
            "Access-Control-Max-Age": SECONDS_TO_REMEMBER_A_PREFLIGHT,
        }
