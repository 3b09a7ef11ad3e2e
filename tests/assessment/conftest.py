import pytest

from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge
from tests.assessment.core_talk import CoreTalk


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    return load_knowledge()


@pytest.fixture
def talk(knowledge: Knowledge) -> CoreTalk:
    """A conversation that begins, with consent given."""
    return CoreTalk(knowledge)
