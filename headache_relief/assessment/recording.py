"""Adds one message to the case: its facts, what it answers, the danger it raises."""

from __future__ import annotations

from dataclasses import replace
from typing import Iterable, Optional, Sequence

from headache_relief.assessment import triage
from headache_relief.assessment.ages import with_age_groups
from headache_relief.assessment.answers import Answer, answer_to, choice_meant
from headache_relief.assessment.asking import DANGER_QUESTIONS, asked_question, choices
from headache_relief.assessment.case import (
    ASK_BACK,
    GUIDE_CHECK,
    GUIDE_STEP,
    SUGGESTION,
    Assessment,
    FlagRecord,
    FlagState,
    Latest,
    QuestionRecord,
    QuestionState,
)
from headache_relief.assessment.facts import Fact, ancestors
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.knowledge.lexicon import Kind
from headache_relief.language.understanding import Understanding

TRIES = 2  # a question is asked again at most this often
SCREEN_UNANSWERED = "screen_unanswered"  # the concept that an unanswered danger question leaves
# Talk of the weather or another illness describes no headache; danger in it still counts.
OFF_TOPIC = frozenset({"ask_out_of_scope", "report_other_health", "other_language", "small_talk"})
CORRECTING = frozenset({"correct_answer"})
# Answer words and intents that are understood anywhere.
# While a suggestion or a step waits, "ok" before news of the headache doesn't mean to go on.
GOES_ON = frozenset({"yes", "no", "next"})
COMMANDS = {
    "start_over": "start_over",
    "back": "back",
    "go_back": "back",
    "stop": "stop",
    "stop_session": "stop",
    "person": "person",
    "want_person": "person",
    "want_appointment": "person",
    "repeat_question": "repeat",
    "feel_better": "better",
    "better": "better",
    "feel_same": "same",
    "feel_worse": "worse",
    "worse": "worse",
}
# A corrected place, feel or time replaces the earlier ones of its kind; symptoms add up.
CORRECTED_AS_A_WHOLE = frozenset(
    {Kind.location, Kind.quality, Kind.severity, Kind.duration, Kind.onset, Kind.movement}
)


def record_message(
    case: Assessment,
    understanding: Understanding,
    intent: str,
    knowledge: Knowledge,
    is_aside: bool = False,
) -> Assessment:
    """The case after this message.

    `is_aside` says that the intent is a question or a remark, so that it does not count as a failed
    answer.
    """
    before = case
    case = replace(case, turn=case.turn + 1)
    read = triage.facts_from(understanding, case.turn, knowledge.parents).facts
    told = with_age_groups(read)
    answer = _answer(case, understanding, told, knowledge)
    meant = _meant(before, understanding, intent, bool(told) or answer.settled, knowledge)
    stated = answer.facts if answer.chosen else told + answer.facts
    case = _merge(case, stated, knowledge, correcting=intent in CORRECTING)
    case = _settle(case, answer, told, is_aside, knowledge)
    case = screen_case(case, knowledge)
    for sign in triage.screen_aside(
        understanding, case.turn, knowledge.parents, knowledge.red_flags
    ):
        case = _raise(case, sign, knowledge)
    takes_back = intent in CORRECTING or meant == "mistake"
    case = _doubt(case, before, stated, takes_back, knowledge)
    latest = Latest(
        intent=intent,
        answers=understanding.answers,
        meant=meant,
        told_something=bool(told) and not answer.chosen and intent not in OFF_TOPIC,
        answered=answer.settled,
        out_of_range=answer.out_of_range,
        language=understanding.language,
        asks=understanding.asks,
        empty=not understanding.text.strip(),
    )
    return replace(case, latest=latest)


def _meant(
    case: Assessment, understanding: Understanding, intent: str, tells: bool, knowledge: Knowledge
) -> Optional[str]:
    """The choice or command in the message; a guessed intent counts only when it tells nothing."""
    guessed = "" if tells else intent
    if tells and case.asked in (SUGGESTION, GUIDE_STEP, GUIDE_CHECK):
        kept = tuple(answer for answer in understanding.answers if answer not in GOES_ON)
        understanding = replace(understanding, answers=kept)
    if case.asked is not None:
        choice = choice_meant(choices(case.asked, knowledge), understanding, guessed)
        if choice is not None:
            return choice
    for word in (*understanding.answers, guessed):
        if word in COMMANDS:
            return COMMANDS[word]
    return None


