"""What tests of several folders share."""

from pathlib import Path

import pytest

from headache_relief.serving.model import ModelFiles

pytest_plugins = ["tests.postgres"]


@pytest.fixture(scope="session")
def trained_model() -> Path:
    """The model that `make test` has trained; no test trains one of its own."""
    return ModelFiles().existing_model()
