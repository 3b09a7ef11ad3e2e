"""Sessions of the web channel: signed tokens that expire, minted and read by the server alone."""

from __future__ import annotations

import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Any, Callable, Optional, Sequence

import jwt

from headache_relief.channels.shared.refusals import Refusal

ALGORITHM = "HS256"
AUDIENCE = "headache-relief-web"
ERASING = "headache-relief-web-erase"  # the audience of a token that erases, and opens nothing
ISSUER = "headache-relief"
PREFIX = "web-"
BYTES_OF_A_SUBJECT = 24
BYTES_OF_A_ROUTE = 8
SECONDS = 3600
LONGEST_SECONDS = 24 * 3600  # of a session in use, from its beginning
SECONDS_A_DAY = 24 * 3600
LONGEST_TOKEN = 2_000
TIMES = ("iat", "exp", "auth_time")
REQUIRED = ["sub", "aud", "iss", "iat", "exp"]


@dataclass(frozen=True)
class Session:
    """Whose conversation it is, since when and until when (seconds since 1970)."""

    conversation: str
    begun: float
    expires: float


class Sessions:
    """Mints, reads and renews tokens; `clock` gives seconds since 1970.

    What `former_key` signed is read only when it erases.
    """

    def __init__(
        self,
        key: bytes,
        clock: Callable[[], float] = time.time,
        former_key: Optional[bytes] = None,
    ) -> None:
        self._key = key
        self._former_key = former_key
        self._clock = clock
        self._revoked: dict[str, float] = {}

    def new(self) -> str:
        """The token of a new conversation."""
        return self._token(PREFIX + secrets.token_urlsafe(BYTES_OF_A_SUBJECT), int(self._clock()))

    def renewed(self, session: Session) -> str:
        """A token of the same conversation that lasts its full time again, within a day."""
        return self._token(session.conversation, int(session.begun))

    def read(self, token: object) -> Session:
        """The session of a token; Refusal `invalid_token` or `expired_token`."""
        claims = self._claims(token, (AUDIENCE,), self._key)
        session = Session(claims["sub"], claims.get("auth_time", claims["iat"]), claims["exp"])
        self.check(session)
        return session

    def seconds_left(self, token: str) -> int:
        """How long a token that was just made lasts."""
        return int(self.read(token).expires - self._clock())

    def route(self, token: str) -> str:
        """What leads every request of the token's conversation to one worker; it tells nothing."""
        conversation = self.read(token).conversation.encode()
        return hmac.digest(self._key, b"route " + conversation, "sha256")[:BYTES_OF_A_ROUTE].hex()

    def erasing(self, conversation: str, days: int) -> str:
        """A token that lets its holder erase the conversation for so many days, and nothing else.

        It outlasts what is kept: a session's last message may come a day after the token.
        """
        return self._signed(conversation, ERASING, (days + 2) * SECONDS_A_DAY)

    def erasable(self, token: object) -> str:
        """The conversation that a token lets its holder erase; Refusal as `read`."""
        try:
            claims = self._claims(token, (AUDIENCE, ERASING), self._key)
        except Refusal:
            if self._former_key is None:
                raise
            claims = self._claims(token, (ERASING,), self._former_key)
        self.check(Session(claims["sub"], claims["iat"], claims["exp"]))
        return str(claims["sub"])

    def check(self, session: Session) -> None:
        """Refusal when the session has expired meanwhile, or its conversation was erased."""
        if not session.conversation.startswith(PREFIX) or session.conversation in self._revoked:
            raise Refusal("invalid_token")
        if session.expires <= self._clock():
            raise Refusal("expired_token")

    def needs_renewal(self, session: Session) -> bool:
        """Whether half of the session's time has passed, and it may last longer."""
        can_last = session.begun + LONGEST_SECONDS > session.expires
        return can_last and session.expires - self._clock() < SECONDS / 2

    def revoke(self, conversation: str) -> None:
        """Lets no token of the conversation in any more, until the last of them has expired."""
        now = self._clock()
        kept = {name: until for name, until in self._revoked.items() if until > now}
        self._revoked = {**kept, conversation: now + SECONDS}

    def _claims(self, token: object, audiences: Sequence[str], key: bytes) -> dict[str, Any]:
        if not isinstance(token, str) or len(token) > LONGEST_TOKEN:
            raise Refusal("invalid_token")
        try:
            # Times are judged by the clock given.
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                audience=audiences,
                issuer=ISSUER,
                options={"require": REQUIRED, "verify_exp": False, "verify_iat": False},
            )
            times = {name: float(claims[name]) for name in TIMES if name in claims}
            return {**claims, **times, "sub": str(claims["sub"])}
        except (jwt.PyJWTError, TypeError, ValueError, UnicodeError) as error:
            raise Refusal("invalid_token") from error

    def _token(self, conversation: str, begun: int) -> str:
        left = begun + LONGEST_SECONDS - int(self._clock())
        return self._signed(conversation, AUDIENCE, min(SECONDS, left), auth_time=begun)

    def _signed(self, conversation: str, audience: str, seconds: int, **more: int) -> str:
        now = int(self._clock())
        claims = {
            "sub": conversation,
            "aud": audience,
            "iss": ISSUER,
            "iat": now,
            "exp": now + seconds,
            **more,
        }
        return jwt.encode(claims, self._key, ALGORITHM)
