"""The key that signs the web channel's sessions."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Mapping, Optional

VARIABLE = "HEADACHE_RELIEF_WEB_KEY"
FORMER = "HEADACHE_RELIEF_FORMER_WEB_KEY"
FEWEST_BYTES = 32
HOW_TO_MAKE_ONE = (
    f"set {VARIABLE} to a secret of {FEWEST_BYTES} bytes or more, made for example with "
    "`python3 -c 'import secrets; print(secrets.token_urlsafe(32))'`"
)


class KeyMissing(Exception):
    """There is no key to sign sessions with; the message is one sentence with the mend."""


def signing_key(
    production: bool, private_file: Path, environment: Mapping[str, str] = os.environ
) -> bytes:
    """The key from the environment; in development else one kept in a file for its owner only.

    KeyMissing when production has none, or the one that is set is too short.
    """
    given = environment.get(VARIABLE, "").strip().encode("utf-8", "surrogateescape")
    if given and len(given) < FEWEST_BYTES:
        raise KeyMissing(f"The web channel's key is too short: {HOW_TO_MAKE_ONE}.")
    if given:
        return given
    if production:
        raise KeyMissing(f"The web channel needs a key in production: {HOW_TO_MAKE_ONE}.")
    return _kept_in(private_file)


def former_key(environment: Mapping[str, str] = os.environ) -> Optional[bytes]:
    """The key before this one: what it signed still lets people erase, and nothing else.

    KeyMissing when it is too short to have been one.
    """
    given = environment.get(FORMER, "").strip().encode("utf-8", "surrogateescape")
    if given and len(given) < FEWEST_BYTES:
        raise KeyMissing(f"{FORMER} is no key of the web channel: copy all of it, or delete it.")
    return given or None


def _kept_in(file: Path) -> bytes:
    """The key in the file, made on first use, so that a restart does not end sessions."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        _make_once(file)
        file.chmod(0o600)
        key = file.read_bytes().strip()
    except OSError as error:
        raise KeyMissing(
            f"The file {file} for the web channel's key can't be used ({error.strerror}): "
            f"mend its rights, or {HOW_TO_MAKE_ONE}."
        ) from error
    if len(key) < FEWEST_BYTES:
        raise KeyMissing(f"The web channel's key in {file} is too short: delete that file.")
    return key


def _make_once(file: Path) -> None:
    # Written whole under another name first: two servers that start at once must agree on one.
    draft = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    if file.exists():
        return
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as written:
        written.write(secrets.token_urlsafe(FEWEST_BYTES))
    try:
        os.link(draft, file)
    except FileExistsError:
        pass  # another server was faster; its key counts
    finally:
        draft.unlink()
