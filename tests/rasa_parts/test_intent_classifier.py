"""The intent classifier comes back from its file as it was trained."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from scipy.sparse import csr_matrix

from headache_relief.rasa_parts.intent_classifier import LinearIntentClassifier

CONTEXT = ExecutionContext(GraphSchema({}), node_name="classifier")
FEATURES = csr_matrix([[1, 0, 0], [1, 1, 0], [0, 1, 1], [0, 0, 1], [1, 0, 1], [0, 1, 0]])
INTENTS = ["greet", "greet", "deny", "deny", "describe_headache", "describe_headache"]


@pytest.fixture
def storage(tmp_path: Path) -> LocalModelStorage:
    return LocalModelStorage(tmp_path)


def classifier(storage: LocalModelStorage, **config: Any) -> LinearIntentClassifier:
    settings = {**LinearIntentClassifier.get_default_config(), **config}
    return LinearIntentClassifier.create(settings, storage, Resource("intents"), CONTEXT)


def test_a_loaded_classifier_decides_as_the_trained_one(storage: LocalModelStorage) -> None:
    trained = classifier(storage)
    trained.clf.fit(FEATURES, INTENTS)
    trained.persist()
    loaded = LinearIntentClassifier.load(trained.config, storage, Resource("intents"), CONTEXT)
    assert np.array_equal(loaded.clf.predict_proba(FEATURES), trained.clf.predict_proba(FEATURES))
    assert list(loaded.clf.classes_) == ["deny", "describe_headache", "greet"]
    assert {type(name) for name in loaded.clf.classes_} == {str}


def test_the_inverse_of_regularisation_is_taken_from_the_configuration(
    storage: LocalModelStorage,
) -> None:
    cautious, bold = classifier(storage, C=0.01), classifier(storage, C=100)
    for each in (cautious, bold):
        each.clf.fit(FEATURES, INTENTS)
    surest = [each.clf.predict_proba(FEATURES).max() for each in (cautious, bold)]
    assert surest[0] < 0.5 < 0.9 < surest[1]


def test_a_classifier_that_was_never_trained_is_not_loaded(storage: LocalModelStorage) -> None:
    with pytest.raises(ValueError, match="does not exist"):
        LinearIntentClassifier.load({}, storage, Resource("intents"), CONTEXT)


def test_nothing_slow_is_imported_to_load_it() -> None:
    program = (
        "import sys, headache_relief.rasa_parts.intent_classifier; print('skops' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"
