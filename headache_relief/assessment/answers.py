"""What a message answers to the question that was just asked."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterable, Literal, Mapping, Optional, Sequence

from headache_relief.assessment.facts import Fact, ancestors
from headache_relief.assessment.titles import plain, titled
from headache_relief.knowledge.clinical import Choice, Option
from headache_relief.language.understanding import Understanding

QuestionKind = Literal["checklist", "choice", "yes_no", "scale", "number"]
UNSURE = frozenset({"dont_know", "skip"})
SMALL = frozenset(
    {"a", "an", "bit", "just", "kind", "little", "maybe", "my", "only", "some", "the"}
)
# Words of titles that name no item by themselves.
SAYS_LITTLE = frozenset(
    {"a", "all", "back", "eye", "head", "i", "it", "me", "my", "neck", "now", "of", "on", "one"}
    | {"or", "round", "side", "sides", "the", "than", "these", "too", "trouble", "very"}
)
# Kinds of findings that tell of the headache itself.
DESCRIPTION = frozenset({"quality", "severity", "duration", "onset", "course", "movement"})


@dataclass(frozen=True)
class AskedQuestion:
    """A question as it was shown: its options are those that were offered."""

    kind: QuestionKind
    options: tuple[Option, ...] = ()
    measure: Optional[str] = None
    lowest: Optional[float] = None
    highest: Optional[float] = None
    cautious: bool = False  # a danger or precaution question: "maybe" counts as yes
    about: tuple[str, ...] = ()  # what else answers it, such as an item that was told before
    told: tuple[Option, ...] = ()  # options that are not shown, as they were told before

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


def _part_of_a_title(question: AskedQuestion, understanding: Understanding) -> tuple[int, ...]:
    """The one item of a checklist whose title the few words of the message belong to."""
    words = set(plain(understanding.text).split()) - SMALL
    if question.kind != "checklist" or understanding.answers or words <= SAYS_LITTLE:
        return ()
    titles = [set(plain(option.title).split()) for option in question.options]
    found = tuple(position for position, title in enumerate(titles) if words <= title)
    return found if len(found) == 1 else ()


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
    whole = replace(question, options=question.options + question.told)
    positions = titled(understanding.text, [option.title for option in whole.options])
    if positions:
        return _chosen(whole, positions, turn, parents)
    positions = _part_of_a_title(question, understanding)
    if positions:
        return _chosen(question, positions, turn, parents)
    if question.measure is not None:
        number = _number(question, understanding, told, turn)
        if number is not None:
            return number
    wanted = (*question.concepts, *question.about)
    related = tuple(f for f in told if _touches(f.concept, wanted, parents))
    if question.cautious:
        related = tuple(replace(f, status="present") if _may_be(f) else f for f in related)
    checklist = question.kind == "checklist"
    if checklist and _asks(understanding):
        return Answer(facts=related)
    present = any(f.status == "present" for f in related)
    if "none_of_these" in understanding.answers and not present:
        return _none_of_them(question, related, turn, parents)
    by_word = _option_by_word(question, understanding.answers)
    if by_word is not None and (not present or question.options[by_word].present):
        answer = _chosen(question, (by_word,), turn, parents)
        return Answer(settled=True, facts=related + answer.facts)
    unsure = question.cautious and not UNSURE.isdisjoint(understanding.answers)
    if "no" in understanding.answers and checklist and not present and not unsure:
        return _none_of_them(question, related, turn, parents)
    aside = question.cautious and (
        _describes(understanding, wanted, parents) or not _names_an_item(related, wanted, parents)
    )
    if checklist and present and not aside:
        unsaid = _others_absent(question, related, turn, parents)
        return Answer(settled=True, facts=related + unsaid)
    if not checklist and _settles(related, question, parents):
        return Answer(settled=True, facts=related)
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


def _chosen(
    question: AskedQuestion,
    positions: Iterable[int],
    turn: int,
    parents: Mapping[str, Sequence[str]],
) -> Answer:
    options = [question.options[position] for position in positions]
    facts = [Fact(c, "present", turn, words=o.title) for o in options for c in o.present]
    facts += [Fact(c, "absent", turn, words=o.title) for o in options for c in o.absent]
    facts += [
        Fact(name, "present", turn, value=value, words=o.title)
        for o in options
        for name, value in o.measures.items()
    ]
    if question.kind == "checklist":
        facts += _others_absent(question, facts, turn, parents)
    return Answer(settled=True, chosen=True, facts=tuple(facts))


def _none_of_them(
    question: AskedQuestion,
    related: tuple[Fact, ...],
    turn: int,
    parents: Mapping[str, Sequence[str]],
) -> Answer:
    return Answer(settled=True, facts=related + _others_absent(question, related, turn, parents))


def _others_absent(
    question: AskedQuestion,
    said: Sequence[Fact],
    turn: int,
    parents: Mapping[str, Sequence[str]],
) -> tuple[Fact, ...]:
    """A checklist's items that were not named: reading the list and naming others denies them.

    Naming something wider or narrower than an item leaves the item open.
    """
    named = {fact.concept for fact in said}
    there = [fact.concept for fact in said if fact.status == "present"]
    unticked = [
        option
        for option in question.options
        if not any(_touches(concept, option.asks_about, parents) for concept in there)
    ]
    listed = dict.fromkeys(c for option in unticked for c in option.asks_about)
    return tuple(Fact(c, "absent", turn) for c in listed if c not in named)


def _option_by_word(question: AskedQuestion, answers: Sequence[str]) -> Optional[int]:
    """The option that the word said first chooses: "no, I feel ok" is a no."""
    for word in answers:
        for position, option in enumerate(question.options):
            if word in option.answers:
                return position
    return None


def _asks(understanding: Understanding) -> bool:
    """A question back ("does a stiff neck count?") denies nothing of a list."""
    return "?" in understanding.text


def _describes(
    understanding: Understanding, wanted: Sequence[str], parents: Mapping[str, Sequence[str]]
) -> bool:
    """News of the headache itself is more than a bare answer, and denies nothing of a list."""
    return any(
        finding.kind in DESCRIPTION and not _touches(finding.concept, wanted, parents)
        for finding in understanding.findings
    )


def _names_an_item(
    related: Sequence[Fact], wanted: Sequence[str], parents: Mapping[str, Sequence[str]]
) -> bool:
    """Something wider, as a stiff neck beside a rigid one, doesn't show that the list was read."""
    return any(
        fact.status == "present"
        and not {fact.concept, *ancestors(fact.concept, parents)}.isdisjoint(wanted)
        for fact in related
    )


def _settles(
    related: Sequence[Fact], question: AskedQuestion, parents: Mapping[str, Sequence[str]]
) -> bool:
    """Anything to the point settles a question; a careful one needs all that an option stands for.

    "My neck is stiff" leaves open whether it is too rigid to bend.
    """
    if not question.cautious:
        return bool(related)
    there = {
        name
        for fact in related
        if fact.status == "present"
        for name in (fact.concept, *ancestors(fact.concept, parents))
    }
    denied = {fact.concept for fact in related if fact.status == "absent"}
    return any(
        there.issuperset(option.present) if option.present else denied.issuperset(option.absent)
        for option in question.options
        if option.present or option.absent
    )


def _may_be(fact: Fact) -> bool:
    return fact.status == "uncertain"


def _touches(concept: str, concepts: Sequence[str], parents: Mapping[str, Sequence[str]]) -> bool:
    """True when the concept is one of these, or a parent or child of one."""
    family = {concept, *ancestors(concept, parents)}
    return any(c in family or concept in ancestors(c, parents) for c in concepts)
