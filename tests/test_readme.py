"""Everything that the README tells people to type works, and every path it names exists."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Callable, Iterator

import pytest

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text()

COMMAND = re.compile(r"(make|rasa|headache-relief|\.venv/bin/\S+)( .*)?")
PLACE = re.compile(r"[\w.-]+(/[\w.-]*)+|[\w-]+\.(yml|md|toml|lock)")
SECONDS = 300

Check = Callable[[str], None]


def fences(language: str) -> list[str]:
    """The contents of the README's fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.DOTALL | re.MULTILINE)


def spans() -> list[str]:
    """What stands between single back quotes outside the fenced blocks."""
    prose = re.sub(r"^```.*?^```", "", README, flags=re.DOTALL | re.MULTILINE)
    return [re.sub(r"\s+", " ", span) for span in re.findall(r"`([^`]+)`", prose)]


def commands() -> list[str]:
    """Every command that the README names, once."""
    lines = [line.split("  #")[0].strip() for block in fences("sh") for line in block.splitlines()]
    named = [span for span in spans() if COMMAND.fullmatch(span)]
    return list(dict.fromkeys(line for line in [*lines, *named] if line))


def shell(command: str) -> str:
    """What a command prints, run as a person would; fails when it does."""
    ended = subprocess.run(
        command, shell=True, cwd=ROOT, capture_output=True, text=True, timeout=SECONDS
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def runs(expected: str) -> Check:
    """The command runs to its end and prints `expected`."""

    def check(command: str) -> None:
        installed = re.sub(r"^headache-relief", ".venv/bin/headache-relief", command)
        assert expected in shell(installed)

    return check


def target(program: str) -> Check:
    """The make target exists and starts the program, which has all the options handed to it."""

    def check(command: str) -> None:
        dry_run = command.replace("make", "make --dry-run --no-print-directory", 1)
        recipe = shell(dry_run).splitlines()
        assert recipe[-1].startswith(program), recipe
        assert "usage" in shell(f"{recipe[-1].strip()} --help").lower()

    return check


def runs_all(*programs: str) -> Check:
    """The make target exists and starts each of the programs, in this order."""

    def check(command: str) -> None:
        dry_run = command.replace("make", "make --dry-run --no-print-directory", 1)
        lines = [line.strip() for line in shell(dry_run).splitlines()]
        assert [line for line in lines if line in programs] == list(programs)

    return check


def helps(command: str) -> None:
    """The command exists; it takes too long to be run here."""
    program = re.sub(r"^headache-relief", ".venv/bin/headache-relief", command)
    assert "usage" in shell(f"{program} --help").lower()


def covered_by(test: str) -> Check:
    """The command is run by a test of that name elsewhere."""

    def check(command: str) -> None:
        file, name = test.split("::")
        assert f"def {name}(" in (ROOT / file).read_text()

    return check


RASA = "tests/rasa_commands/test_rasa_commands.py::test_"
WIDGET_TESTS = "sh scripts/widget --test"
BROWSER_TESTS = "sh scripts/widget --test-browser"
ANSWERS_OVER_REST = covered_by(f"{RASA}rasa_run_with_rasa_run_actions_answers_over_rest")

CHECKS: dict[str, Check] = {
    "make run": target(".venv/bin/headache-relief serve"),
    "make chat": target(".venv/bin/headache-relief chat"),
    "make test": runs_all(".venv/bin/pytest", WIDGET_TESTS, BROWSER_TESTS),
    "make test-widget": runs_all(WIDGET_TESTS),
    "make test-browser": runs_all(BROWSER_TESTS),
    "make test-faults": target(".venv/bin/pytest tests/faults"),
    "make load": target(".venv/bin/headache-relief load"),
    "make fuzz": target("HEADACHE_RELIEF_FUZZ_INPUTS=10000 .venv/bin/pytest tests/fuzz"),
    "make setup": covered_by(
        "tests/test_setup.py::test_the_packages_are_installed_once_and_again_when_the_lock_changes"
    ),
    "headache-relief knowledge check": runs("fit together"),
    "headache-relief evaluate tests/data/development/redflag_phrases.jsonl": runs(
        "emergency caught"
    ),
    "make simulate": target(".venv/bin/headache-relief simulate"),
    "headache-relief bench": helps,
    'echo "no fever, just a dull ache" | headache-relief understand': runs('"fever"'),
    r"printf 'my head hurts\nNone of these\n' | headache-relief converse": runs('"asked"'),
    "rasa train": covered_by(f"{RASA}rasa_trains_a_model"),
    "rasa data validate": covered_by(f"{RASA}the_data_are_valid_and_free_of_conflicts"),
    "rasa test nlu": covered_by(f"{RASA}intents_of_messages_never_trained_on_are_mostly_right"),
    "rasa test nlu --nlu tests/nlu/test_data.yml": covered_by(
        f"{RASA}intents_of_messages_never_trained_on_are_mostly_right"
    ),
    "rasa test core --stories tests/test_stories.yml": covered_by(
        f"{RASA}all_test_stories_go_as_written"
    ),
    "rasa run": ANSWERS_OVER_REST,
    "rasa run actions": ANSWERS_OVER_REST,
}
SLOW = {"headache-relief evaluate tests/data/development/redflag_phrases.jsonl"}


def plain(command: str) -> str:
    """The command without the folder of its program."""
    return command.replace(".venv/bin/", "")


def parameters() -> Iterator[object]:
    for command in commands():
        marks = [pytest.mark.slow] if plain(command) in SLOW else []
        yield pytest.param(command, marks=marks)


@pytest.mark.timeout(SECONDS)
@pytest.mark.parametrize("command", parameters())
def test_a_command_of_the_readme_works(command: str, trained_model: Path) -> None:
    assert plain(command) in CHECKS, f"add a check for `{command}` to this file"
    CHECKS[plain(command)](command)


def test_the_readme_begins_with_how_to_run_it() -> None:
    assert commands()[:2] == ["make run", "make test"]


def places() -> Iterator[str]:
    """The paths of "Where things live"; what is indented lies in the folder above it."""
    section = README.split("## Where things live")[1]
    folder = ""
    for line in section.split("```")[1].strip().splitlines():
        indented = line.startswith(" ")
        names = re.split(r",? ", re.split(r" {2,}", line.strip())[0])
        if not indented:
            folder = names[0]
        for name in names:
            inside = folder if indented else f"{Path(names[0]).parent}/"
            yield name if name == folder else f"{inside}{name}"


@pytest.mark.parametrize("place", places())
def test_a_place_where_things_live_exists(place: str) -> None:
    assert (ROOT / place).exists()


def test_every_file_and_folder_named_in_the_text_exists() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)", README) if "://" not in link]
    named = [span for span in spans() if PLACE.fullmatch(span) and "://" not in span]
    assert len(named) > 3
    assert [name for name in [*links, *named] if not (ROOT / name).exists()] == []
