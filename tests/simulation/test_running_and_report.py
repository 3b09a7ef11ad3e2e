"""A run goes on where it was interrupted; its report counts and shows."""

from __future__ import annotations

import json

import pytest

from headache_relief.cli import simulate as command
from headache_relief.serving.errors import ServingError
from headache_relief.simulation import running
from headache_relief.simulation.report import markdown, page
from headache_relief.simulation.running import results_in
from headache_relief.simulation.summary import summed_up
from tests.simulation.talks import result

BROKEN = result(3, violations=("nothing_is_promised: 'cure' after 'hm'",), transcript="> <hm>")
RESULTS = [
    result(1, suggested=6),
    result(2, suggested=9, highest="emergency"),
    BROKEN,
    result(4, trouble="danger", harmless=False, heard="emergency"),
    result(5, trouble="danger", harmless=False, heard="none", asked_back=True),
    result(6, trouble="despair", harmless=False, heard="none"),
]


def lines(*results) -> str:
    return "".join(json.dumps(entry.as_dict()) + "\n" for entry in results)


def test_results_are_read_back_as_they_were(tmp_path):
    file = tmp_path / "results.jsonl"
    file.write_text(lines(*RESULTS))
    assert results_in(file) == RESULTS


def test_a_last_line_that_was_cut_off_is_left_out(tmp_path):
    file = tmp_path / "results.jsonl"
    file.write_text(lines(*RESULTS)[:-30])
    assert results_in(file) == RESULTS[:-1]


def test_results_of_another_version_are_not_mixed_in(tmp_path):
    file = tmp_path / "results.jsonl"
    file.write_text('{"seed": 1, "violations": []}\n')
    with pytest.raises(ServingError, match="--anew"):
        results_in(file)


@pytest.fixture
def asked_for(monkeypatch):
    """The seeds that a run was asked for; it returns a quiet result for each."""
    seeds = []

    def run(wanted, workers, file):
        seeds.append(list(wanted))
        return iter([result(seed) for seed in wanted])

    monkeypatch.setattr(running, "run", run)
    return seeds


def test_a_run_goes_on_where_it_was_interrupted(tmp_path, asked_for):
    (tmp_path / "results.jsonl").write_text(lines(result(0), result(2))[:-30])
    command.simulate(conversations=4, workers=1, output=tmp_path)
    assert asked_for == [[1, 2, 3]]
    assert "4 conversations" in (tmp_path / "report.md").read_text()


def test_a_run_may_begin_anew(tmp_path, asked_for):
    (tmp_path / "results.jsonl").write_text(lines(result(0), result(1)))
    command.simulate(conversations=2, workers=1, output=tmp_path, anew=True)
    assert asked_for == [[0, 1]]


def test_what_follows_a_cut_line_can_be_read(tmp_path):
    file = tmp_path / "results.jsonl"
    file.write_text(lines(result(0), result(1))[:-30])
    assert list(running.run([], 0, file)) == []
    with file.open("a") as kept:
        kept.write(lines(result(2)))
    assert [entry.seed for entry in results_in(file)] == [0, 2]


def test_the_summary_counts_what_it_says():
    summary = summed_up(RESULTS)
    assert summary.broken == (BROKEN,)
    assert summary.rules == (("nothing_is_promised", "1"),)
    assert [row[:2] for row in summary.shares] == [
        ("harmless people who lost the massage", "1/3 = 33.3%"),
        ("danger told: massage off at once", "1/2 = 50.0%"),
        ("danger told: massage off, or asked back", "2/2 = 100.0%"),
        ("despair told: the crisis answer, or asked back", "0/1 = 0.0%"),
    ]
    assert summary.to_suggestion["person"]["tense"] == [6, 9, 6, 6, 6, 6]


def test_the_page_needs_nothing_else_and_shows_what_was_broken():
    shown = page(summed_up(RESULTS))
    assert "<svg" in shown
    assert "src=" not in shown and "@import" not in shown
    assert "&lt;hm&gt;" in shown, "what people said is no markup"
    assert "nothing_is_promised" in markdown(summed_up(RESULTS))


def test_a_run_without_any_suggestion_has_a_report_too():
    assert "<svg" not in page(summed_up([result(1, suggested=None)]))
