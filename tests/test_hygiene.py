"""What is kept in git: nothing of one machine, nothing left over, nothing huge."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LARGEST_BYTES = 1_000_000

UNWANTED = {
    "a path of one machine": r"/work/|/home/\w|/Users/|/root/|[A-Z]:\\Users|\.\./shared",
    "a package registry's address": (
        r"pypi\.org|pythonhosted|npmjs|index-url|find-links|trusted-host|artifactory|/simple\b"
    ),
    "something left over": r"\b(TODO|FIXME|XXX)\b|^(<<<<<<<|>>>>>>>) ",
}


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("unwanted", UNWANTED)
def test_no_tracked_file_holds(unwanted: str) -> None:
    pattern = re.compile(UNWANTED[unwanted], re.MULTILINE)
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in tracked()
        if path != Path(__file__)
        for match in pattern.finditer(path.read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []


def test_no_tracked_file_is_huge() -> None:
    assert [path.name for path in tracked() if path.stat().st_size > LARGEST_BYTES] == []


def test_what_is_made_here_is_not_tracked() -> None:
    made = (".venv", ".tools", ".cache", ".rasa", "results", "__pycache__")
    names = [path.relative_to(ROOT) for path in tracked()]
    assert [str(name) for name in names if set(name.parts) & set(made)] == []
    assert [str(name) for name in names if name.suffix in {".db", ".pyc", ".gz"}] == []
