"""No file of the program's own ever stands in the place of standard output or error."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.programs import ROOT

OPENS_A_FILE = """
import os, sys
from headache_relief.cli.standard_files import keep_standard_files
for number in map(int, sys.argv[2:]):
    os.close(number)
keep_standard_files()
with open(sys.argv[1], "w") as file:
    file.write(str(file.fileno()))
    file.flush()
    for number in (1, 2):
        os.write(number, b"a line of the log")
"""


@pytest.mark.parametrize("closed", [[], [0], [1], [2], [1, 2], [0, 1, 2]])
def test_a_file_that_is_opened_gets_no_line(tmp_path: Path, closed: list[int]) -> None:
    opened = tmp_path / "talks.db"
    numbers = [str(number) for number in closed]
    subprocess.run(
        [sys.executable, "-c", OPENS_A_FILE, str(opened), *numbers],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    assert int(opened.read_text()) > 2
