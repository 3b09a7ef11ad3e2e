"""`make setup`: does only what is needed, and says in one sentence what it can't do.

Small stand-ins take the place of uv, Python and the program; the script itself is the real one.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHELL_TOOLS = ("sh", "dirname", "mkdir", "cut", "cmp", "grep", "cp", "rm")

PYTHON_310 = f'#!/bin/sh\nexec "{sys.executable}" "$@"\n'
OLDER_PYTHON = '#!/bin/sh\ncase "$*" in *argv*) exit 1;; *) exit 0;; esac\n'
PYTHON_WITHOUT_VENV = '#!/bin/sh\ncase "$*" in *ensurepip*|*argv*) exit 1;; *) exit 0;; esac\n'
NO_NETWORK = "echo 'error sending request for url: dns error' >&2; exit 2"


class Checkout:
    """A checkout on a machine of which the test decides what it has."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "scripts").mkdir()
        for script in ("setup", "steps.sh"):
            shutil.copy(ROOT / "scripts" / script, root / "scripts")
        self.has("scripts/widget", "#!/bin/sh\n")
        (root / "requirements.lock").write_text("one==1\n")
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
        self.has(
            ".tools/bin/uv",
            '#!/bin/sh\n[ "$1" = --version ] && { echo uv 0.13.9; exit; }\n'
            f'echo "$*" >>"{self.root}/uv.calls"\n{does}\n',
        )

    def has_environment(self, training: str = ":") -> None:
        self.has(".venv/bin/python", PYTHON_310)
        self.has(".venv/bin/headache-relief", f'#!/bin/sh\necho "$*" >>train.calls\n{training}\n')

    def set_up(self) -> subprocess.CompletedProcess:
        return subprocess.run(
            ["/bin/sh", "scripts/setup"],
            cwd=self.root,
            env={"PATH": str(self.root / "machine"), "HOME": str(self.root)},
            capture_output=True,
            text=True,
            timeout=60,
        )

    def calls(self, of: str) -> str:
        path = self.root / f"{of}.calls"
        return path.read_text() if path.exists() else ""


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def refused(checkout: Checkout) -> str:
    """The one sentence that the script ends with."""
    ended = checkout.set_up()
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    return ended.stderr


def test_the_packages_are_installed_once_and_again_when_the_lock_changes(checkout):
    checkout.has_uv()
    checkout.has_environment()
    assert checkout.set_up().returncode == 0
    assert "pip sync" in checkout.calls("uv")
    assert "--no-deps --no-build-isolation" in checkout.calls("uv")

    (checkout.root / "uv.calls").unlink()
    assert checkout.set_up().returncode == 0
    assert checkout.calls("uv") == ""

    (checkout.root / "requirements.lock").write_text("one==2\n")
    checkout.set_up()
    assert "pip sync" in checkout.calls("uv")


def test_the_model_is_looked_after_each_time(checkout):
    checkout.has_uv()
    checkout.has_environment()
    checkout.set_up()
    checkout.set_up()
    assert checkout.calls("train") == "train --if-needed --quiet\n" * 2


def test_a_failed_training_fails_the_setup_with_its_own_sentence(checkout):
    checkout.has_uv()
    checkout.has_environment(training="echo 'Training failed: no examples.' >&2; exit 1")
    assert refused(checkout) == "Training failed: no examples.\n"


def test_an_unreachable_network_is_named_and_the_next_try_installs(checkout):
    checkout.has_uv(NO_NETWORK)
    checkout.has_environment()
    assert "check the network connection" in refused(checkout)
    checkout.has_uv()
    assert checkout.set_up().returncode == 0
    assert "pip sync" in checkout.calls("uv")


def test_packages_that_do_not_install_for_another_reason_point_to_the_log(checkout):
    checkout.has_uv("echo 'Hash mismatch for one' >&2; exit 1")
    checkout.has_environment()
    sentence = refused(checkout)
    assert "network" not in sentence
    assert ".cache/logs/packages.log" in sentence
    assert "Hash mismatch" in (checkout.root / ".cache/logs/packages.log").read_text()


def test_a_machine_without_python_is_told_to_install_it(checkout):
    assert refused(checkout).startswith("No Python 3 was found: install Python 3.10")


def test_a_python_without_venv_is_told_what_to_install(checkout):
    checkout.has("machine/python3", PYTHON_WITHOUT_VENV)
    assert "apt install python3-venv" in refused(checkout)


def test_a_uv_on_the_path_that_does_not_run_is_not_used(checkout):
    checkout.has("machine/python3", PYTHON_WITHOUT_VENV)
    checkout.has("machine/uv", "#!/bin/sh\necho 'uv: command not found' >&2; exit 127\n")
    assert "apt install python3-venv" in refused(checkout)


def test_a_uv_on_the_path_serves_where_venv_is_missing(checkout):
    checkout.has("machine/python3", PYTHON_WITHOUT_VENV)
    checkout.has_environment()
    checkout.has_uv()
    os.replace(checkout.root / ".tools/bin/uv", checkout.root / "machine/uv")
    assert checkout.set_up().returncode == 0


def test_only_another_python_and_none_to_fetch_names_the_version_needed(checkout):
    checkout.has("machine/python3", OLDER_PYTHON)
    checkout.has_uv("exit 1")
    assert refused(checkout).startswith("No Python 3.10 was found or could be fetched")
    assert "venv --clear --python 3.10 .venv" in checkout.calls("uv")


def test_a_python_of_pyenv_is_found(checkout):
    checkout.has("machine/python3", OLDER_PYTHON)
    checkout.has(".pyenv/versions/3.10.13/bin/python", PYTHON_310)
    checkout.has_uv("exit 1")
    checkout.set_up()
    assert f"--python {sys.executable} .venv" in checkout.calls("uv")