def _answer(
    case: Assessment, understanding: Understanding, told: tuple[Fact, ...], knowledge: Knowledge
) -> Answer:
    question = asked_question(case.asked, case, knowledge) if case.asked else None
    if question is None:
        return Answer()
    return answer_to(question, understanding, told, knowledge.parents, case.turn)


def _merge(
    case: Assessment, stated: Iterable[Fact], knowledge: Knowledge, correcting: bool
) -> Assessment:
    """The latest statement of a concept wins.

    A denial by silence never beats a statement; a "maybe" beats only a denial.
    """
    facts = list(case.facts)
    for new in stated:
        by_silence = new.status == "absent" and not new.words
        earlier = next((fact.status for fact in facts if fact.concept == new.concept), None)
        if earlier and by_silence or earlier == "present" and new.status == "uncertain":
            continue
        facts = [f for f in facts if not _takes_back(new, f, knowledge, correcting)] + [new]
    return replace(case, facts=tuple(facts))


def _takes_back(new: Fact, old: Fact, knowledge: Knowledge, correcting: bool) -> bool:
    if old.concept == new.concept:
        return True
    told = knowledge.concepts.get(new.concept)
    held = knowledge.concepts.get(old.concept)
    if told is None or held is None or new.status != "present":
        return False
    if old.concept in told.excludes:
        return True
    corrects = correcting and old.turn < new.turn
    return corrects and told.kind is held.kind and told.kind in CORRECTED_AS_A_WHOLE


def _settle(
    case: Assessment,
    answer: Answer,
    told: tuple[Fact, ...],
    is_aside: bool,
    knowledge: Knowledge,
) -> Assessment:
    """What has become of the question that was asked."""
    if case.asked is None or asked_question(case.asked, case, knowledge) is None:
        return case
    record = replace(case.question(case.asked), turn=case.turn)
    if answer.settled:
        return case.with_question(replace(record, state=QuestionState.answered))
    if is_aside or (told and not answer.unsure):
        return case
    record = replace(record, tries=record.tries + 1)
    cautious = case.asked in DANGER_QUESTIONS or case.asked.startswith(ASK_BACK)
    gives_up = record.tries > TRIES or (answer.unsure and (not cautious or record.tries >= TRIES))
    if not gives_up:
        return case.with_question(record)
    case = case.with_question(replace(record, state=QuestionState.unknown))
    if case.asked in DANGER_QUESTIONS:
        return replace(case, facts=case.facts + (Fact(SCREEN_UNANSWERED, "present", case.turn),))
    return case


def screen_case(case: Assessment, knowledge: Knowledge) -> Assessment:
    """The case with every flag that its facts raise; a fired flag stays fired."""
    for sign in triage.screen(case.known(knowledge.parents), knowledge.red_flags):
        case = _raise(case, sign, knowledge)
    for flag in case.unclear:
        case = _close_ask_back(case, flag)
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
        FlagRecord(sign.flag, sign.tier.value, state, crisis, sign.words, sign.concepts)
    )


def _is_news(case: Assessment, earlier: FlagRecord, sign: triage.Raised) -> bool:
    """True when a flag that was raised before must be raised anew.

    One that waits for its ask-back, or was cleared by it, may still fire. To ask back again takes
    the whole sign told again; to fire again after a withdrawal, any of it.
    """
    if earlier.state is FlagState.fired:
        return False
    signs = set(sign.concepts) - {triage.HEADACHE}
    told_now = {fact.concept for fact in case.facts if fact.turn == case.turn}
    if sign.ask_back:
        answers_now = case.question(ASK_BACK + sign.flag).turn == case.turn
        return earlier.state is not FlagState.unclear and not answers_now and signs <= told_now
    return earlier.state is not FlagState.withdrawn or bool(signs & told_now)


def _close_ask_back(case: Assessment, flag: FlagRecord) -> Assessment:
    """An answered ask-back that did not fire its flag clears it; unanswered counts as yes."""
    question = case.question(ASK_BACK + flag.flag)
    if question.state is QuestionState.answered:
        return case.with_flag(replace(flag, state=FlagState.cleared))
    if question.state is QuestionState.unknown:
        return case.with_flag(replace(flag, state=FlagState.fired))
    return case


def _doubt(
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
        if takes_back or any(denied & {c, *ancestors(c, knowledge.parents)} for c in flag.concepts)
    ]
    return replace(case, doubt=tuple(doubted)) if doubted else case


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
    if len(signs) == 1:
        return replace(case, facts=kept + tuple(Fact(c, "absent", case.turn) for c in signs))
    case = replace(case, facts=kept)
    for question in DANGER_QUESTIONS:
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
