"""The connection to Slack: tried again when it fails, never in the way of other channels."""

from __future__ import annotations

import asyncio
import logging
from typing import Any, Awaitable, Callable, Optional

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from headache_relief.channels.slack.access import APP_TOKEN, BOT_TOKEN, Access
from headache_relief.channels.slack.delivery import NAME
from headache_relief.channels.slack.faults import FAULTS, library, reason
from headache_relief.channels.slack.intake import Intake
from headache_relief.metrics.channels import retried
from headache_relief.records.leadership import Leadership

logger = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT = 1.0, 60.0  # seconds
SECONDS_OF_A_CALL = 30.0
MOST_WAITS_FOR_RATE = 20
BAD_TOKEN = frozenset(
    {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"}
)


class Counted(AsyncRetryHandler):
    """Counts what is tried again."""

    async def prepare_for_next_attempt_async(self, **tried: Any) -> None:
        retried(NAME)
        await super().prepare_for_next_attempt_async(**tried)


class AfterRate(Counted, AsyncRateLimitErrorRetryHandler):
    """Waits as long as Slack asks."""


class AfterLostConnection(Counted, AsyncConnectionErrorRetryHandler):
    """Connects anew."""


class AfterServerError(Counted, AsyncServerErrorRetryHandler):
    """Asks again when Slack has a fault."""


def client_for(access: Access) -> AsyncWebClient:
    """The Web API's client; it waits as long as Slack asks and tries again what can be.

    Its connections stay open between calls; whoever has it closes its session.
    """
    time = aiohttp.ClientTimeout(total=SECONDS_OF_A_CALL)
    return AsyncWebClient(
        token=access.bot_token,
        base_url=access.api,
        session=aiohttp.ClientSession(timeout=time, trust_env=True),
        logger=library,
        retry_handlers=[
            AfterRate(max_retry_count=MOST_WAITS_FOR_RATE),
            AfterLostConnection(max_retry_count=3),
            AfterServerError(max_retry_count=3),
        ],
    )


class Line(AsyncSocketModeHandler):
    """The line of Socket Mode; what comes over it is taken in before answers are worked on."""

    def __init__(self, intake: Intake, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._intake = intake

    async def handle(self, client: Any, req: SocketModeRequest) -> None:
        with self._intake.delivery():
            await super().handle(client, req)


class Connection:
    """Who the assistant is in the workspace, and in Socket Mode the line to it."""

    def __init__(
        self, access: Access, slack: AsyncWebClient, leadership: Leadership, intake: Intake
    ) -> None:
        """`leadership` decides which of several workers has the line in Socket Mode."""
        self._leadership = leadership
        self._intake = intake
        self._access = access
        self._slack = slack
        self._self: Optional[AuthorizeResult] = None
        self._line: Optional[Line] = None
        self._opening: Optional[asyncio.Task[None]] = None

        async def authorized() -> Optional[AuthorizeResult]:
            return self._self

        self.app = AsyncApp(
            client=slack,
            logger=library,
            signing_secret=access.signing_secret or None,
            authorize=authorized,  # type: ignore[arg-type]  # None refuses, as it says
            process_before_response=True,
        )

    @property
    def ready(self) -> bool:
        """Whether Slack has told who the assistant is."""
        return self._self is not None

    def open(self) -> None:
        """Connects beside everything else, again and again until it works."""
        self._opening = asyncio.create_task(self._run())

    async def close(self) -> None:
        """Takes no more deliveries."""
        if self._opening is not None:
            self._opening.cancel()
        await self._hang_up()

    async def _run(self) -> None:
        await self._until_done(self._introduce)
        if self._access.socket_mode:
            await self._leadership.lead(NAME, self._hold_the_line)

    async def _hold_the_line(self) -> None:
        try:
            await self._until_done(self._connect)
            logger.info("Connected to Slack.")
            await asyncio.Event().wait()
        finally:
            await self._hang_up()

    async def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            await line.close_async()  # type: ignore[no-untyped-call]

    async def _until_done(self, step: Callable[[], Awaitable[None]]) -> None:
        wait = FIRST_WAIT
        while True:
            try:
                return await step()
            except FAULTS as error:
                logger.error("%s Next try in %.0f s.", failure(reason(error)), wait)
            await asyncio.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)

    async def _introduce(self) -> None:
        found = await self._slack.auth_test()
        self._self = AuthorizeResult(
            enterprise_id=found.get("enterprise_id"),
            team_id=found.get("team_id"),
            bot_user_id=found.get("user_id"),
            bot_id=found.get("bot_id"),
            bot_token=self._access.bot_token,
        )

    async def _connect(self) -> None:
        opened = await self._slack.apps_connections_open(app_token=self._access.app_token)
        self._line = Line(
            self._intake, self.app, self._access.app_token, logger=library, web_client=self._slack
        )
        self._line.client.wss_uri = opened["url"]
        await self._line.connect_async()  # type: ignore[no-untyped-call]


def failure(code: str) -> str:
    """Why Slack can't be reached, and what to do, in a sentence."""
    if code in BAD_TOKEN:
        return f"Slack refuses the tokens ({code}): check {BOT_TOKEN} and {APP_TOKEN}."
    return f"Slack can't be reached ({code}); everything else goes on."
