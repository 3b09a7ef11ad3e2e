"""TensorFlow is not read until something of it is used."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def run_apart(program: str) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", program], capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_the_agent_and_its_policies_load_without_tensorflow() -> None:
    program = """
import sys
import headache_relief
import rasa.core.agent, rasa.core.policies.rule_policy, rasa.core.policies.memoization
import rasa.nlu.classifiers.logistic_regression_classifier
import rasa.utils.train_utils
print("tensorflow" in sys.modules)
"""
    assert run_apart(program) == "False"


def test_a_late_module_is_the_whole_module_once_it_is_used() -> None:
    program = """
import sys
import headache_relief
from headache_relief.late_imports import import_late
import_late("colorsys")
import colorsys
early = "rgb_to_hsv" in vars(colorsys)
print(early, colorsys.rgb_to_hsv(0, 0, 0), type(colorsys).__name__, hasattr(colorsys, "nothing"))
"""
    assert run_apart(program) == "False (0.0, 0.0, 0) module False"


def test_a_late_module_that_fails_to_load_fails_each_time_it_is_used(
    tmp_path: Path,
) -> None:
    (tmp_path / "broken_late.py").write_text("raise ValueError('broken')")
    program = f"""
import sys
sys.path.insert(0, {str(tmp_path)!r})
from headache_relief.late_imports import import_late
import_late("broken_late")
import broken_late
for _ in range(2):
    try:
        broken_late.anything
    except ValueError as error:
        print(error)
"""
    assert run_apart(program) == "broken\nbroken"
