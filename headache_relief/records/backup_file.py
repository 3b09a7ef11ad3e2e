"""The file of a backup: a line that says what it is, lines of rows, and a checksum of it all.

Lines of rows are JSON, compressed and in base64; with a data key each is sealed, bound to its file
and its place there. The last of them counts the rows, so that none can be missing unnoticed.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import secrets
import zlib
from collections import Counter
from pathlib import Path
from typing import Any, BinaryIO, Iterable, Iterator, Mapping, Optional, Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from headache_relief.records.data_keys import DataKey
from headache_relief.records.database import StoreError
from headache_relief.records.seal import BYTES_OF_A_NONCE, missing_key

FORMAT = "headache-relief backup 1"
END = "end"
NONE = ""  # the name of no key

Row = Mapping[str, Any]


def write(
    file: Path, parts: Iterable[tuple[str, Sequence[Row]]], made: float, keys: Sequence[DataKey]
) -> Counter[str]:
    """Writes rows, each part of one table, to a new file; how many those were, by table.

    StoreError when the file is there already or can't be written; then nothing is left of it.
    """
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    if file.exists():
        raise StoreError(f"There is a file {file} already: choose another name.")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            written = _write(out, parts, made, keys[0] if keys else None)
            out.flush()
            os.fsync(out.fileno())
        os.link(draft, file)
    except OSError as error:
        raise StoreError(
            f"The backup {file} can't be written ({error.strerror}): choose a folder that this "
            "program may write to, with room in it."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
    return written


def _write(
    out: BinaryIO,
    parts: Iterable[tuple[str, Sequence[Row]]],
    made: float,
    key: Optional[DataKey],
) -> Counter[str]:
    checksum, counted = hashlib.sha256(), Counter[str]()
    head = json.dumps({"format": FORMAT, "made": made, "key": key.name if key else NONE}).encode()
    packing = _Packing(head, key)

    def add(line: bytes) -> None:
        out.write(line + b"\n")
        checksum.update(line + b"\n")

    add(head)
    for table, rows in parts:
        counted[table] += len(rows)
        add(packing.packed([table, list(rows)]))
    add(packing.packed([END, counted]))
    out.write(checksum.hexdigest().encode() + b"\n")
    return counted


def read(file: Path, keys: Sequence[DataKey]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The parts that were written, in order; StoreError in one sentence when any is damaged.

    Only after the last one is it certain that all of it is whole.
    """
    with _opened(file) as source:
        head = source.readline().rstrip(b"\n")
        packing = _Packing(head, _key(str(_head(file, head)["key"]), keys))
        checksum, counted = hashlib.sha256(head + b"\n"), Counter[str]()
        ended, before = False, b""
        for line in source:
            if before:
                checksum.update(before)
                table, rows = _unpacked(file, packing, before.rstrip(b"\n"))
                if ended or (table == END and rows != dict(counted)):
                    raise _damaged(file)
                ended = table == END
                if not ended:
                    counted[table] += len(rows)
                    yield table, rows
            before = line
        if not ended or before.rstrip(b"\n") != checksum.hexdigest().encode():
            raise _damaged(file)


class _Packing:
    """Packs lines one after the other, or unpacks them in the same order."""

    def __init__(self, head: bytes, key: Optional[DataKey]) -> None:
        self._cipher: Optional[AESGCM] = None
        self._file, self._line = hashlib.sha256(head).digest(), 0
        if key is not None:
            self._cipher = AESGCM(hmac.digest(key.secret, b"backup " + head, hashlib.sha256))

    def packed(self, part: Sequence[Any]) -> bytes:
        data = zlib.compress(json.dumps(part).encode("utf-8"))
        if self._cipher is not None:
            nonce = secrets.token_bytes(BYTES_OF_A_NONCE)
            data = nonce + self._cipher.encrypt(nonce, data, self._place())
        return base64.b64encode(data)

    def unpacked(self, line: bytes) -> tuple[str, Any]:
        """InvalidTag, ValueError or zlib.error when the line is damaged."""
        data = base64.b64decode(line, validate=True)
        if self._cipher is not None:
            nonce, sealed = data[:BYTES_OF_A_NONCE], data[BYTES_OF_A_NONCE:]
            data = self._cipher.decrypt(nonce, sealed, self._place())
        table, rows = json.loads(zlib.decompress(data))
        return str(table), rows

    def _place(self) -> bytes:
        self._line += 1
        return self._file + str(self._line).encode()


def _unpacked(file: Path, packing: _Packing, line: bytes) -> tuple[str, Any]:
    try:
        return packing.unpacked(line)
    except (InvalidTag, ValueError, TypeError, zlib.error) as error:
        raise _damaged(file) from error


def _opened(file: Path) -> BinaryIO:
    try:
        return file.open("rb")
    except OSError as error:
        raise StoreError(f"The backup {file} can't be read ({error.strerror}).") from error


def _head(file: Path, line: bytes) -> Mapping[str, Any]:
    try:
        head = json.loads(line)
        if head["format"] == FORMAT and isinstance(head["made"], float):
            return {"made": head["made"], "key": str(head["key"])}
    except (ValueError, KeyError, TypeError):
        pass
    raise StoreError(f"The file {file} is no backup of this program, or not of this version.")


def _key(name: str, keys: Sequence[DataKey]) -> Optional[DataKey]:
    for key in keys:
        if key.name == name:
            return key
    if name != NONE:
        raise StoreError(missing_key(name))
    return None


def _damaged(file: Path) -> StoreError:
    return StoreError(f"The backup {file} is damaged and was not used: take another one.")
