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
    destination: str,
    case: Assessment,
    knowledge: Knowledge,
    site: Mapping[str, str],
    person_wanted: bool = False,
) -> dict[str, str]:
    """What fills the referral response for a destination.

    `person_wanted` adds how to reach the site's own people, also where they are not the ones to
    see.
    """
    referral = knowledge.referrals[destination]
    contact = site.get("contact", "") if referral.bookable or person_wanted else ""
    return {
        "name": referral.name,
        "why": referral.why,
        "how_soon": referral.how_soon,
        "find": referral.find.get(site.get("country", ""), ""),
        "tell_them": what_to_tell(case, knowledge, referral),
        "contact": contact,
        "book": _booking(referral, contact, knowledge, site),
    }


def what_to_tell(case: Assessment, knowledge: Knowledge, referral: Referral | None = None) -> str:
    """What the person told, so that they can pass it on, and what else the destination asks."""
    told = ", ".join(told_items(case, knowledge.concepts, knowledge.wording, PASSED_ON))
    asked = " ".join(referral.tell_them) if referral else ""
    if not told and not asked:
        return knowledge.wording["nothing_told"]
    return f"{told}. {asked}".strip() if told else asked


def _booking(
    referral: Referral, contact: str, knowledge: Knowledge, site: Mapping[str, str]
) -> str:
    link = site.get("booking_link") if referral.bookable else ""
    pieces = []
    if link:
        pieces.append(knowledge.wording["book"].format(booking_link=link))
    if contact:
        wording = "contact" if referral.bookable else "contact_person"
        pieces.append(knowledge.wording[wording].format(contact=contact))
    return " ".join(pieces)
