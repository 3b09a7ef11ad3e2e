"""The guide for those who run the assistant, and its alerts, name what there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from headache_relief.knowledge.yaml_files import read_yaml
from headache_relief.metrics import channels, instruments, turn
from tests.programs import ROOT

GUIDE = (ROOT / "docs" / "operations.md").read_text()
RULES = read_yaml(ROOT / "deploy" / "prometheus" / "alerts.yml")["groups"][0]["rules"]
FIGURE = re.compile(r"headache_relief_[a-z_]+")
SUFFIXES = ("_total", "_count", "_sum", "_bucket")
PLACEHOLDER = re.compile(r"\b[NXY]\b|\.\.\.|%[\w.]*d|%s")


def figures() -> set[str]:
    """The figures of a page, by their names without what Prometheus appends."""
    assert channels and turn  # they register what the page holds
    families = instruments.registry.collect()
    return {f.name for f in families if f.name.startswith("headache_relief_")}


def plain(name: str) -> str:
    return next((name[: -len(s)] for s in SUFFIXES if name.endswith(s)), name)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule["alert"])
def test_an_alert_asks_for_figures_that_there_are(rule):
    asked = {plain(name) for name in FIGURE.findall(rule["expr"])}
    assert asked <= figures()
    assert asked or "process_" in rule["expr"] or "up{" in rule["expr"]
    assert rule["labels"]["severity"] in ("page", "ticket")


def test_the_guide_explains_every_figure_and_no_other():
    told = {plain(name) for name in FIGURE.findall(GUIDE.replace("headache_relief.metrics", ""))}
    assert told == figures()


def lines_of_the_guide() -> list[str]:
    table = GUIDE.split("| line | means |")[1].split("## What to do")[0]
    cells = [row.split("|")[1] for row in table.splitlines() if row.startswith("| `")]
    return [line for cell in cells for line in re.findall(r"`([^`]+)`", cell)]


@pytest.mark.parametrize("line", lines_of_the_guide())
def test_the_guide_explains_lines_that_are_logged(line):
    parts = [part.strip() for part in PLACEHOLDER.split(line) if len(part.strip()) > 3]
    sources = [path.read_text() for path in Path(ROOT / "headache_relief").rglob("*.py")]
    said = [PLACEHOLDER.sub("", source) for source in sources]
    assert parts
    assert any(all(part in source for part in parts) for source in said), line


def test_everybody_who_is_woken_finds_out_what_to_do():
    for rule in RULES:
        assert rule["annotations"]["summary"].endswith((".", "?"))
