"""What a message answers to the question that was just asked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Iterable, Literal, Mapping, Optional, Sequence

from headache_relief.assessment.facts import Fact, ancestors
from headache_relief.knowledge.clinical import Choice, Option
from headache_relief.language.understanding import Understanding

QuestionKind = Literal["checklist", "choice", "yes_no", "scale", "number"]
UNSURE = frozenset({"dont_know", "skip"})


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it was shown: its options are those that were offered."""

    kind: QuestionKind
    options: tuple[Option, ...] = ()
    measure: Optional[str] = None
    lowest: Optional[float] = None
    highest: Optional[float] = None
    cautious: bool = False  # a danger or precaution question: "maybe" counts as yes

    @property
    def concepts(self) -> tuple[str, ...]:
        """Every concept that its options can make present or absent."""
        named = [c for option in self.options for c in (*option.asks_about, *option.absent)]
        return tuple(dict.fromkeys(named))


@dataclass(frozen=True)
class Answer:
    """What the message answers: facts it states; `chosen` when it names options by their titles."""

    settled: bool = False
    unsure: bool = False
    out_of_range: bool = False
    chosen: bool = False
    facts: tuple[Fact, ...] = ()


def plain(text: str) -> str:
    """The text without case, punctuation and extra spaces, for comparing titles."""
    return " ".join(re.sub(r"[^\w\s]", " ", text.replace("'", "").replace("’", "")).lower().split())


def titled(text: str, titles: Sequence[str]) -> tuple[int, ...]:
    """The positions of the titles that the text consists of (several are separated by commas)."""
    wanted = {plain(title): position for position, title in enumerate(titles)}
    whole = wanted.get(plain(text))
    if whole is not None:
        return (whole,)
    parts = [plain(part) for part in re.split(r"[,;\n]", text) if plain(part)]
    if parts and all(part in wanted for part in parts):
        return tuple(dict.fromkeys(wanted[part] for part in parts))
    return ()


def choice_meant(
    choices: Sequence[Choice], understanding: Understanding, intent: str
) -> Optional[str]:
    """What the message means among a conversation question's choices, or None."""
    positions = titled(understanding.text, [choice.title for choice in choices])
    if positions:
        return choices[positions[0]].means
    for said in (*understanding.answers, intent):
        for choice in choices:
            if said in choice.answers:
                return choice.means
    return None


def answer_to(
    question: AskedQuestion,
    understanding: Understanding,
    told: Sequence[Fact],
    parents: Mapping[str, Sequence[str]],
    turn: int,
) -> Answer:
    """What the message answers to the question; `told` are the facts it states in free text."""
    positions = titled(understanding.text, [option.title for option in question.options])
    if positions:
        return _chosen(question, positions, turn)
    if question.measure is not None:
        number = _number(question, understanding, told, turn)
        if number is not None:
            return number
    related = tuple(f for f in told if _touches(f.concept, question.concepts, parents))
    if question.cautious:
        related = tuple(_as_present(f) if f.status == "uncertain" else f for f in related)
    present = any(f.status == "present" for f in related)
    if "none_of_these" in understanding.answers and not present:
        return _none_of_them(question, related, turn)
    by_word = _option_by_word(question, understanding.answers)
    if by_word is not None and not present:
        return _chosen(question, (by_word,), turn)
    if "no" in understanding.answers and question.kind == "checklist" and not present:
        return _none_of_them(question, related, turn)
    if present or (related and question.kind != "checklist"):
        unsaid = _others_absent(question, related, turn) if question.kind == "checklist" else ()
        return Answer(settled=True, facts=related + unsaid)
    if UNSURE.intersection(understanding.answers):
        return Answer(unsure=True, facts=related)
    return Answer(facts=related)


def _number(
    question: AskedQuestion, understanding: Understanding, told: Sequence[Fact], turn: int
) -> Optional[Answer]:
    """The answer by a number, or None when the message holds no number for the question."""
    values = [f.value for f in told if f.concept == question.measure and f.value is not None]
    value = values[-1] if values else understanding.number
    if value is None:
        return None
    too_low = question.lowest is not None and value < question.lowest
    too_high = question.highest is not None and value > question.highest
    if too_low or too_high:
        return Answer(out_of_range=True)
    measured = Fact(str(question.measure), "present", turn, value=value)
    meant = next((o for o in question.options if o.up_to is not None and value <= o.up_to), None)
    derived = (
        tuple(Fact(c, "present", turn, words=meant.title) for c in meant.present) if meant else ()
    )
    return Answer(settled=True, facts=(measured, *derived))


def _chosen(question: AskedQuestion, positions: Iterable[int], turn: int) -> Answer:
    options = [question.options[position] for position in positions]
    facts = [Fact(c, "present", turn, words=o.title) for o in options for c in o.present]
    facts += [Fact(c, "absent", turn, words=o.title) for o in options for c in o.absent]
    facts += [
        Fact(name, "present", turn, value=value, words=o.title)
        for o in options
        for name, value in o.measures.items()
    ]
    if question.kind == "checklist":
        facts += _others_absent(question, facts, turn)
    return Answer(settled=True, chosen=True, facts=tuple(facts))


def _none_of_them(question: AskedQuestion, related: Sequence[Fact], turn: int) -> Answer:
    said = tuple(related)
    return Answer(settled=True, facts=said + _others_absent(question, said, turn))


def _others_absent(question: AskedQuestion, said: Sequence[Fact], turn: int) -> tuple[Fact, ...]:
    """A checklist's items that were not named: reading the list and naming others denies them."""
    named = {fact.concept for fact in said}
    unticked = [o for o in question.options if not named.intersection(o.asks_about)]
    listed = dict.fromkeys(c for option in unticked for c in option.asks_about)
    return tuple(Fact(c, "absent", turn) for c in listed if c not in named)


def _option_by_word(question: AskedQuestion, answers: Sequence[str]) -> Optional[int]:
    for position, option in enumerate(question.options):
        if set(answers).intersection(option.answers):
            return position
    return None


def _as_present(fact: Fact) -> Fact:
    return Fact(fact.concept, "present", fact.turn, fact.sentence, fact.who, fact.value, fact.words)


def _touches(concept: str, concepts: Sequence[str], parents: Mapping[str, Sequence[str]]) -> bool:
    """True when the concept is one of these, or a parent or child of one."""
    family = {concept, *ancestors(concept, parents)}
    return any(c in family or concept in ancestors(c, parents) for c in concepts)
