"""What must hold in every conversation, judged by what the person saw."""

from __future__ import annotations

import re
from typing import Callable, Iterator, Mapping, Sequence

from headache_relief.knowledge.clinical import Precaution, Technique
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.simulation.plan import Plan
from headache_relief.simulation.visible import Seen

STOPS = ("emergency", "same_day")
RANK = {"none": 0, "self_care": 1, "routine": 2, "same_day": 3, "emergency": 4}
FORBIDDEN = re.compile(r"\b(cures?|guaranteed?|miracle|detox)\b|\b\d+ ?mg\b", re.IGNORECASE)
FAULT = re.compile(r"something went wrong", re.IGNORECASE)
DANGER_QUESTIONS = ("danger_now", "danger_background")
MOST_THE_SAME = 3  # times in a row that somebody may read the very same answer
TURNS_TO_ADVICE = 30  # within which someone who answers is told what to do
ENDS = ("emergency", "crisis", "refer")
# A person who keeps saying nothing to the point may read the same question for as long as they do.
REPEATS_COUNT = ("taps", "writes", "types badly", "corrects", "unsure")

Rule = Callable[[Plan, Sequence[Seen], Knowledge], Iterator[str]]


def violations(plan: Plan, turns: Sequence[Seen], knowledge: Knowledge) -> list[str]:
    """One sentence, beginning with the rule's name, for each time that a rule was broken."""
    return [
        f"{name}: {what}" for name, rule in RULES.items() for what in rule(plan, turns, knowledge)
    ]


def everyone_is_answered(plan: Plan, turns: Sequence[Seen], knowledge: Knowledge) -> Iterator[str]:
    """No message is met with silence, and none with our own fault."""
    for turn in turns:
        if not turn.text.strip():
            yield f"nothing was said to {turn.said!r}"
        if FAULT.search(turn.text):
            yield f"a fault was told after {turn.said!r}"


def no_massage_after_danger(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """As long as an emergency or same-day sign stands, no technique is shown or offered."""
    for turn in turns:
        if turn.tier in STOPS or turn.stage == "crisis":
            if turn.shows_technique:
                yield f"a technique after {turn.said!r}"
            if "Guide me through it" in turn.buttons:
                yield f"a massage is offered after {turn.said!r}"


def a_tier_falls_only_by_a_confirmed_correction(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """The person takes it back and confirms that, or starts over with a case of its own."""
    for before, turn in zip(turns, turns[1:]):
        if RANK[turn.tier] >= RANK[before.tier] or before.tier not in STOPS:
            continue
        if before.asked != "confirm_correction":
            yield f"from {before.tier} to {turn.tier} after {turn.said!r}"


def the_screen_comes_first(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Nothing is suggested before both danger checklists were asked and answered."""
    asked: set[str] = set()
    for turn in turns:
        if turn.shows_technique and not asked.issuperset(DANGER_QUESTIONS):
            yield f"a technique after {turn.said!r}, with only {sorted(asked)} asked"
            return
        if turn.asked:
            asked.add(turn.asked)


def no_technique_against_a_precaution(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """What a ticked precaution rules out is not suggested afterwards."""
    if not plan.condition:
        return
    precaution = knowledge.precautions[plan.condition]
    barred = {
        technique.name.lower()
        for technique in knowledge.techniques.values()
        if _bars(plan.condition, precaution, technique)
    }
    told = False
    for turn in turns:
        told = told or turn.said == precaution.name
        for name in turn.techniques if told else ():
            if name in barred:
                yield f"{name} with {plan.condition}"


def an_emergency_is_one_message_with_a_number(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """The first answer to an emergency tells whom to call, in one message."""
    for before, turn in zip([None, *turns], turns):
        is_new = turn.tier == "emergency" and (before is None or before.tier != "emergency")
        if is_new and sum(bool(re.search(r"\b\d{2,}", text)) for text in turn.messages) != 1:
            yield f"{len(turn.messages)} messages after {turn.said!r}"


def every_suggestion_shows_its_certainty(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Whoever may have a technique guided has read how sure we are of it."""
    read = False
    for turn in turns:
        read = read or turn.suggests
        if "Guide me through it" in turn.buttons and not read:
            yield f"no certainty after {turn.said!r}"


def nothing_is_promised(plan: Plan, turns: Sequence[Seen], knowledge: Knowledge) -> Iterator[str]:
    """No cure, no guarantee, no dose."""
    for turn in turns:
        found = FORBIDDEN.search(turn.text)
        if found:
            yield f"{found.group()!r} after {turn.said!r}"


def there_is_always_a_way_on(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Every answer ends with buttons, a question, or what to do now."""
    for turn in turns:
        asks = turn.messages and "?" in turn.messages[-1]
        if not (turn.buttons or asks or turn.asked or turn.stage in ENDS):
            yield f"a dead end after {turn.said!r}: {turn.text[-80:]!r}"


def nobody_reads_the_same_again_and_again(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """The very same answer comes at most three times in a row to someone who answers."""
    if plan.manner not in REPEATS_COUNT:
        return
    same = 1
    for before, turn in zip(turns, turns[1:]):
        same = same + 1 if turn.text == before.text else 1
        if same == MOST_THE_SAME + 1:
            yield f"{same} times {turn.text[:80]!r}"


def whoever_answers_is_told_what_to_do(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Someone who answers gets a suggestion, a referral or the answer to a danger sign."""
    if plan.cooperates and len(turns) >= TURNS_TO_ADVICE and turns_to_advice(turns) is None:
        yield f"nothing advised in {len(turns)} turns"


def turns_to_advice(turns: Sequence[Seen]) -> "int | None":
    """How many turns it took until a suggestion, a referral or an answer to danger."""
    for number, turn in enumerate(turns, start=1):
        if turn.suggests or turn.stage in ENDS or turn.tier in STOPS:
            return number
    return None


def _bars(name: str, precaution: Precaution, technique: Technique) -> bool:
    if name in technique.blocked_by:
        return True
    if technique.kind == "comfort":
        return False
    reach = precaution.blocks
    regions = set(reach.regions) & set(technique.regions)
    return bool(reach.everything or regions or technique.pressure in reach.pressures)


RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        everyone_is_answered,
        no_massage_after_danger,
        a_tier_falls_only_by_a_confirmed_correction,
        the_screen_comes_first,
        no_technique_against_a_precaution,
        an_emergency_is_one_message_with_a_number,
        every_suggestion_shows_its_certainty,
        nothing_is_promised,
        there_is_always_a_way_on,
        nobody_reads_the_same_again_and_again,
        whoever_answers_is_told_what_to_do,
    )
}
