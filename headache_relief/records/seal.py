"""Encrypts what is kept, so that it can be read only with the site's key and in its own place.

Each text is sealed by AES-256-GCM under a key of its own conversation, bound to its table and
column: moved into another conversation or column, or changed, it does not open. Conversation ids
are hidden by AES-SIV, which gives the same for the same id, so that the database can find them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import secrets
from functools import lru_cache
from typing import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, AESSIV

from headache_relief.records.data_keys import DataKey
from headache_relief.records.database import StoreError

# Before a text stands what it is; a text that people wrote can't pass for a sealed one.
MARK = "\x01"
SEALED = MARK + "s"
ESCAPED = MARK + "p"
HIDDEN = "^"  # stands in no stored id
BYTES_OF_A_NONCE = 12
BYTES_OF_THE_ID_KEY = 64
CONVERSATIONS_REMEMBERED = 1024


class Seal:
    """Seals under the first key and opens with all; `id_key` hides conversation ids.

    `newest_key` is the first one's name, and `prefix` how everything begins that it sealed.
    """

    def __init__(self, keys: Sequence[DataKey], id_key: bytes) -> None:
        self.newest_key = keys[0].name
        self.prefix = SEALED + keys[0].name
        self._keys = {key.name: key for key in keys}
        self._ids = AESSIV(id_key)
        self.hide = lru_cache(CONVERSATIONS_REMEMBERED)(self._hide)
        self.show = lru_cache(CONVERSATIONS_REMEMBERED)(self._show)
        self._cipher = lru_cache(CONVERSATIONS_REMEMBERED)(self._cipher_of)

    def close(self, conversation: str, place: str, text: str) -> str:
        """The text sealed for a place, `table.column`, of a conversation."""
        nonce = secrets.token_bytes(BYTES_OF_A_NONCE)
        cipher = self._cipher(self.newest_key, conversation)
        sealed = nonce + cipher.encrypt(nonce, text.encode("utf-8"), place.encode())
        return f"{self.prefix}{binascii.b2a_base64(sealed, newline=False).decode('ascii')}"

    def open(self, conversation: str, place: str, sealed: str) -> str:
        """The text that was sealed there.

        InvalidTag when it was changed, or put there from elsewhere; StoreError when the key that
        sealed it is not at hand.
        """
        name, kept = sealed[len(SEALED) : len(self.prefix)], sealed[len(self.prefix) :]
        if name not in self._keys:
            raise StoreError(missing_key(name))
        try:
            data = binascii.a2b_base64(kept)
        except ValueError as error:
            raise InvalidTag from error
        nonce, text = data[:BYTES_OF_A_NONCE], data[BYTES_OF_A_NONCE:]
        try:
            return self._cipher(name, conversation).decrypt(nonce, text, place.encode()).decode()
        except ValueError as error:  # too short to be a sealed text
            raise InvalidTag from error

    def _hide(self, conversation: str) -> str:
        hidden = self._ids.encrypt(conversation.encode("ascii"), None)
        return HIDDEN + base64.urlsafe_b64encode(hidden).decode("ascii").rstrip("=")

    def _show(self, hidden: str) -> str:
        padded = hidden[len(HIDDEN) :] + "=" * (-len(hidden[len(HIDDEN) :]) % 4)
        try:
            return self._ids.decrypt(base64.urlsafe_b64decode(padded), None).decode("ascii")
        except (InvalidTag, ValueError) as error:
            raise StoreError(
                "A conversation's id in the database can't be read: restore a backup."
            ) from error

    def _cipher_of(self, key: str, conversation: str) -> AESGCM:
        secret = self._keys[key].secret
        own = hmac.digest(secret, b"conversation " + conversation.encode("ascii"), hashlib.sha256)
        return AESGCM(own)


def missing_key(name: str) -> str:
    """What to do when something was sealed under a key that is not at hand."""
    return (
        f"The database is encrypted, and its key {name} is not in HEADACHE_RELIEF_DATA_KEY: "
        "set the key that it was made with, behind the new one if there is one."
    )
