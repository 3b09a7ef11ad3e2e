"""Why a channel refuses something: one code each, which the place then puts into words."""

from __future__ import annotations

from typing import Any, Optional

from headache_relief.metrics.channels import may_refuse, refused

CODES = frozenset(
    {
        "bad_request",
        "forbidden_origin",
        "invalid_token",
        "expired_token",
        "too_long",
        "too_large",
        "too_many_messages",
        "too_many_sessions",
        "too_many_connections",
        "busy",
        "unknown_choice",
        "stale_choice",
        "unavailable",
    }
)
may_refuse(CODES)


class Refusal(Exception):
    """Something was not taken; `code` is one of CODES, `retry_after` counts seconds."""

    def __init__(self, code: str, retry_after: Optional[float] = None) -> None:
        assert code in CODES, code
        super().__init__(code)
        self.code = code
        refused(code)
        self.retry_after = retry_after

    def as_dict(self) -> dict[str, Any]:
        """`ok`, `error` and, where waiting helps, `retry_after`."""
        told: dict[str, Any] = {"ok": False, "error": self.code}
        if self.retry_after is not None:
            told["retry_after"] = round(self.retry_after, 1)
        return told
