"""What the tests of the simulated people share."""

import pytest

from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()
