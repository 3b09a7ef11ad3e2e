"""Who is let in by a token: not after the talk was erased, whichever worker erased it."""

from __future__ import annotations

import logging

from headache_relief.channels.shared.refusals import Refusal
from headache_relief.channels.web.session import Session, Sessions
from headache_relief.records.channel_records import ChannelRecords
from headache_relief.records.database import StoreError

logger = logging.getLogger(__name__)


class Admission:
    """Lets sessions in."""

    def __init__(self, sessions: Sessions, records: ChannelRecords) -> None:
        self._sessions = sessions
        self._records = records

    async def session(self, token: object) -> Session:
        """The session of a token; Refusal `invalid_token` or `expired_token`."""
        session = self._sessions.read(token)
        try:
            revoked = await self._records.is_revoked(session.conversation)
        except StoreError as error:  # danger must be answered while the database is away
            logger.error("Whether a session was ended could not be read: %s", error)
            revoked = False
        if revoked:
            raise Refusal("invalid_token")
        return session
