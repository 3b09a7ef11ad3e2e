"""PostgreSQL for the tests is the one that the machine's owner names, or Debian's."""

from __future__ import annotations

from pathlib import Path

from tests.checkout import Checkout


def test_the_folder_that_is_named_is_taken(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path, "postgres")
    checkout.has("programs/initdb", "#!/bin/sh\n")
    chosen = str(tmp_path / "programs")
    ended = checkout.run("postgres", HEADACHE_RELIEF_POSTGRES=chosen)
    assert (ended.returncode, ended.stdout) == (0, f"{chosen}\n")


def test_a_folder_without_postgresql_is_refused_in_one_sentence(tmp_path: Path) -> None:
    checkout = Checkout(tmp_path, "postgres")
    said = checkout.refuses("postgres", HEADACHE_RELIEF_POSTGRES="/nowhere")
    assert "/nowhere" in said and "unset it" in said
