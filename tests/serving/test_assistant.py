"""Loading the assistant: what is missing or damaged is said in one sentence."""

from pathlib import Path

import pytest

from headache_relief.serving.assistant import load_assistant
from headache_relief.serving.errors import ServingError
from headache_relief.serving.model import ModelFiles
from headache_relief.settings import Settings, SettingsError


def database(folder: Path) -> str:
    return f"sqlite:///{folder}/conversations.db"


async def test_without_a_model_it_says_how_to_get_one(tmp_path):
    with pytest.raises(ServingError, match="make setup"):
        await load_assistant(Settings(), database(tmp_path), files=ModelFiles(tmp_path))


async def test_a_damaged_model_is_to_be_trained_anew(tmp_path):
    files = ModelFiles(tmp_path)
    files.model.parent.mkdir()
    files.model.write_bytes(b"this is no archive")
    files.keep_record("of a model that is damaged")
    with pytest.raises(ServingError, match="can't be loaded .*headache-relief train"):
        await load_assistant(Settings(), database(tmp_path), files=files)


async def test_a_technique_that_does_not_exist_stops_it(trained_model, tmp_path):
    with pytest.raises(SettingsError, match="'hot_stones'"):
        await load_assistant(Settings(techniques=["hot_stones"]), database(tmp_path))


async def test_a_database_address_that_can_not_be_opened_is_named(trained_model, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ServingError, match="database"):
        await load_assistant(Settings(), f"sqlite:///{tmp_path}/file/conversations.db")
