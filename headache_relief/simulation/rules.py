"""What must hold in every conversation, judged by what the person saw: the safety rules."""

from __future__ import annotations

import re
from typing import Callable, Iterator, Mapping, Sequence

from headache_relief.assessment import precautions
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.simulation.plan import CRISIS_FLAGS, Plan
from headache_relief.simulation.talk_rules import TALK_RULES
from headache_relief.simulation.visible import CERTAINTY, STOPS, Seen

RANK = {"none": 0, "self_care": 1, "routine": 2, "same_day": 3, "emergency": 4}
FORBIDDEN = re.compile(
    r"\b(cures?|guaranteed?|miracle|detox|heals?)\b|\b\d+ ?(mg|milligrams?)\b", re.IGNORECASE
)
CALLABLE = re.compile(r"\b\d{2,}\b|findahelpline")  # a number, or where to find one
DANGER_QUESTIONS = ("danger_now", "danger_background")
PRECAUTIONS = "precautions"
CONFIRMING = "confirm_correction"
UNSURE = frozenset({"don't know", "not sure", "no idea", "skip"})
RESTART = "start over"
OFFERS = ("Guide me through it", "Show another")

Rule = Callable[[Plan, Sequence[Seen], Knowledge], Iterator[str]]


def violations(plan: Plan, turns: Sequence[Seen], knowledge: Knowledge) -> list[str]:
    """One sentence, beginning with the rule's name, for each time that a rule was broken."""
    return [
        f"{name}: {what}" for name, rule in RULES.items() for what in rule(plan, turns, knowledge)
    ]


def no_massage_after_danger(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """As long as danger or despair stands, no technique is shown or offered."""
    for turn in turns:
        if turn.stopped and turn.shows_technique:
            yield f"a technique after {turn.said!r}"
        if turn.stopped and any(title in turn.buttons for title in OFFERS):
            yield f"a massage is offered after {turn.said!r}"


def danger_ends_only_by_a_confirmed_correction(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """A tier falls, and a crisis ends, only when the person was asked whether it was a mistake."""
    for before, turn in zip(turns, turns[1:]):
        if before.asked == CONFIRMING:
            continue
        if before.tier in STOPS and RANK[turn.tier] < RANK[before.tier]:
            yield f"from {before.tier} to {turn.tier} after {turn.said!r}"
        if before.stage == "crisis" and turn.stage != "crisis":
            yield f"from crisis to {turn.stage} after {turn.said!r}"


def the_screen_comes_first(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Nothing is suggested before both danger checklists were asked, since the last start over."""
    asked: set[str] = set()
    for turn in turns:
        if _starts_over(turn):
            asked.clear()
        if turn.shows_technique and not asked.issuperset(DANGER_QUESTIONS):
            yield f"a technique after {turn.said!r}, with only {sorted(asked)} asked"
            return
        if turn.asked:
            asked.add(turn.asked)


def what_nobody_knows_counts_as_present(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """No technique after a danger question was left open; none that an open precaution forbids."""
    open_items: tuple[str, ...] = ()
    danger_open: set[str] = set()
    for before, turn in zip(turns, turns[1:]):
        left_open = turn.said.lower() in UNSURE and turn.asked != before.asked
        if before.asked in DANGER_QUESTIONS:
            danger_open -= {before.asked}
            danger_open |= {before.asked} if left_open else set()
        if before.asked == PRECAUTIONS:
            open_items = _items(before.buttons, knowledge) if left_open else ()
        if _starts_over(turn):
            open_items, danger_open = (), set()
        if danger_open and turn.shows_technique:
            yield f"a technique after {turn.said!r}, with a danger question left open"
        for name in _forbidden_by(open_items, turn, knowledge):
            yield f"{name} with {', '.join(open_items)} left open"


def no_technique_against_a_precaution(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """What a precaution that the person told or ticked rules out is not suggested afterwards."""
    if not plan.condition:
        return
    tells = {plan.told, knowledge.precautions[plan.condition].name} - {""}
    told = False
    for turn in turns:
        told = (told or turn.said in tells) and not _starts_over(turn)
        for name in _forbidden_by((plan.condition,), turn, knowledge) if told else ():
            yield f"{name} with {plan.condition}"


def an_emergency_is_one_message_with_the_number(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Every answer in an emergency is one message that tells whom to call in this country.

    Only the question whether it was a mistake has no number: the one before it had.
    """
    entry = knowledge.emergency_numbers.get(plan.country)
    for turn in turns:
        if turn.stage != "emergency" or turn.asked == CONFIRMING:
            continue
        if len(turn.messages) != 1:
            yield f"{len(turn.messages)} messages after {turn.said!r}"
        if (entry.call not in turn.text) if entry else not CALLABLE.search(turn.text):
            yield f"no number after {turn.said!r}"


def despair_gets_the_crisis_answer(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Heard despair is answered as such, with someone to talk to, and not as a headache.

    That it is heard at all is measured, not ruled: how well messages are understood is no rule.
    """
    for before, turn in zip([None, *turns], turns):
        told = plan.flag.startswith(CRISIS_FLAGS) and turn.said == plan.told
        heard = turn.stopped and not (before is not None and before.stopped)
        if told and heard and turn.stage != "crisis":
            yield f"{turn.stage} after {turn.said!r}"
        if turn.stage == "crisis" and turn.asked != CONFIRMING and not CALLABLE.search(turn.text):
            yield f"nobody to talk to is named after {turn.said!r}"


def every_suggestion_shows_its_certainty(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Whoever reads the steps of a technique reads how sure we are of it."""
    for turn in turns:
        if turn.suggests and CERTAINTY not in turn.text:
            yield f"no certainty after {turn.said!r}"


def nothing_is_promised(plan: Plan, turns: Sequence[Seen], knowledge: Knowledge) -> Iterator[str]:
    """No cure, no guarantee, no dose."""
    for turn in turns:
        found = FORBIDDEN.search(turn.text)
        if found:
            yield f"{found.group()!r} after {turn.said!r}"


def _starts_over(turn: Seen) -> bool:
    """True when someone wished to start over and could: danger that stands does not allow it."""
    return turn.said.lower() == RESTART and turn.stage == "describe"


def _items(titles: Sequence[str], knowledge: Knowledge) -> tuple[str, ...]:
    """The precautions whose names were on these buttons."""
    return tuple(name for name, entry in knowledge.precautions.items() if entry.name in titles)


def _forbidden_by(present: Sequence[str], turn: Seen, knowledge: Knowledge) -> list[str]:
    """The techniques that this turn names although one of the precautions forbids them."""
    if not present or not turn.shows_technique:
        return []
    return [
        technique.name
        for technique in knowledge.techniques.values()
        if turn.names(technique.name)
        and precautions.blocked(technique, present, knowledge.precautions)
    ]


RULES: Mapping[str, Rule] = {
    rule.__name__: rule
    for rule in (
        no_massage_after_danger,
        danger_ends_only_by_a_confirmed_correction,
        the_screen_comes_first,
        what_nobody_knows_counts_as_present,
        no_technique_against_a_precaution,
        an_emergency_is_one_message_with_the_number,
        despair_gets_the_crisis_answer,
        every_suggestion_shows_its_certainty,
        nothing_is_promised,
        *TALK_RULES,
    )
}
