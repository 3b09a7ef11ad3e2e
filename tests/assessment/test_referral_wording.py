"""A referral says who, why, how soon, and what to tell them."""

from headache_relief.assessment.case import Assessment, FlagRecord, FlagState
from headache_relief.assessment.facts import Fact
from headache_relief.assessment.referral_wording import (
    destinations,
    referral_fields,
    what_to_tell,
)

SITE = {"country": "GB", "booking_link": "https://example.org/book", "contact": "01 234"}


def flagged(tier: str, state: FlagState) -> Assessment:
    return Assessment(flags=(FlagRecord("thunderclap", tier, state),))


def names(knowledge, case: Assessment, reason: str = "person") -> list[str]:
    return [knowledge.referrals[name].name for name in destinations(reason, case, knowledge)]


def test_at_most_two_people_are_named(knowledge):
    assert 1 <= len(names(knowledge, Assessment())) <= 2


def test_a_named_destination_is_the_only_one(knowledge):
    assert names(knowledge, Assessment(), "pharmacist") == [knowledge.referrals["pharmacist"].name]


def test_a_same_day_sign_names_nobody_slower_than_that(knowledge):
    said = names(knowledge, flagged("same_day", FlagState.fired))
    assert said == [knowledge.referrals["same_day_doctor"].name]


def test_a_doubt_that_nobody_answered_is_sent_to_where_it_would_be_safe(knowledge):
    said = names(knowledge, flagged("emergency", FlagState.unclear))
    assert said == [knowledge.referrals["emergency_services"].name]


def test_a_cleared_doubt_sends_nobody_to_hospital(knowledge):
    said = names(knowledge, flagged("emergency", FlagState.cleared))
    assert knowledge.referrals["emergency_services"].name not in said


def test_only_who_can_be_booked_has_the_booking_link(knowledge):
    for name, referral in knowledge.referrals.items():
        said = referral_fields(name, Assessment(), knowledge, SITE)
        assert (SITE["booking_link"] in said["book"]) == referral.bookable


def test_a_site_without_a_link_shows_none(knowledge):
    bookable = next(name for name, r in knowledge.referrals.items() if r.bookable)
    said = referral_fields(bookable, Assessment(), knowledge, {})
    assert said["book"] == ""


def test_what_was_told_is_ready_to_be_passed_on(knowledge):
    told = Assessment(facts=(Fact("throbbing", "present", words="throbbing"),))
    assert knowledge.concepts["throbbing"].label in what_to_tell(told, knowledge)


def test_the_destination_adds_what_else_it_asks(knowledge):
    doctor = knowledge.referrals["doctor"]
    assert doctor.tell_them[0] in what_to_tell(Assessment(), knowledge, doctor)
