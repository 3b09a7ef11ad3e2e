"""The figures by the names of the targets."""

from headache_relief.evaluation.limits import targets
from headache_relief.evaluation.measures import figures
from tests.evaluation.judged_messages import KINDS, PARENTS, finding, judged, sign


def by_name(*cases) -> dict:
    return {figure.measure: figure for figure in figures(cases, KINDS, PARENTS)}


def test_every_target_can_be_measured():
    told = by_name(
        judged({"tier": "emergency", "flag": "suicidal_active"}),
        judged({"why": "benign: tired"}),
        judged({"why": "idiom"}),
        judged({"intent": "ask_out_of_scope"}),
        judged({"intent": "greet"}),
        judged({"findings": [{"concept": "nausea"}]}, findings=(finding("nausea"),)),
        judged({"findings": [{"concept": "nausea"}]}, file="context"),
    )
    assert set(told) == set(targets())


def test_emergencies_are_counted_outright_and_with_those_asked_back():
    told = by_name(
        judged({"tier": "emergency"}, sign("emergency")),
        judged({"tier": "emergency"}, sign("emergency", ask_back=True)),
        judged({"tier": "emergency"}, sign("same_day")),
    )
    assert told["emergency_outright"].share.hits == 1
    assert told["emergency_raised_or_asked"].share.hits == 2
    assert told["never_self_care"].share.hits == 3


def test_a_crisis_needs_its_own_answer():
    active = {"tier": "emergency", "flag": "suicidal_active"}
    told = by_name(
        judged(active, sign("emergency", flag="suicidal_active")), judged(active, sign("emergency"))
    )
    assert told["crisis_answered"].share.hits == 1


def test_what_is_declined_in_scope_leaves_out_messages_at_the_edge():
    told = by_name(
        judged({"intent": "greet"}, intent="nlu_fallback"),
        judged({"intent": "report_other_health"}, intent="ask_out_of_scope"),
        judged({"intent": "ask_out_of_scope"}, intent="ask_out_of_scope"),
    )
    assert (told["in_scope_declined"].share.hits, told["in_scope_declined"].share.of) == (1, 1)
    assert told["out_of_scope_declined"].value == 1.0
