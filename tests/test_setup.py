"""`make setup`: does only what is needed, and says in one sentence what it can't do.

Small stand-ins take the place of uv, Python and the program; the script itself is the real one.
"""

import os
import shutil
import sys
from pathlib import Path

import pytest

from tests.checkout import NO_NETWORK, RIGHT_PYTHON, Checkout

OLDER_PYTHON = '#!/bin/sh\ncase "$*" in *argv*) exit 1;; *) exit 0;; esac\n'
PYTHON_WITHOUT_VENV = '#!/bin/sh\ncase "$*" in *ensurepip*|*argv*) exit 1;; *) exit 0;; esac\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path, "setup")
    made.has("scripts/widget", "#!/bin/sh\necho widget >>widget.calls\n")
    (made.root / "requirements.lock").write_text("one==1\n")
    return made


def test_the_packages_are_installed_once_and_again_when_the_lock_changes(checkout):
    checkout.has_uv()
    checkout.has_environment()
    assert checkout.run("setup").returncode == 0
    assert "pip sync" in checkout.calls("uv")
    assert "--no-deps --no-build-isolation" in checkout.calls("uv")

    (checkout.root / "uv.calls").unlink()
    assert checkout.run("setup").returncode == 0
    assert checkout.calls("uv") == ""

    (checkout.root / "requirements.lock").write_text("one==2\n")
    checkout.run("setup")
    assert "pip sync" in checkout.calls("uv")


def test_the_model_is_looked_after_each_time(checkout):
    checkout.has_uv()
    checkout.has_environment()
    checkout.run("setup")
    checkout.run("setup")
    assert checkout.calls("train") == "train --if-needed --quiet\n" * 2


def test_the_widget_is_looked_after_before_the_model(checkout):
    checkout.has_uv()
    checkout.has_environment(training="cat widget.calls >>train.calls")
    checkout.has("machine/cat", f'#!/bin/sh\nexec {shutil.which("cat")} "$@"\n')
    checkout.run("setup")
    assert checkout.calls("train") == "train --if-needed --quiet\nwidget\n"


def test_a_failed_training_fails_the_setup_with_its_own_sentence(checkout):
    checkout.has_uv()
    checkout.has_environment(training="echo 'Training failed: no examples.' >&2; exit 1")
    assert checkout.refuses("setup") == "Training failed: no examples.\n"


def test_an_unreachable_network_is_named_and_the_next_try_installs(checkout):
    checkout.has_uv(NO_NETWORK)
    checkout.has_environment()
    assert "check the network connection" in checkout.refuses("setup")
    checkout.has_uv()
    assert checkout.run("setup").returncode == 0
    assert "pip sync" in checkout.calls("uv")


def test_packages_that_do_not_install_for_another_reason_point_to_the_log(checkout):
    checkout.has_uv("echo 'Hash mismatch for one' >&2; exit 1")
    checkout.has_environment()
    sentence = checkout.refuses("setup")
    assert "network" not in sentence
    assert ".cache/logs/packages.log" in sentence
    assert "Hash mismatch" in (checkout.root / ".cache/logs/packages.log").read_text()


def test_a_machine_without_python_is_told_to_install_it(checkout):
    assert checkout.refuses("setup").startswith("No Python 3 was found: install Python 3.11")


def test_a_python_without_venv_is_told_what_to_install(checkout):
    checkout.has("machine/python3", PYTHON_WITHOUT_VENV)
    assert "apt install python3-venv" in checkout.refuses("setup")


def test_a_uv_on_the_path_that_does_not_run_is_not_used(checkout):
    checkout.has("machine/python3", PYTHON_WITHOUT_VENV)
    checkout.has("machine/uv", "#!/bin/sh\necho 'uv: command not found' >&2; exit 127\n")
    assert "apt install python3-venv" in checkout.refuses("setup")


def test_a_uv_on_the_path_serves_where_venv_is_missing(checkout):
    checkout.has("machine/python3", PYTHON_WITHOUT_VENV)
    checkout.has_environment()
    checkout.has_uv()
    os.replace(checkout.root / ".tools/bin/uv", checkout.root / "machine/uv")
    assert checkout.run("setup").returncode == 0


def test_only_another_python_and_none_to_fetch_names_the_version_needed(checkout):
    checkout.has("machine/python3", OLDER_PYTHON)
    checkout.has_uv("exit 1")
    assert checkout.refuses("setup").startswith("No Python 3.11 was found or could be fetched")
    assert "venv --clear --python 3.11 .venv" in checkout.calls("uv")


def test_a_python_of_pyenv_is_found(checkout):
    checkout.has("machine/python3", OLDER_PYTHON)
    checkout.has(".pyenv/versions/3.11.7/bin/python", RIGHT_PYTHON)
    checkout.has_uv("exit 1")
    checkout.run("setup")
    assert f"--python {sys.executable} .venv" in checkout.calls("uv")
