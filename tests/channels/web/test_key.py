"""The key that signs sessions: needed in production, made once in development."""

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from headache_relief.channels.web.key import (
    FEWEST_BYTES,
    FORMER,
    VARIABLE,
    KeyMissing,
    former_key,
    signing_key,
)

LONG_ENOUGH = "k" * FEWEST_BYTES


def test_production_without_a_key_is_refused_with_a_sentence_how_to_make_one(tmp_path):
    with pytest.raises(KeyMissing, match=r"secrets\.token_urlsafe\(32\)"):
        signing_key(True, tmp_path / "key", {})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("production", [True, False])
@pytest.mark.parametrize("key", ["short", "k" * (FEWEST_BYTES - 1), f"  {'k' * 30}  "])
def test_a_key_that_is_too_short_is_refused_everywhere(tmp_path, key, production):
    with pytest.raises(KeyMissing, match="too short"):
        signing_key(production, tmp_path / "key", {VARIABLE: key})


@pytest.mark.parametrize("production", [True, False])
def test_a_key_of_the_environment_is_taken_and_none_is_written(tmp_path, production):
    key = signing_key(production, tmp_path / "key", {VARIABLE: LONG_ENOUGH})
    assert key == LONG_ENOUGH.encode()
    assert not list(tmp_path.iterdir())


def test_the_key_of_development_stays_the_same_and_is_private(tmp_path):
    file = tmp_path / "folder" / "key"
    key = signing_key(False, file, {})
    assert len(key) >= FEWEST_BYTES
    assert signing_key(False, file, {}) == key
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["key"]


def test_a_key_file_that_others_could_read_is_made_private_again(tmp_path):
    file = tmp_path / "key"
    signing_key(False, file, {})
    file.chmod(0o644)
    signing_key(False, file, {})
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_servers_that_start_at_once_agree_on_one_key(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        made = list(threads.map(lambda _: signing_key(False, tmp_path / "key", {}), range(8)))
    assert len(set(made)) == 1


def test_two_checkouts_have_different_keys(tmp_path):
    assert signing_key(False, tmp_path / "a", {}) != signing_key(False, tmp_path / "b", {})


def test_an_empty_key_file_is_refused(tmp_path):
    (tmp_path / "key").touch()
    with pytest.raises(KeyMissing, match="delete that file"):
        signing_key(False, tmp_path / "key", {})


def test_the_key_of_before_is_taken_whole_or_not_at_all():
    assert former_key({}) is None and former_key({FORMER: " "}) is None
    assert former_key({FORMER: LONG_ENOUGH}) == LONG_ENOUGH.encode()
    with pytest.raises(KeyMissing, match=FORMER):
        former_key({FORMER: "short"})
