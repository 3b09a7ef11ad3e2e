"""What tests of strangers share."""

from __future__ import annotations

import time
from typing import Any

from headache_relief.channels.shared.limits import Limits
from headache_relief.channels.web.session import AUDIENCE, ISSUER
from tests.channels.web.widget import Assistant

LIMITS = Limits()
SECRET = "trombone"  # something that only the victim says
ENGINE = "/socket.io/?EIO=4&transport="


def claims(**others: Any) -> dict[str, Any]:
    now = int(time.time())
    told = {"sub": "web-x", "aud": AUDIENCE, "iss": ISSUER, "iat": now, "exp": now + 600, **others}
    return {name: value for name, value in told.items() if value is not None}


async def refusal(page: Assistant, token: object, **headers: str) -> str:
    """Why a connection with the token is not let in."""
    async with page.connected(token, **headers) as tab:
        error = await tab.until("connect_error")
        assert error["data"]["ok"] is False and error["data"]["error"] == error["message"]
        assert not tab.events("history")
        return error["message"]
