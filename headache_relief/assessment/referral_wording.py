"""Puts a referral into words: who, why, how soon, and what to tell them."""

from __future__ import annotations

from typing import Mapping

from headache_relief.assessment.case import Assessment
from headache_relief.assessment.gist import PASSED_ON, told_items
from headache_relief.assessment.patterns import assess
from headache_relief.assessment.referral import referrals
from headache_relief.knowledge.clinical import Referral
from headache_relief.knowledge.clinical_files import Knowledge

MOST_REFERRALS = 2


def destinations(reason: str, case: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """Whom to name, the most fitting first.

    `reason` is a destination's id, or why someone asks to see a person.
    """
    if reason in knowledge.referrals:
        return (reason,)
    facts = case.known(knowledge.parents)
    found = referrals(facts, assess(facts, knowledge), knowledge, case.possible_tier)
    return found[:MOST_REFERRALS]


def referral_fields(
    destination: str, case: Assessment, knowledge: Knowledge, site: Mapping[str, str]
) -> dict[str, str]:
    """What fills the referral response for a destination."""
    referral = knowledge.referrals[destination]
    return {
        "name": referral.name,
        "why": referral.why,
        "how_soon": referral.how_soon,
        "find": referral.find.get(site.get("country", ""), ""),
        "tell_them": what_to_tell(case, knowledge, referral),
        "book": _booking(referral, knowledge, site),
    }


def what_to_tell(case: Assessment, knowledge: Knowledge, referral: Referral | None = None) -> str:
    """What the person told, so that they can pass it on, and what else the destination asks."""
    told = ", ".join(told_items(case, knowledge.concepts, knowledge.wording, PASSED_ON))
    asked = " ".join(referral.tell_them) if referral else ""
    if not told and not asked:
        return knowledge.wording["nothing_told"]
    return f"{told}. {asked}".strip() if told else asked


def _booking(referral: Referral, knowledge: Knowledge, site: Mapping[str, str]) -> str:
    if not referral.bookable:
        return ""
    pieces = []
    if site.get("booking_link"):
        pieces.append(knowledge.wording["book"].format(booking_link=site["booking_link"]))
    if site.get("contact"):
        pieces.append(knowledge.wording["contact"].format(contact=site["contact"]))
    return " ".join(pieces)
