"""The emergency numbers against the phonenumbers library."""

from __future__ import annotations

import phonenumbers
import pytest

from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge

COUNTRIES = sorted(load_knowledge().emergency_numbers)
# Where the library does not list our number, and why we keep it until someone checks it by hand.
LIBRARY_DISAGREES = {
    "ET": "907 is given for the Red Cross ambulance; the library lists 91, 92, 93 and 97",
    "GH": "112 is given as the national number; the library lists 191 to 193 and 999",
    "LK": "1990 is given for the Suwa Seriya ambulance; the library lists three-digit numbers",
    "MA": "150 is given for ambulance and fire; the library lists 15, 19 and 177",
    "NG": "112 is given as the national number; the library lists 199",
    "PE": "106 is given for the SAMU ambulance; the library lists 105, 116 and 117",
    "RS": "194 is given for the ambulance; the library lists 92 to 94 and 112",
    "TT": "811 is given for the ambulance; the library lists 990 and 999",
}


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_number_is_an_emergency_number_there(country: str, knowledge: Knowledge) -> None:
    number = knowledge.emergency_numbers[country].call
    known = phonenumbers.is_emergency_number(number, country)
    assert known is (country not in LIBRARY_DISAGREES)


def test_the_exceptions_are_the_eight_that_need_checking_by_hand() -> None:
    assert len(LIBRARY_DISAGREES) == 8


@pytest.mark.parametrize(
    ("country", "number"),
    [("GB", "999"), ("US", "911"), ("IN", "112"), ("AU", "000"), ("DE", "112"), ("JP", "119")],
)
def test_the_ambulance_number_is_given_not_the_police(
    country: str, number: str, knowledge: Knowledge
) -> None:
    assert knowledge.emergency_numbers[country].call == number


def test_every_country_code_is_known_to_the_library() -> None:
    assert set(COUNTRIES) <= set(phonenumbers.SUPPORTED_SHORT_REGIONS)


def test_no_number_claims_to_be_checked(knowledge: Knowledge) -> None:
    assert {e.certainty.value for e in knowledge.emergency_numbers.values()} == {"from_memory"}


@pytest.mark.parametrize(
    ("country", "line"), [("GB", "116 123"), ("US", "988"), ("AU", "13 11 14")]
)
def test_crisis_lines_are_given_where_they_are_known(
    country: str, line: str, knowledge: Knowledge
) -> None:
    assert any(line in crisis for crisis in knowledge.emergency_numbers[country].crisis)
