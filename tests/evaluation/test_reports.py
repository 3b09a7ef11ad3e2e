"""Reports, comparisons and floors."""

import json
import re

import pytest

from headache_relief.evaluation.comparing import broken_floors, compared
from headache_relief.evaluation.limits import Limit, LimitsError, read_floors, targets
from headache_relief.evaluation.rendering.markdown import markdown
from headache_relief.evaluation.rendering.page import page
from headache_relief.evaluation.report import Group, group_of
from headache_relief.evaluation.robustness import NoiseRow
from tests.evaluation.judged_messages import KINDS, PARENTS, judged, sign

EMERGENCY = {"tier": "emergency", "flag": "thunderclap"}


def group(*cases) -> Group:
    return group_of("development", cases, targets(), KINDS, PARENTS)


@pytest.fixture
def results() -> Group:
    return group(
        judged(EMERGENCY, sign("emergency"), text="<b>at once</b>"),
        judged(EMERGENCY, text="it burst <script>alert(1)</script>"),
        judged({"intent": "greet"}, intent="thank", confidence=0.95),
    )


def test_a_row_tells_the_share_its_interval_and_whether_the_target_is_met(results):
    row = next(row for row in results.rows if row.measure == "emergency_outright")
    assert row.shown == "1/2 = 50.0%"
    assert row.low < 0.5 < row.high
    assert row.target == "≥ 93%" and not row.met


def test_a_flag_that_was_never_heard_stands_in_the_table(results):
    assert [(f.flag, f.messages, f.caught) for f in results.flags] == [("thunderclap", 2, 1)]


def test_sure_guesses_that_are_wrong_make_a_large_calibration_error(results):
    assert results.calibration_error == pytest.approx(0.95)


def test_the_page_loads_nothing_and_runs_nothing_that_a_message_says(results):
    html = page([results])
    assert "<script" not in html
    assert not re.search(r"""(src|href)=["'](?!#|data:image)""", html)
    assert not re.search(r"url\((?!#)|@import", html)


def test_the_page_shows_every_miss_with_its_explanation(results):
    html = page([results])
    assert "emergency missed" in html and "no sign was heard" in html
    assert html.count("<svg") == 4


def test_markdown_escapes_what_would_break_a_table(results):
    text = markdown([results])
    assert "<script>" not in text and "1/2 = 50.0%" in text


def test_a_report_compared_with_itself_has_not_changed(results):
    same = compared([results], json.loads(json.dumps({"groups": [results.as_dict()]})))
    assert (same.changes, same.mended, same.broken) == ([], [], [])


def test_a_comparison_names_the_messages_that_changed_sides(results):
    before = group(judged(EMERGENCY, text="now heard"), judged(EMERGENCY, sign("emergency")))
    now = group(
        judged(EMERGENCY, sign("emergency"), text="now heard"),
        judged(EMERGENCY, text="words"),
    )
    change = compared([now], {"groups": [before.as_dict()]})
    assert change.mended == ["now heard"]
    assert change.broken == ["emergency missed: words"]


def test_another_file_than_a_report_is_refused(results):
    with pytest.raises(ValueError, match="report.json"):
        compared([results], {"rows": []})


def test_a_broken_floor_is_one_sentence_and_a_held_one_none(results):
    held = {"development": {"emergency_outright": Limit(at_least=0.5)}}
    broken = {"development": {"emergency_outright": Limit(at_least=0.6)}}
    assert list(broken_floors([results], held)) == []
    (sentence,) = broken_floors([results], broken)
    assert "1/2 = 50.0%" in sentence


def test_a_floor_that_nothing_was_measured_for_is_broken(results):
    floors = {"development": {"findings_f1": Limit(at_least=0.1)}}
    assert len(list(broken_floors([results], floors))) == 1


def test_noise_that_costs_more_than_its_floor_allows_is_named():
    typos = NoiseRow("typos", 10, 0.8, 0.9, 0.9, 1.0, 0.9)
    floors = {"noise": {"tier_kept": Limit(at_least=0.85), "drop": Limit(at_most=0.2)}}
    (sentence,) = broken_floors([], floors, [typos])
    assert sentence.startswith("typos: tier_kept")


def test_floors_of_noise_that_was_not_measured_are_broken():
    floors = {"noise": {"tier_kept": Limit(at_least=0.85)}}
    assert len(list(broken_floors([], floors))) == 1


def test_floors_are_read_from_a_file(tmp_path):
    path = tmp_path / "floors.yml"
    path.write_text("development:\n  benign_fire: {at_most: 0.02}\n")
    assert read_floors(path)["development"]["benign_fire"].at_most == 0.02


@pytest.mark.parametrize("content", ["development: {benign_fire: {above: 1}}", "- 1", "a: ["])
def test_floors_that_cannot_be_used_are_named_with_their_file(tmp_path, content):
    path = tmp_path / "floors.yml"
    path.write_text(content)
    with pytest.raises(LimitsError, match="floors.yml"):
        read_floors(path)
