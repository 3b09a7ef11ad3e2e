"""What becomes of the red flags of a case: raised, asked back, cleared, doubted, withdrawn."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable, Sequence

from headache_relief.assessment import triage
from headache_relief.assessment.asking import DANGER_QUESTIONS
from headache_relief.assessment.case import (
    ASK_BACK,
    Assessment,
    FlagRecord,
    FlagState,
    QuestionRecord,
    QuestionState,
)
from headache_relief.assessment.facts import Fact, ancestors
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.checks import concepts_of
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.language.understanding import Understanding

SCREEN_UNANSWERED = "screen_unanswered"  # the concept that an unanswered danger question leaves


def screen_case(case: Assessment, knowledge: Knowledge) -> Assessment:
    """The case with every flag that its facts raise; a fired flag stays fired."""
    for sign in triage.screen(case.known(knowledge.parents), knowledge.red_flags):
        case = _raise(case, sign, knowledge)
    for flag in case.unclear:
        case = _close_ask_back(case, flag, knowledge)
    return case


def raise_aside(case: Assessment, understanding: Understanding, knowledge: Knowledge) -> Assessment:
    """The case with what is urgent for somebody whom the message only mentions."""
    signs = triage.screen_aside(understanding, case.turn, knowledge.parents, knowledge.red_flags)
    for sign in signs:
        case = _raise(case, sign, knowledge)
    return case


def raise_suspected(
    case: Assessment, suspected: Iterable[triage.Raised], sure_only: bool, knowledge: Knowledge
) -> Assessment:
    """The case with what the message sounds like, where the rules heard less.

    `sure_only` leaves out what would only ask back: the message answered a question already, or
    took something back. What a person has cleared or withdrawn is not asked a second time.
    """
    for sign in suspected:
        earlier = next((flag for flag in case.flags if flag.flag == sign.flag), None)
        if sign.ask_back and (sure_only or earlier is not None):
            continue
        if earlier is not None and earlier.state is FlagState.withdrawn and sure_only:
            continue
        known = [triage.Raised(f.flag, Tier(f.tier), ask_back=False) for f in case.fired]
        known += [triage.Raised(f.flag, Tier(f.tier), ask_back=True) for f in case.unclear]
        if triage.adds(sign, known, knowledge.red_flags):
            case = _raise(_without_milder_question(case, sign, knowledge), sign, knowledge)
    return case


def _without_milder_question(
    case: Assessment, sign: triage.Raised, knowledge: Knowledge
) -> Assessment:
    """Nobody is asked about despair twice: the more urgent question covers the milder one."""
    if not (sign.ask_back and knowledge.red_flags[sign.flag].crisis):
        return case
    for flag in case.unclear:
        if flag.crisis and flag.flag != sign.flag:
            case = case.with_flag(replace(flag, state=FlagState.cleared))
    return case


def _raise(case: Assessment, sign: triage.Raised, knowledge: Knowledge) -> Assessment:
    earlier = next((f for f in case.flags if f.flag == sign.flag), None)
    if earlier is not None and not _is_news(case, earlier, sign):
        return case
    state = FlagState.unclear if sign.ask_back else FlagState.fired
    if earlier is not None and sign.ask_back:
        case = case.with_question(QuestionRecord(ASK_BACK + sign.flag))
    crisis = knowledge.red_flags[sign.flag].crisis
    return case.with_flag(
        FlagRecord(
            sign.flag, sign.tier.value, state, crisis, sign.words, sign.concepts, layer=sign.layer
        )
    )


def _is_news(case: Assessment, earlier: FlagRecord, sign: triage.Raised) -> bool:
    """True when a flag that was raised before must be raised anew.

    One that waits for its ask-back, or was cleared by it, may still fire. To ask back again takes
    the whole sign told again; to fire again after a withdrawal, any of it. What only sounds like
    the flag is always told anew.
    """
    if earlier.state is FlagState.fired:
        return False
    if sign.layer == triage.SEMANTIC:
        return True
    signs = set(sign.concepts) - {triage.HEADACHE}
    told_now = {fact.concept for fact in case.facts if fact.turn == case.turn}
    if sign.ask_back:
        answers_now = case.question(ASK_BACK + sign.flag).turn == case.turn
        return earlier.state is not FlagState.unclear and not answers_now and signs <= told_now
    return earlier.state is not FlagState.withdrawn or bool(signs & told_now)


def _close_ask_back(case: Assessment, flag: FlagRecord, knowledge: Knowledge) -> Assessment:
    """An answered ask-back that did not fire its flag clears it; unanswered counts as yes."""
    question = case.question(ASK_BACK + flag.flag)
    if question.state is QuestionState.open:
        return case
    said_yes = flag.layer == triage.SEMANTIC and _confirmed(case, flag, knowledge)
    fires = question.state is QuestionState.unknown or said_yes
    return case.with_flag(replace(flag, state=FlagState.fired if fires else FlagState.cleared))


def _confirmed(case: Assessment, flag: FlagRecord, knowledge: Knowledge) -> bool:
    """True when the newest message told all that a yes to the flag's question stands for.

    Without the facts of the rule, that alone would fire nothing.
    """
    ask_back = knowledge.red_flags[flag.flag].ask_back
    told_now = {f.concept for f in case.facts if f.turn == case.turn and f.status == "present"}
    yes = [o for o in ask_back.options if o.present and not o.absent] if ask_back else []
    return any(told_now.issuperset(option.present) for option in yes)


def doubt(
    case: Assessment,
    before: Assessment,
    stated: Sequence[Fact],
    takes_back: bool,
    knowledge: Knowledge,
) -> Assessment:
    """Notes which fired flags the message takes back; only a confirmation withdraws them."""
    denied = {fact.concept for fact in stated if fact.status == "absent" and fact.words}
    earlier = [f for f in before.fired if Tier(f.tier).stops_massage or f.crisis]
    doubted = [
        flag.flag
        for flag in earlier
        if takes_back
        or any(denied & {c, *ancestors(c, knowledge.parents)} for c in _signs_of(flag, knowledge))
    ]
    return replace(case, doubt=tuple(doubted)) if doubted else case


def _signs_of(flag: FlagRecord, knowledge: Knowledge) -> tuple[str, ...]:
    """The concepts that raised a flag; of one that was only sounded like, all that could have."""
    if flag.layer != triage.SEMANTIC:
        return flag.concepts
    conditions = knowledge.red_flags[flag.flag].fires
    named = {concept for condition in conditions for concept in concepts_of(condition)}
    return tuple(named - {triage.HEADACHE})


def withdraw_doubted(case: Assessment) -> Assessment:
    """The case after the person confirmed that the doubted danger signs were a mistake."""
    for flag in case.flags:
        if flag.flag in case.doubt:
            case = _withdraw(case, flag)
    return replace(case, doubt=())


def _withdraw(case: Assessment, flag: FlagRecord) -> Assessment:
    """Of several signs nobody said which was the mistake: they are forgotten, and asked again."""
    case = case.with_flag(replace(flag, state=FlagState.withdrawn))
    denied = {fact.concept for fact in case.facts if fact.status == "absent"}
    signs = set(flag.concepts) - {triage.HEADACHE}
    if signs & denied:
        return case
    kept = tuple(fact for fact in case.facts if fact.concept not in signs)
    if SCREEN_UNANSWERED in signs:
        return _ask_what_was_left_open(replace(case, facts=kept))
    if len(signs) == 1:
        return replace(case, facts=kept + tuple(Fact(c, "absent", case.turn) for c in signs))
    case = replace(case, facts=kept)
    for question in DANGER_QUESTIONS:
        case = case.with_question(QuestionRecord(question))
    return case


def _ask_what_was_left_open(case: Assessment) -> Assessment:
    """That questions were left open can't be a mistake: they are asked again."""
    for question in DANGER_QUESTIONS:
        if case.question(question).state is QuestionState.unknown:
            case = case.with_question(QuestionRecord(question))
    return case


def keep_doubted(case: Assessment) -> Assessment:
    """The case after the person confirmed that the danger signs are true: the denial is undone."""
    doubted = [flag for flag in case.flags if flag.flag in case.doubt]
    words = {c: ", ".join(flag.words) for flag in doubted for c in flag.concepts}
    facts = tuple(
        Fact(f.concept, "present", case.turn, words=words[f.concept])
        if f.concept in words and f.status == "absent"
        else f
        for f in case.facts
    )
    return replace(case, facts=facts, doubt=())
