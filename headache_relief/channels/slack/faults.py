"""What a call to Slack may fail with, and why; the library itself is kept from logging it."""

from __future__ import annotations

import asyncio
import logging
import re

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

library = logging.getLogger("headache_relief.channels.slack.library")
library.setLevel(logging.CRITICAL)  # its warnings hold whole deliveries, what people wrote included

CODE = re.compile(r"[a-z_]{1,60}")
FAULTS = (SlackClientError, aiohttp.ClientError, asyncio.TimeoutError, OSError)


# What a delivery ends in that is not of Slack's making, signed or not.
MALFORMED = (AttributeError, KeyError, TypeError, ValueError)

# Slack's own words for what is no refusal.
PASSING = frozenset(
    {"fatal_error", "internal_error", "ratelimited", "request_timeout", "service_unavailable"}
)
SERVER_FAULT = 500


def passes(error: BaseException) -> bool:
    """Whether the same call may succeed later: Slack was out of reach, or in trouble itself."""
    if isinstance(error, SlackApiError):
        return error.response.status_code >= SERVER_FAULT or reason(error) in PASSING
    return not isinstance(error, SlackClientError)


def reason(error: BaseException) -> str:
    """Why Slack refused, in its own short code; never what was sent."""
    response = getattr(error, "response", None)
    code = response.get("error") if response is not None else None
    return code if isinstance(code, str) and CODE.fullmatch(code) else type(error).__name__
