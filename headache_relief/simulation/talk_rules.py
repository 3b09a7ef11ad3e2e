"""What must hold in every conversation so that it is a talk: answers, ways on, no repetition."""

from __future__ import annotations

import re
from typing import Iterator, Optional, Sequence

from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.simulation.people import load_people
from headache_relief.simulation.plan import Plan
from headache_relief.simulation.visible import Seen

FAULT = re.compile(r"something went wrong", re.IGNORECASE)
INVITES = re.compile(r"\bwrite( to me)?( again)? (any ?time|whenever)|ask me about", re.IGNORECASE)
NUMBER = re.compile(r"\b\d{2,}\b")
ENDS = ("emergency", "crisis", "refer")
MOST_THE_SAME = 3  # times in a row that somebody may read the very same answer
MOST_ASKED = 3  # times that a clinical question is asked of someone who can't answer it
TURNS_TO_ADVICE = 25  # within which someone who answers is told what to do
FAILS = frozenset({"don't know", "not sure", "no idea", "skip", "asdf ghjkl", "qqqq", "..."})


def everyone_is_answered(plan: Plan, turns: Sequence[Seen], knowledge: Knowledge) -> Iterator[str]:
    """No message is met with silence, and none with our own fault."""
    for turn in turns:
        if not turn.text.strip():
            yield f"nothing was said to {turn.said[:80]!r}"
        if FAULT.search(turn.text):
            yield f"a fault was told after {turn.said[:80]!r}"


def there_is_always_a_way_on(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Every answer ends with buttons, a question, what to do now, or says how to come back.

    The last is enough for who said goodbye, or does not want to go on.
    """
    for turn in turns:
        asks = turn.messages and "?" in turn.messages[-1]
        ends = turn.stage in ENDS or INVITES.search(turn.text)
        if not (turn.buttons or asks or ends):
            yield f"a dead end after {turn.said!r}: {turn.text[-80:]!r}"


def nobody_reads_the_same_again_and_again(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """The very same answer comes at most three times in a row, in an emergency too.

    What the person wrote again and again may be answered alike.
    """
    same = 1
    for before, turn in zip(turns, turns[1:]):
        repeats = turn.text == before.text and turn.said != before.said
        same = same + 1 if repeats else 1
        if same == MOST_THE_SAME + 1:
            yield f"{same} times {turn.text[:80]!r}"


def a_question_is_retried_at_most_twice(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Whoever can't answer a clinical question is led on after the second retry."""
    asked = 1
    for before, turn in zip(turns, turns[1:]):
        clinical = turn.asked in knowledge.questions or (turn.asked or "").startswith("ask_back")
        again = clinical and turn.asked == before.asked and turn.said.lower() in FAILS
        asked = asked + 1 if again else 1
        if asked == MOST_ASKED + 1:
            yield f"{turn.asked} was asked {asked} times"


def another_language_is_told_whom_to_call(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Whoever writes in another language reads the emergency number at least."""
    foreign = load_people().says["language"]
    for turn in turns:
        if turn.said in foreign and turn.stage not in ENDS and not NUMBER.search(turn.text):
            yield f"no number after {turn.said!r}"


def whoever_answers_is_told_what_to_do(
    plan: Plan, turns: Sequence[Seen], knowledge: Knowledge
) -> Iterator[str]:
    """Someone who answers gets a suggestion, a referral or the answer to a danger sign."""
    if plan.cooperates and len(turns) >= TURNS_TO_ADVICE and turns_to_advice(turns) is None:
        yield f"nothing advised in {len(turns)} turns"


def turns_to_advice(turns: Sequence[Seen]) -> Optional[int]:
    """How many turns it took until a suggestion, a referral or an answer to danger."""
    for number, turn in enumerate(turns, start=1):
        if turn.suggests or turn.stage in ENDS or turn.stopped:
            return number
    return None


TALK_RULES = (
    everyone_is_answered,
    there_is_always_a_way_on,
    nobody_reads_the_same_again_and_again,
    a_question_is_retried_at_most_twice,
    another_language_is_told_whom_to_call,
    whoever_answers_is_told_what_to_do,
)
