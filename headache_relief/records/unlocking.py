"""Opens a database with the site's keys, or says why they are the wrong ones.

The database keeps two secrets of its own, sealed under each key that ever sealed something in it:
one hides conversation ids, one the ids in the list of erasures. They stay the same when keys
change, so that ids need not be written anew.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from typing import Mapping, Optional, Sequence

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy.engine import Connection, Engine

from headache_relief.records.conversation_tables import conversations, metadata
from headache_relief.records.data_keys import VARIABLE, DataKey
from headache_relief.records.database import (
    StoreError,
    empty_write_ahead_log,
    reading,
    writing,
)
from headache_relief.records.seal import BYTES_OF_A_NONCE, BYTES_OF_THE_ID_KEY, Seal, missing_key
from headache_relief.records.sealed import OWNER, seal_with
from headache_relief.records.site_tables import site_secrets

IDS = "ids"
ERASURES = "erasures"
OPEN = ""  # the name of no key
NOT_ENCRYPTED = (
    f"{VARIABLE} is set and the database is not encrypted yet: stop the assistant and run "
    "`headache-relief records re-encrypt` once."
)


def unlock(engine: Engine, keys: Sequence[DataKey], begin: bool = False) -> bytes:
    """Makes the engine seal and open with the keys; the secret of the list of erasures.

    The tables are there. StoreError when a key is missing that something in the database was sealed
    with; and, unless told to `begin`, when talks stand there in the open: an assistant that runs
    without the key would not find them any more once their ids are hidden.
    """
    with reading(engine) as connection:
        whole = _has_all(_kept(connection), keys)
    # A database that can only be read just now must not keep the assistant from starting.
    with (reading if whole else writing)(engine) as connection:
        seal, erasures = secrets_of(connection, keys, begin, lock=not whole)
    if not whole:
        empty_write_ahead_log(engine)
    seal_with(engine, seal)
    return erasures


def secrets_of(
    connection: Connection, keys: Sequence[DataKey], begin: bool = False, lock: bool = True
) -> tuple[Optional[Seal], bytes]:
    """What seals the database, and the secret of its list of erasures; made when there is none.

    The connection does not seal yet, so that ids are read and written as they stand. StoreError.
    """
    if lock and connection.dialect.name == "postgresql":  # several assistants may start at once
        connection.exec_driver_sql("LOCK TABLE site_secrets IN ACCESS EXCLUSIVE MODE")
    kept = _kept(connection)
    _check(kept, keys)
    erasures = _secret(connection, kept, ERASURES, keys, hashlib.sha256().digest_size)
    if not keys:
        return None, erasures
    seal = Seal(keys, _secret(connection, kept, IDS, keys, BYTES_OF_THE_ID_KEY))
    if IDS not in kept:
        if not begin and connection.execute(sa.select(conversations)).first():
            raise StoreError(NOT_ENCRYPTED)
        _hide_ids(connection, seal)
    return seal, erasures


def forget_other_keys(connection: Connection, name: str) -> None:
    """Forgets that any other key was ever used: nothing is sealed under them any more."""
    connection.execute(site_secrets.delete().where(site_secrets.c.key != name))


def _has_all(kept: Mapping[str, Mapping[str, str]], keys: Sequence[DataKey]) -> bool:
    """Whether every secret is there already under the first key."""
    name = keys[0].name if keys else OPEN
    needed = (ERASURES, IDS) if keys else (ERASURES,)
    return all(name in kept.get(purpose, {}) for purpose in needed)


def _kept(connection: Connection) -> Mapping[str, Mapping[str, str]]:
    """Each purpose's secret, by the name of the key that it is sealed under."""
    kept: dict[str, dict[str, str]] = {}
    for row in connection.execute(sa.select(site_secrets)):
        kept.setdefault(row.purpose, {})[row.key] = row.secret
    return kept


def _check(kept: Mapping[str, Mapping[str, str]], keys: Sequence[DataKey]) -> None:
    sealed_under = {name for secret in kept.values() for name in secret if name != OPEN}
    missing = sorted(sealed_under - {key.name for key in keys})
    if missing and not keys:
        raise StoreError(
            f"The database is encrypted and {VARIABLE} is not set: set it to the key that the "
            f"database was made with, whose name is {missing[0]}."
        )
    if missing:
        raise StoreError(missing_key(missing[0]))


def _secret(
    connection: Connection,
    kept: Mapping[str, Mapping[str, str]],
    purpose: str,
    keys: Sequence[DataKey],
    size: int,
) -> bytes:
    """The secret for the purpose, made when there is none; from now on the first key opens it."""
    found = kept.get(purpose, {})
    secret = _opened(found, purpose, keys) or secrets.token_bytes(size)
    row = {"purpose": purpose, "key": OPEN, "secret": base64.b64encode(secret).decode("ascii")}
    if keys:
        row.update(key=keys[0].name, secret=_wrapped(secret, purpose, keys[0]))
    if row["key"] not in found:
        connection.execute(site_secrets.insert(), row)
    if keys and OPEN in found:
        of_it = site_secrets.c.purpose == purpose
        connection.execute(site_secrets.delete().where(of_it, site_secrets.c.key == OPEN))
    return secret


def _opened(found: Mapping[str, str], purpose: str, keys: Sequence[DataKey]) -> Optional[bytes]:
    if OPEN in found:
        return base64.b64decode(found[OPEN])
    for key in keys:
        if key.name in found:
            data = base64.b64decode(found[key.name])
            nonce, sealed = data[:BYTES_OF_A_NONCE], data[BYTES_OF_A_NONCE:]
            try:
                return _wrapper(key).decrypt(nonce, sealed, purpose.encode())
            except InvalidTag as error:
                raise StoreError(
                    f"The key {key.name} does not open the database: restore a backup, or set the "
                    "key that the database was made with."
                ) from error
    return None


def _wrapped(secret: bytes, purpose: str, key: DataKey) -> str:
    nonce = secrets.token_bytes(BYTES_OF_A_NONCE)
    sealed = nonce + _wrapper(key).encrypt(nonce, secret, purpose.encode())
    return base64.b64encode(sealed).decode("ascii")


def _wrapper(key: DataKey) -> AESGCM:
    return AESGCM(hmac.digest(key.secret, b"secrets of the site", hashlib.sha256))


def _hide_ids(connection: Connection, seal: Seal) -> None:
    for table in metadata.sorted_tables:
        column = table.c[OWNER]
        for conversation in list(connection.execute(sa.select(column).distinct()).scalars()):
            connection.execute(
                table.update()
                .where(column == conversation)
                .values(conversation=seal.hide(conversation))
            )
