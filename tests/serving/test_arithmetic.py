"""Whoever answers messages calculates in one thread."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from headache_relief.serving.arithmetic import THREADS
from tests.programs import ROOT

# Ends where the server would read its model, with NumPy imported as the server does.
COMMAND = """
import headache_relief.cli.program
from headache_relief.cli import serve
from headache_relief.serving import model
class Enough(Exception): pass
def enough(self): raise Enough
model.ModelFiles.existing_model = enough
try:
    serve.serve(port=5701)
except Enough:
    import numpy, threadpoolctl
    print(max(each["num_threads"] for each in threadpoolctl.threadpool_info()))
"""


@pytest.mark.parametrize(("set_already", "threads"), [(None, "1"), ("2", "2")])
def test_the_server_calculates_in_one_thread_unless_its_owner_says_otherwise(
    set_already: str | None, threads: str
) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in THREADS}
    if set_already:
        environment |= dict.fromkeys(THREADS, set_already)
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", COMMAND],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert told.stdout.strip() == threads
