"""Whether the trained model fits its sources is told by their content, not by their dates."""

import json
import os
import tarfile
from pathlib import Path

import pytest

from headache_relief.rasa_parts.model_loading import load_model
from headache_relief.serving.errors import ServingError
from headache_relief.serving.model import Freshness, ModelFiles


@pytest.fixture
def files(tmp_path: Path) -> ModelFiles:
    """A checkout with a model that fits its sources."""
    for name in (
        "config.yml",
        "domain.yml",
        "data/nlu/pain.yml",
        "headache_relief/language/reader.py",
        "headache_relief/cli/chat.py",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one: 1\n")
    files = ModelFiles(tmp_path)
    files.model.parent.mkdir()
    files.model.write_bytes(b"a model")
    files.keep_record(files.fingerprint())
    return files


def test_a_model_fits_the_sources_it_was_trained_from(files):
    assert files.freshness() is Freshness.fresh


@pytest.mark.parametrize(
    "source",
    ["config.yml", "domain.yml", "data/nlu/pain.yml", "headache_relief/language/reader.py"],
)
def test_a_changed_source_makes_the_model_stale(files, source):
    (files.root / source).write_text("one: 2\n")
    assert files.freshness() is Freshness.stale


def test_a_new_source_makes_the_model_stale(files):
    (files.root / "data/nlu/more.yml").write_text("one: 1\n")
    assert files.freshness() is Freshness.stale


def test_a_renamed_source_makes_the_model_stale(files):
    (files.root / "data/nlu/pain.yml").rename(files.root / "data/nlu/ache.yml")
    assert files.freshness() is Freshness.stale


def test_a_source_only_touched_leaves_the_model_fresh(files):
    os.utime(files.root / "config.yml", (2_000_000_000, 2_000_000_000))
    assert files.freshness() is Freshness.fresh


def test_code_that_training_does_not_use_leaves_the_model_fresh(files):
    (files.root / "headache_relief/cli/chat.py").write_text("two: 2\n")
    assert files.freshness() is Freshness.fresh


def test_a_model_without_a_record_counts_as_stale(files):
    files.record.unlink()
    assert files.freshness() is Freshness.stale


def test_a_missing_model_is_missing_and_says_what_to_do(files):
    files.model.unlink()
    assert files.freshness() is Freshness.missing
    with pytest.raises(ServingError, match="make setup"):
        files.existing_model()


def test_a_model_that_training_wrote_is_trusted(files):
    assert files.trusted_model() == files.model


@pytest.mark.parametrize("change", ["another model", "no record", "a damaged record"])
def test_a_model_that_training_did_not_write_here_is_refused_and_says_what_to_do(files, change):
    if change == "another model":
        files.model.write_bytes(b"b model")
    elif change == "no record":
        files.record.unlink()
    else:
        files.record.write_text("{")
    with pytest.raises(ServingError, match="headache-relief train"):
        files.trusted_model()


def test_a_record_from_before_there_were_checksums_makes_the_model_stale(files):
    files.record.write_text(json.dumps({"trained_from": files.fingerprint()}))
    assert files.freshness() is Freshness.stale


def test_an_archive_that_reaches_out_of_its_folder_is_not_unpacked(tmp_path):
    (tmp_path / "inside").write_text("x")
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "inside", "../outside")
    with pytest.raises(Exception, match="outside|traversal|unsafe"):
        load_model(tmp_path / "model.tar.gz")
    assert not (tmp_path.parent / "outside").exists()
