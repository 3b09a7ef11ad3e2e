"""Everything of the running channel, made once at start."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import Optional

from sanic.request import Request
from sanic.response import HTTPResponse, text
from slack_bolt.adapter.sanic.async_handler import AsyncSlackRequestHandler
from slack_sdk.signature import SignatureVerifier

from headache_relief.channels.shared.limits import Counters
from headache_relief.channels.shared.ports import House
from headache_relief.channels.shared.talks import Talks
from headache_relief.channels.slack.access import Access
from headache_relief.channels.slack.connection import Connection, client_for
from headache_relief.channels.slack.delivery import Messages
from headache_relief.channels.slack.desk import NAME, Desk
from headache_relief.channels.slack.faults import MALFORMED
from headache_relief.channels.slack.helper import Helper
from headache_relief.channels.slack.intake import Intake
from headache_relief.channels.slack.listeners import add_listeners
from headache_relief.channels.slack.public import Looks
from headache_relief.channels.slack.says import Says
from headache_relief.channels.slack.texts import MOST_CHARACTERS
from headache_relief.knowledge.slack import load_slack_wording
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)

LATER = {"Retry-After": "5"}


class Office:
    """The parts of the channel, put together; `signatures` is None in Socket Mode."""

    def __init__(self, access: Access, house: House) -> None:
        wording = load_slack_wording()
        counters = Counters(replace(house.limits, most_characters=MOST_CHARACTERS))
        self._slack = slack = client_for(access)
        self._intake = Intake()
        says = Says(wording, house.session)
        self._messages = Messages(slack, wording, self._intake)
        self._talks = Talks(NAME, house, self._messages, counters)
        self._helper = Helper(
            house,
            self._talks,
            self._messages,
            says,
            Looks(house, wording, NAME),
            wording,
            counters,
        )
        self._connection = Connection(access, slack, house.leadership, self._intake)
        desk = Desk(house, slack, self._talks, self._messages, says, wording)
        add_listeners(self._connection.app, desk, self._helper)
        self._pages = AsyncSlackRequestHandler(self._connection.app)
        self.signatures: Optional[SignatureVerifier] = None
        if not access.socket_mode:
            self.signatures = SignatureVerifier(access.signing_secret)

    async def open(self) -> None:
        """Answers what an earlier run left, and connects."""
        try:
            await self._talks.resume()
            await self._helper.resume()
        except StoreError as error:
            logger.error("Messages from before the start could not be read: %s", error)
        self._connection.open()

    async def close(self, seconds: float) -> None:
        """Takes nothing more, and lets what is in work end."""
        await self._connection.close()
        await self._talks.close(seconds)
        await self._messages.finish(seconds)
        if self._slack.session is not None:
            await self._slack.session.close()

    async def deliver(self, request: Request) -> HTTPResponse:
        """A delivery over HTTP; refused unless Slack signed it in the last five minutes."""
        if not self._is_signed(request):
            return text("", 401)
        if not self._connection.ready:  # Slack delivers it again
            return text("", 503, headers=LATER)
        try:
            with self._intake.delivery():
                return await self._pages.handle(request)
        except MALFORMED:  # not what Slack would send
            return text("", 400)

    def _is_signed(self, request: Request) -> bool:
        assert self.signatures is not None
        try:
            return self.signatures.is_valid_request(request.body, dict(request.headers))
        except ValueError:  # its time is no number
            return False
