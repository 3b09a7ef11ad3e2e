"""The direction of imports, as the contracts in pyproject.toml state it."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CODE = ("headache_relief", "actions")


def lint_imports(folder: Path) -> subprocess.CompletedProcess:
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=60
    )


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the code whose imports a test may spoil."""
    for name in CODE:
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_goes_the_agreed_way():
    checked = lint_imports(ROOT)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("headache_relief/assessment/facts.py", "import rasa.shared"),
        ("headache_relief/assessment/facts.py", "import sqlalchemy"),
        ("headache_relief/assessment/facts.py", "import headache_relief.language.reader"),
        ("headache_relief/language/understanding.py", "import rasa.shared"),
        ("headache_relief/knowledge/base.py", "import headache_relief.assessment.facts"),
        ("headache_relief/rasa_parts/case_slot.py", "import headache_relief.serving.model"),
    ],
)
def test_an_import_that_goes_the_wrong_way_is_found(checkout, module, forbidden):
    path = checkout / module
    path.write_text(path.read_text() + f"\n{forbidden}\n")
    checked = lint_imports(checkout)
    assert checked.returncode == 1
    assert "BROKEN" in checked.stdout
