"""The way from a description to a suggestion, taken up where it stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional

from headache_relief.assessment import advice, interview, precautions
from headache_relief.assessment.answers import UNSURE
from headache_relief.assessment.asking import (
    DANGER_QUESTIONS,
    PRECAUTIONS,
    precaution_options,
    screen_left,
)
from headache_relief.assessment.case import (
    AFTERWARDS,
    ASK_BACK,
    BEGIN,
    CONSENT,
    DESCRIBE,
    FOLLOWED_UP,
    GUIDE_CHECK,
    GUIDE_STEP,
    HOW_NOW,
    REFERRED,
    SUGGESTION,
    Assessment,
    Move,
    QuestionRecord,
    QuestionState,
    Stage,
)
from headache_relief.assessment.facts import Fact
from headache_relief.assessment.patterns import assess, guards_that_apply, overlays_that_apply
from headache_relief.assessment.recording import TRIES
from headache_relief.assessment.triage import HEADACHE
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.knowledge.lexicon import Kind

DESCRIBING = frozenset(
    {
        Kind.symptom,
        Kind.location,
        Kind.quality,
        Kind.severity,
        Kind.duration,
        Kind.onset,
        Kind.course,
        Kind.movement,
        Kind.event,
        Kind.condition,
    }
)
SCREEN = (*DANGER_QUESTIONS, ASK_BACK)
# Questions of the talk itself: nothing is left open when someone doesn't know what to say to them.
OF_THE_TALK = (
    CONSENT,
    DESCRIBE,
    BEGIN,
    SUGGESTION,
    GUIDE_STEP,
    GUIDE_CHECK,
    HOW_NOW,
    AFTERWARDS,
    REFERRED,
    FOLLOWED_UP,
)
AFRAID = "afraid"
NOTED = "utter_noted"  # said to what is told while a question waits
REMARKS = {"greet": "utter_greet", "complain": "utter_complain"}


def spine(case: Assessment, knowledge: Knowledge) -> Assessment:
    """The way from a description to a suggestion, taken up where it stands."""
    opening = _opening(case)
    if not case.consent:
        return ask(case, CONSENT, Stage.hello, opening)
    for flag in case.unclear:
        return ask(case, ASK_BACK + flag.flag, Stage.danger_screen, opening)
    if not _described(case, knowledge):
        case = _asked_to_describe(case)
        if not case.settled(DESCRIBE):
            return ask(case, DESCRIBE, Stage.describe, opening)
        opening = "utter_step_by_step"
    danger = screen_left(case, knowledge)
    if danger is not None:
        return ask(case, danger, Stage.danger_screen, opening)
    if case.outcome == "worse":
        return refer(case, ("worse",))
    question = interview.next_question(case, knowledge) if case.current is None else None
    if question is not None:
        return ask(case, question, Stage.interview, opening)
    guard = referring_guard(case, knowledge)
    if guard is not None:
        return refer(case, (guard,))
    if not case.settled(PRECAUTIONS) and len(precaution_options(case, knowledge)) > 1:
        return ask(case, PRECAUTIONS, Stage.precautions, opening)
    return _suggest_or_wait(case, knowledge, opening)


def ask(case: Assessment, question: str, stage: Stage, opening: Optional[str] = None) -> Assessment:
    """Asks a question; asking the one that already waits is asking again."""
    again = case.asked == question
    if again and opening is None and case.latest.told_something:
        opening = NOTED
    move = Move("ask", (question,), opening, again)
    return replace(case, move=move, asked=question, stage=stage)


def suggest(case: Assessment, knowledge: Knowledge, opening: Optional[str] = None) -> Assessment:
    """Shows the best technique that is safe here and was not tried yet.

    Every suggestion comes through here: none before the danger screen is complete and clear, none
    after a massage made things worse.
    """
    if not _may_suggest(case, knowledge):
        return spine(case, knowledge)
    advised = advise(case, knowledge).techniques
    left = [name for name in advised if name not in case.tried]
    if not left:
        return refer(case, ("nothing_left",))
    current = left[0]
    return replace(
        case,
        move=Move("suggest", tuple(left), opening),
        asked=SUGGESTION,
        stage=Stage.suggest,
        suggested=tuple(left),
        current=current,
        step=0,
    )


def advise(case: Assessment, knowledge: Knowledge) -> advice.Advice:
    """The techniques that suit this case and that nothing known or unknown speaks against."""
    facts = case.known(knowledge.parents)
    return advice.advise(assess(facts, knowledge), facts, knowledge)


def _may_suggest(case: Assessment, knowledge: Knowledge) -> bool:
    screened = screen_left(case, knowledge) is None and not case.unclear
    calm = not case.massage_stopped and case.outcome != "worse"
    return bool(case.consent) and screened and calm and _described(case, knowledge)


def refer(case: Assessment, why: tuple[str, ...]) -> Assessment:
    """Names whom to see; `why` is a reason (stopped, worse, person ...) or a destination."""
    asked = REFERRED if case.current is None and why == ("person",) else AFTERWARDS
    return replace(case, move=Move("refer", why), asked=asked, stage=Stage.refer)


def referring_guard(case: Assessment, knowledge: Knowledge) -> Optional[str]:
    """Whom a guard of the pattern sends this person to instead of a massage, if any."""
    facts = case.known(knowledge.parents)
    for guard in guards_that_apply(assess(facts, knowledge), facts, knowledge.patterns):
        if guard.outcome == "refer":
            return guard.refer_to
    return None


def _suggest_or_wait(case: Assessment, knowledge: Knowledge, opening: Optional[str]) -> Assessment:
    """Suggests; while something is shown or guided and still safe, asks how to go on."""
    still_safe = case.current in advise(case, knowledge).techniques
    waiting = case.asked in (SUGGESTION, GUIDE_STEP, GUIDE_CHECK, HOW_NOW, AFTERWARDS, FOLLOWED_UP)
    if waiting and still_safe and case.asked is not None and not new_care(case, knowledge):
        return ask(case, case.asked, case.stage, opening)
    return suggest(case, knowledge, opening)


def new_care(case: Assessment, knowledge: Knowledge) -> bool:
    """True when this message told something that must be said beside the technique shown."""
    earlier = replace(case, facts=tuple(f for f in case.facts if f.turn != case.turn))
    raised_now = any(
        fact.concept in flag.concepts
        for flag in case.fired
        for fact in case.facts
        if fact.turn == case.turn
    )
    return raised_now or _care(case, knowledge) != _care(earlier, knowledge)


def _care(case: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """What the precautions and findings told so far add to the technique that is shown."""
    if case.current is None:
        return ()
    facts = case.known(knowledge.parents)
    told = precautions.applying(facts, knowledge.precautions)
    limits = precautions.limits(knowledge.techniques[case.current], told, knowledge.precautions)
    return (*limits, *(o.says for o in overlays_that_apply(facts, knowledge.overlays)))


def _described(case: Assessment, knowledge: Knowledge) -> bool:
    """A trigger or an age alone describes no headache."""
    return case.settled(DESCRIBE) or any(
        fact.status == "present"
        and fact.concept in knowledge.concepts
        and knowledge.concepts[fact.concept].kind in DESCRIBING
        for fact in case.facts
    )


def _asked_to_describe(case: Assessment) -> Assessment:
    """Whoever can't tell of it, or not in two retries, has a headache and is asked step by step."""
    if case.asked != DESCRIBE or case.latest.intent in REMARKS:
        return case
    tries = case.question(DESCRIBE).tries + 1
    if tries <= TRIES and UNSURE.isdisjoint(case.latest.answers):
        return case.with_question(QuestionRecord(DESCRIBE, tries=tries))
    headache = Fact(HEADACHE, "present", case.turn)
    unknown = QuestionRecord(DESCRIBE, QuestionState.unknown, tries, case.turn)
    return replace(case.with_question(unknown), facts=(*case.facts, headache))


def _opening(case: Assessment) -> Optional[str]:
    """What to say before the next question: that the answer was noted, or was not understood."""
    latest = case.latest
    if latest.empty:
        return "utter_empty_message"
    if latest.out_of_range:
        return "utter_out_of_range"
    if case.turn == 1 and latest.intent == "greet":
        return "utter_welcome"
    if _newly_afraid(case):
        return "utter_worry"
    if latest.told_something or latest.answered or case.asked is None:
        return None
    if latest.intent in REMARKS:
        return REMARKS[latest.intent]
    if latest.intent == "want_massage" and case.asked != SUGGESTION:
        return "utter_safety_first"
    if UNSURE.intersection(latest.answers):
        if case.asked in OF_THE_TALK:
            return None
        careful = (case.asked or "").startswith(SCREEN)
        return "utter_unsure_of_danger" if careful else "utter_unsure"
    if case.asked in (CONSENT, AFTERWARDS, REFERRED, HOW_NOW, BEGIN) or "yes" in latest.answers:
        return None
    return "utter_cannot_answer" if latest.asks else "utter_not_understood"


def _newly_afraid(case: Assessment) -> bool:
    return any(fact.concept == AFRAID and fact.turn == case.turn for fact in case.facts)
