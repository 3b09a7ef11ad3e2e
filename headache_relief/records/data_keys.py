"""The site's keys for what is kept, from the environment only."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import secrets
from dataclasses import dataclass, field
from functools import cached_property
from typing import Mapping

from headache_relief.records.database import StoreError

VARIABLE = "HEADACHE_RELIEF_DATA_KEY"
BYTES = 32
NAME_BYTES = 4


@dataclass(frozen=True)
class DataKey:
    """A key; its `name` tells which one sealed something and gives nothing of the key away."""

    secret: bytes = field(repr=False)

    @cached_property
    def name(self) -> str:
        digest = hmac.digest(self.secret, b"the name of a data key", hashlib.sha256)
        return digest[:NAME_BYTES].hex()


def new_key() -> str:
    """A new key as it is written into the environment."""
    return base64.b64encode(secrets.token_bytes(BYTES)).decode("ascii")


def data_keys(environment: Mapping[str, str] = os.environ) -> tuple[DataKey, ...]:
    """The keys that are set, none when the site keeps its data as it is.

    The first seals, all open: commas or spaces stand between them. StoreError when one is no key.
    """
    written = environment.get(VARIABLE, "").replace(",", " ").split()
    return tuple(DataKey(_bytes_of(key)) for key in written)


def _bytes_of(key: str) -> bytes:
    try:
        secret = base64.b64decode(key, altchars=b"-_" if {"-", "_"} & set(key) else None)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) != BYTES:
        raise StoreError(
            f"{VARIABLE} must hold {BYTES} bytes in base64, made with "
            "`headache-relief records new-key`; several keys stand with commas between them."
        ) from None
    return secret
