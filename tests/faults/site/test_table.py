"""The report tells of every target whether it was met, and never says so without a measurement."""

from __future__ import annotations

from tests.faults.site.row import Row
from tests.faults.site.table import Table
from tests.faults.site.targets import KILLED, Crash, Measures, Target, targets


def of(name: str, rows: list[Row], measures: Measures | None = None) -> Target:
    return next(each for each in targets(rows, measures or Measures()) if each.name == name)


def test_nothing_measured_is_neither_met_nor_missed():
    assert {each.verdict for each in targets([], Measures())} == {""}


def test_a_lost_message_misses_the_target_however_few_the_kills():
    rows = [Row(KILLED, "web", 5, 0, 1, 0)]
    assert of("loss", rows, Measures(kills=3)).verdict == "missed"


def test_no_loss_counts_only_over_enough_kills():
    rows = [Row(KILLED, "web", 5, 0, 0, 0)]
    assert of("loss", rows, Measures(kills=999)).verdict == "too few kills to tell"
    assert of("loss", rows, Measures(kills=1000)).verdict == "met"


def test_one_silent_turn_or_unanswered_emergency_misses_its_target():
    rows = [
        Row("a", "web", 2, 0, 0, 0, 1, 1, timed=True),
        Row("b", "slack", 2, 1, 0, 0, 1, 0, timed=True),
    ]
    assert of("silence", rows).verdict == of("emergency", rows).verdict == "missed"
    assert of("silence", rows[:1]).verdict == of("emergency", rows[:1]).verdict == "met"


def test_the_longest_recovery_counts():
    measures = Measures(database_back=[0.4, 5.1], stuck_locks=[1.9], crashes=[Crash(9, 9.5)])
    assert of("recovery: database back", [], measures).verdict == "missed"
    assert of("recovery: stuck lock", [], measures).verdict == "met"
    assert of("recovery: crash", [], measures).verdict == "met"


def test_a_message_that_was_never_answered_is_silence_also_where_nobody_looked_at_the_clock():
    rows = [Row("a", "web", 2, 0, 0, 0, timed=True), Row("b", "web", 2, 1, 0, 0)]
    assert of("silence", rows).verdict == "missed"
    assert of("silence", rows[1:]).verdict == ""


def test_each_crash_is_compared_with_the_start_beside_it():
    measures = Measures(crashes=[Crash(17, 24), Crash(13, 12)])
    assert of("recovery: crash", [], measures).verdict == "missed"


def test_the_report_shows_rows_notes_and_targets():
    table = Table([Row("a fault", "web", 1, 0, 0, 0, recovery=0.25)], ["a note"])
    for report in (table.as_text(), table.as_markdown()):
        assert all(each in report for each in ("a fault", "0.2", "a note", "stuck lock"))
