"""A checkout in a folder of its own, on a machine of which the test decides what it has.

Small stand-ins take the place of programs; the scripts themselves are the real ones.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHELL_TOOLS = ("sh", "dirname", "mkdir", "cut", "cmp", "grep", "cp", "rm", "find")
RIGHT_PYTHON = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'
NO_NETWORK = "echo 'error sending request for url: dns error' >&2; exit 2"


class Checkout:
    """The scripts that a test names, and nothing else."""

    def __init__(self, root: Path, *scripts: str) -> None:
        self.root = root
        (root / "scripts").mkdir()
        for script in (*scripts, "steps.sh"):
            shutil.copy(ROOT / "scripts" / script, root / "scripts")
        for tool in SHELL_TOOLS:
            self.has(f"machine/{tool}", f'#!/bin/sh\nexec {shutil.which(tool)} "$@"\n')
        self.has("machine/sleep", f"#!/bin/sh\nexec {shutil.which('sleep')} 0.02\n")

    def has(self, name: str, script: str) -> None:
        """Puts a program into the checkout.

        Never a link to the machine's own program: a later write would go through it.
        """
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(script)
        path.chmod(0o755)

    def has_uv(self, does: str = ":") -> None:
        """A uv that writes down what it is asked for, and then does something."""
        self.has(
            ".tools/bin/uv",
            '#!/bin/sh\n[ "$1" = --version ] && { echo uv 0.13.9; exit; }\n'
            f'echo "$*" >>"{self.root}/uv.calls"\n{does}\n',
        )

    def has_environment(self, training: str = ":") -> None:
        """The Python environment with the program, whose training does something."""
        self.has(".venv/bin/python", RIGHT_PYTHON)
        self.has(".venv/bin/headache-relief", f'#!/bin/sh\necho "$*" >>train.calls\n{training}\n')

    def run(
        self, script: str, *arguments: str, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs a script, with only the programs that the checkout has."""
        return subprocess.run(
            ["/bin/sh", f"scripts/{script}", *arguments],
            cwd=self.root,
            env={"PATH": str(self.root / "machine"), "HOME": str(self.root), **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def refuses(self, script: str, *arguments: str, **environment: str) -> str:
        """The one sentence that the script ends with."""
        ended = self.run(script, *arguments, **environment)
        assert ended.returncode == 1, ended
        assert ended.stderr.count("\n") == 1, ended.stderr
        return ended.stderr

    def calls(self, of: str) -> str:
        """What a program wrote down of how it was called."""
        path = self.root / f"{of}.calls"
        return path.read_text() if path.exists() else ""
