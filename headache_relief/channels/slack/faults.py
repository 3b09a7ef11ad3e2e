"""What a call to Slack may fail with, and why; the library itself is kept from logging it."""

from __future__ import annotations

import asyncio
import logging
import re

import aiohttp
from slack_sdk.errors import SlackClientError

library = logging.getLogger("headache_relief.channels.slack.library")
library.setLevel(logging.CRITICAL)  # its warnings hold whole deliveries, what people wrote included

CODE = re.compile(r"[a-z_]{1,60}")
FAULTS = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError)


def reason(error: BaseException) -> str:
    """Why Slack refused, in its own short code; never what was sent."""
    response = getattr(error, "response", None)
    code = response.get("error") if response is not None else None
    return code if isinstance(code, str) and CODE.fullmatch(code) else type(error).__name__
