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
    Latest,
    QuestionState,
)
from headache_relief.assessment.facts import Fact
from headache_relief.assessment.flagging import (
    SCREEN_UNANSWERED,
    doubt,
    raise_aside,
    raise_suspected,
    screen_case,
)
from headache_relief.assessment.head_map import places_told
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.knowledge.lexicon import Kind
from headache_relief.language.understanding import Understanding

TRIES = 2  # a question is asked again at most this often
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
    suspected: Sequence[triage.Raised] = (),
) -> Assessment:
    """The case after this message.

    `is_aside` says that the intent is a question or a remark, so that it does not count as a failed
    answer; `suspected` is what the message sounds like beside its facts.
    """
    before = case
    case = replace(case, turn=case.turn + 1)
    read = triage.facts_from(understanding, case.turn, knowledge.parents).facts
    places = places_told(understanding.text, case.turn, knowledge)
    told = places or with_age_groups(read)
    answer = _answer(case, understanding, told, knowledge)
    meant = _meant(before, understanding, intent, bool(told) or answer.settled, knowledge)
    stated = answer.facts if answer.chosen else told + answer.facts
    case = _merge(case, stated, knowledge, correcting=intent in CORRECTING)
    news = tuple(fact for fact in told if not _is_known(fact, before))
    case = _settle(case, answer, news, is_aside, knowledge)
    case = screen_case(case, knowledge)
    case = raise_aside(case, understanding, knowledge)
    takes_back = intent in CORRECTING or meant == "mistake"
    if not answer.chosen and not places:
        case = raise_suspected(case, suspected, answer.settled or takes_back, knowledge)
    case = doubt(case, before, stated, takes_back, knowledge)
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


def _is_known(told: Fact, case: Assessment) -> bool:
    said = (told.concept, told.status, told.value)
    return any((fact.concept, fact.status, fact.value) == said for fact in case.facts)


def _settle(
    case: Assessment,
    answer: Answer,
    news: tuple[Fact, ...],
    is_aside: bool,
    knowledge: Knowledge,
) -> Assessment:
    """What has become of the question that was asked.

    News of the headache puts the question off; what was told before doesn't, or someone whose
    answer is not understood would be asked for ever.
    """
    if case.asked is None or asked_question(case.asked, case, knowledge) is None:
        return case
    record = replace(case.question(case.asked), turn=case.turn)
    if answer.settled:
        return case.with_question(replace(record, state=QuestionState.answered))
    if is_aside or (news and not answer.unsure) or case.settled(case.asked):
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
