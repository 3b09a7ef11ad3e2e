"""Training: only when needed, with its steps told, and one sentence when it fails.

A small `rasa` package in the checkout stands in for Rasa's training.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from headache_relief.knowledge.yaml_files import KnowledgeError
from headache_relief.serving.errors import ServingError
from headache_relief.serving.model import Freshness, ModelFiles
from headache_relief.serving.training import ensure_model, last_fault

TRAINS = """
import pathlib, sys
words = sys.argv
output = pathlib.Path(words[words.index("--out") + 1])
output.mkdir(parents=True, exist_ok=True)
print("INFO  rasa.engine  - Starting to train component 'CaseReader'.")
print("INFO  rasa.engine  - Starting to train component 'RulePolicy'.", flush=True)
(output / (words[words.index("--fixed-model-name") + 1] + ".tar.gz")).write_text("trained")
"""
REFUSES = """
print("INFO  rasa.engine  - Starting to train component 'CaseReader'.")
print("\\x1b[91mInvalidDomain: the slot 'tier' has no type.\\x1b[0m")
raise SystemExit(1)
"""
PRINTS_NOTHING = "raise SystemExit(0)"


@pytest.fixture
def files(tmp_path: Path) -> ModelFiles:
    for name in ("config.yml", "domain.yml", "data/nlu/pain.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("one: 1\n")
    rasa_does(tmp_path, TRAINS)
    return ModelFiles(tmp_path)


def rasa_does(root: Path, code: str) -> None:
    (root / "rasa").mkdir(exist_ok=True)
    (root / "rasa" / "__init__.py").touch()
    (root / "rasa" / "__main__.py").write_text(code)


def test_a_missing_model_is_trained_and_its_steps_are_told(files):
    steps: list[str] = []
    assert ensure_model(files, steps.append)
    assert steps == ["reading the sources", "CaseReader", "RulePolicy"]
    assert files.model.read_text() == "trained"
    assert files.freshness() is Freshness.fresh


def test_a_fresh_model_is_not_trained_again(files):
    ensure_model(files, print)
    rasa_does(files.root, REFUSES)
    assert not ensure_model(files, print)


def test_a_fresh_model_is_trained_again_when_asked_for(files):
    ensure_model(files, print)
    assert ensure_model(files, print, always=True)


def test_a_stale_model_is_trained_again(files):
    ensure_model(files, print)
    (files.root / "domain.yml").write_text("one: 2\n")
    assert ensure_model(files, print)


def test_a_failed_training_says_why_and_keeps_the_model_that_was_there(files):
    ensure_model(files, print)
    (files.root / "domain.yml").write_text("one: 2\n")
    rasa_does(files.root, REFUSES)
    with pytest.raises(ServingError) as raised:
        ensure_model(files, print)
    assert str(raised.value) == (
        "Training failed: InvalidDomain: the slot 'tier' has no type "
        "(the whole log is in .cache/logs/train.log)."
    )
    assert files.model.read_text() == "trained"
    assert files.freshness() is Freshness.stale


def test_a_training_that_leaves_no_model_counts_as_failed(files):
    rasa_does(files.root, PRINTS_NOTHING)
    with pytest.raises(ServingError, match="printed nothing"):
        ensure_model(files, print)


def test_broken_yaml_is_named_with_its_line_before_training_starts(files):
    rasa_does(files.root, REFUSES)
    (files.root / "data/nlu/pain.yml").write_text("nlu:\n  - intent: 'pain\n")
    with pytest.raises(KnowledgeError, match=r"^pain\.yml, line \d+: .*Mend the YAML there\.$"):
        ensure_model(files, print)


def test_a_missing_domain_is_named(files):
    (files.root / "domain.yml").unlink()
    with pytest.raises(KnowledgeError, match=r"domain\.yml is missing"):
        ensure_model(files, print)


def test_two_trainings_at_once_train_once(files):
    code = (
        "from pathlib import Path\n"
        "from headache_relief.serving.model import ModelFiles\n"
        "from headache_relief.serving.training import ensure_model\n"
        f"print(ensure_model(ModelFiles(Path({str(files.root)!r})), lambda step: None))\n"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    assert sorted(process.communicate(timeout=60)[0].strip() for process in both) == [
        "False",
        "True",
    ]


@pytest.mark.parametrize(
    ("log", "fault"),
    [
        ("", "it printed nothing"),
        ("one\ntwo\n", "two"),
        ("YamlException: line 3 is broken.\nsee the documentation\n", "YamlException: line 3"),
        (
            "2026-01-01 10:00:00 ERROR    rasa.validator  - The intent 'x' is not known\n"
            "Project validation completed with errors.\n",
            "The intent 'x' is not known",
        ),
        ("Traceback (most recent call last):\n  File\nKeyError: 'tier'\n", "KeyError: 'tier'"),
    ],
)
def test_the_useful_line_of_a_log_is_found(tmp_path, log, fault):
    path = tmp_path / "train.log"
    path.write_text(log)
    assert fault in last_fault(path)
