"""Sessions of the web channel: signed tokens that expire, minted and read by the server alone."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass
from typing import Callable

import jwt

from headache_relief.channels.shared.refusals import Refusal

ALGORITHM = "HS256"
AUDIENCE = "headache-relief-web"
ISSUER = "headache-relief"
PREFIX = "web-"
BYTES_OF_A_SUBJECT = 24
SECONDS = 3600
LONGEST_TOKEN = 2_000
REQUIRED = ["sub", "aud", "iss", "iat", "exp"]


@dataclass(frozen=True)
class Session:
    """Whose conversation it is, and until when (seconds since 1970)."""

    conversation: str
    expires: float


class Sessions:
    """Mints, reads and renews tokens; `clock` gives seconds since 1970."""

    def __init__(self, key: bytes, clock: Callable[[], float] = time.time) -> None:
        self._key = key
        self._clock = clock
        self._revoked: dict[str, float] = {}

    def new(self) -> str:
        """The token of a new conversation."""
        return self._token(PREFIX + secrets.token_urlsafe(BYTES_OF_A_SUBJECT))

    def renewed(self, session: Session) -> str:
        """A token of the same conversation that lasts its full time again."""
        return self._token(session.conversation)

    def read(self, token: object) -> Session:
        """The session of a token; Refusal `invalid_token` or `expired_token`."""
        if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
            raise Refusal("invalid_token")
        try:
            # Times are judged below, by the clock given.
            claims = jwt.decode(
                token,
                self._key,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": REQUIRED, "verify_exp": False, "verify_iat": False},
            )
            session = Session(str(claims["sub"]), float(claims["exp"]))
        except (jwt.PyJWTError, TypeError, ValueError, UnicodeError) as error:
            raise Refusal("invalid_token") from error
        self.check(session)
        return session

    def check(self, session: Session) -> None:
        """Refusal when the session has expired meanwhile, or its conversation was erased."""
        if not session.conversation.startswith(PREFIX) or session.conversation in self._revoked:
            raise Refusal("invalid_token")
        if session.expires <= self._clock():
            raise Refusal("expired_token")

    def needs_renewal(self, session: Session) -> bool:
        """Whether half of the session's time has passed."""
        return session.expires - self._clock() < SECONDS / 2

    def revoke(self, conversation: str) -> None:
        """Lets no token of the conversation in any more, until the last of them has expired."""
        now = self._clock()
        kept = {name: until for name, until in self._revoked.items() if until > now}
        self._revoked = {**kept, conversation: now + SECONDS}

    def _token(self, conversation: str) -> str:
        now = int(self._clock())
        claims = {
            "sub": conversation,
            "aud": AUDIENCE,
            "iss": ISSUER,
            "iat": now,
            "exp": now + SECONDS,
        }
        return jwt.encode(claims, self._key, ALGORITHM)
