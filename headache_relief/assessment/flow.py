"""What comes next in the conversation: a pure function of the case."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Optional

from headache_relief.assessment.asking import PRECAUTIONS
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
    STOPPED,
    SUGGESTION,
    Assessment,
    FlagState,
    Move,
    QuestionRecord,
    QuestionState,
    Stage,
)
from headache_relief.assessment.danger import MASSAGE_WISHES
from headache_relief.assessment.following_up import (
    NO_MORE,
    OFFERED,
    TOMORROW,
    agree,
    better_since,
    no_more,
    same_since,
    worse_since,
)
from headache_relief.assessment.guiding import (
    begin_guide,
    felt_a_stop_sign,
    got_better,
    got_worse,
    how_now,
    next_step,
    prevent_more,
    show_another,
    show_step,
    stayed_the_same,
)
from headache_relief.assessment.spine import SCREEN, ask, refer, spine, suggest
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import Knowledge

# Whom to see when a massage made the headache worse: no massage therapist then.
WHEN_WORSE = "doctor"
GOODBYE = "goodbye"
# What is said while a same-day sign keeps massage off, by what the message means.
WHILE_STOPPED = {"done": "utter_same_day_goodbye", "better": "utter_same_day_easing"}
# What is said first when a same-day sign stands and a worse one is asked about again.
BEFORE_ASKING_BACK = {
    "better": "utter_easing_is_no_answer",
    **dict.fromkeys(("person", "see_someone", "start_over"), "utter_after_this_question"),
}


def next_move(case: Assessment, knowledge: Knowledge) -> Assessment:
    """The case with its next move, the question then asked, and its stage."""
    meant = case.latest.meant
    if case.massage_stopped:
        worse = more_urgent_doubt(case)
        if worse is not None:
            opening = BEFORE_ASKING_BACK.get(meant or "") or _no_massage_yet(case)
            return ask(case, ASK_BACK + worse, Stage.danger_screen, opening)
        return _while_stopped(case)
    worse_since_asked = case.asked == FOLLOWED_UP and meant == "worse"
    if case.outcome == "done" and case.latest.told_something and not worse_since_asked:
        case = _new_case(case)
    command = COMMANDS.get(meant or "")
    if command is not None:
        return command(case, knowledge)
    if _says_goodbye(case):
        return replace(case, move=Move("say", ("utter_goodbye",)))
    if case.asked == REFERRED and meant == "done":
        return _done(case, knowledge)
    if not case.consent:
        return _consent(case, knowledge)
    if case.outcome == "done" and case.asked is None:
        return ask(case, BEGIN, case.stage)
    if case.asked in (GUIDE_STEP, GUIDE_CHECK, HOW_NOW) and felt_a_stop_sign(case, knowledge):
        return got_worse(case, knowledge)
    answer = ANSWERS.get((case.asked or "", meant or ""))
    if answer is None and case.current is not None:
        answer = ANSWERS.get((HOW_NOW, meant or ""))
    if answer is not None:
        return answer(case, knowledge)
    return spine(case, knowledge)


def resume(case: Assessment, knowledge: Knowledge) -> Assessment:
    """After a question was answered: on with the case, or the waiting question once more."""
    if case.massage_stopped and more_urgent_doubt(case) is not None:
        return next_move(case, knowledge)
    if case.massage_stopped:
        said = WHILE_STOPPED.get(case.latest.meant or "", "utter_massage_stays_off")
        return replace(case, move=Move("say", (said,)), asked=STOPPED)
    if case.asked in (AFTERWARDS, REFERRED) and case.latest.meant == "done":
        return _done(case, knowledge)
    if case.consent and (case.latest.told_something or case.latest.answered):
        return spine(case, knowledge)
    if case.asked is None:
        return replace(case, move=Move("ask", (BEGIN,)), asked=BEGIN)
    return replace(case, move=Move("ask", (case.asked,), again=True))


def _says_goodbye(case: Assessment) -> bool:
    """True for a goodbye and nothing else; after advice it means that all was said."""
    news = case.latest.told_something or case.latest.answered
    advised = case.asked in (AFTERWARDS, REFERRED)
    return case.latest.intent == GOODBYE and not advised and not news


def _while_stopped(case: Assessment) -> Assessment:
    """Massage is off: names whom to see, asked or not."""
    said = WHILE_STOPPED.get(case.latest.meant or "")
    if said is not None:
        return replace(case, move=Move("say", (said,)), asked=STOPPED)
    reason = "person" if case.latest.meant in ("see_someone", "person") else "stopped"
    if reason in case.referred and reason == "stopped":
        return replace(case, move=Move("say", ("utter_massage_stays_off",)), asked=STOPPED)
    return replace(refer(case, (reason,)), asked=STOPPED, referred=(*case.referred, reason))


def _no_massage_yet(case: Assessment) -> Optional[str]:
    return "utter_no_massage_yet" if case.latest.intent in MASSAGE_WISHES else None


def more_urgent_doubt(case: Assessment) -> Optional[str]:
    """The unclear flag that would be more urgent than what fired, if there is one."""
    worse = [flag for flag in case.unclear if Tier(flag.tier).rank > case.tier.rank]
    return worse[0].flag if worse and not case.in_crisis else None


def _consent(case: Assessment, knowledge: Knowledge) -> Assessment:
    meant = case.latest.meant
    if meant == "agree":
        return spine(replace(case, consent=True), knowledge)
    if meant == "decline":
        return replace(
            case, consent=False, move=Move("say", ("utter_without_consent",)), asked=None
        )
    return ask(case, CONSENT, Stage.hello)


def _see_someone(case: Assessment, knowledge: Knowledge) -> Assessment:
    return refer(case, (WHEN_WORSE if case.outcome == "worse" else "person",))


def _done(case: Assessment, knowledge: Knowledge) -> Assessment:
    """The end; whoever only asked for a person was not screened, and begins anew another time."""
    stage = Stage.hello if case.asked == REFERRED else case.stage
    move = Move("say", ("utter_done",))
    return replace(case, move=move, asked=None, outcome="done", stage=stage)


def _tomorrow(case: Assessment, knowledge: Knowledge) -> Assessment:
    """Only where it was offered: not every place lets the assistant speak first."""
    return agree(case, knowledge) if case.later == OFFERED else _done(case, knowledge)


def _new_case(case: Assessment) -> Assessment:
    """A new headache after the last one was done with: what this message told."""
    fresh = _fresh(case)
    told = tuple(f for f in case.facts if f.turn == case.turn and f not in fresh.facts)
    return replace(fresh, facts=fresh.facts + told)


def _fresh(case: Assessment) -> Assessment:
    """A case from the start, but for danger signs: those that fired or are in doubt stay."""
    flags = tuple(f for f in case.flags if f.state in (FlagState.fired, FlagState.unclear))
    signs = {concept for flag in flags for concept in flag.concepts}
    return Assessment(
        consent=case.consent,
        turn=case.turn,
        facts=tuple(fact for fact in case.facts if fact.concept in signs),
        flags=flags,
        latest=case.latest,
    )


def _stop(case: Assessment, knowledge: Knowledge) -> Assessment:
    if case.stage is Stage.guide:
        return how_now(case, knowledge)
    return replace(case, move=Move("say", ("utter_stopped",)), asked=None)


def _start_over(case: Assessment, knowledge: Knowledge) -> Assessment:
    fresh = _fresh(case)
    if not case.consent:
        return ask(fresh, CONSENT, Stage.hello)
    return ask(fresh, DESCRIBE, Stage.describe, "utter_started_over")


def _back(case: Assessment, knowledge: Knowledge) -> Assessment:
    """Takes the last settled question back, with what its answer told, and asks it again.

    In a guided session it is the step before.
    """
    if case.asked == GUIDE_STEP and case.step > 0:
        return show_step(replace(case, step=case.step - 1), knowledge)
    settled = [q for q in case.questions if q.state is not QuestionState.open]
    if not settled:
        return spine(case, knowledge)
    last = max(settled, key=lambda record: record.turn)
    kept = tuple(fact for fact in case.facts if fact.turn != last.turn)
    case = replace(case, facts=kept).with_question(QuestionRecord(last.question))
    for flag in case.flags:
        if flag.state is FlagState.cleared and last.question == ASK_BACK + flag.flag:
            case = case.with_flag(replace(flag, state=FlagState.unclear))
    stage = _stage_of(last.question)
    return ask(replace(case, asked=None), last.question, stage, "utter_going_back")


def _stage_of(question: str) -> Stage:
    if question == DESCRIBE:
        return Stage.describe
    if question.startswith(SCREEN):
        return Stage.danger_screen
    return Stage.precautions if question == PRECAUTIONS else Stage.interview


def _repeat(case: Assessment, knowledge: Knowledge) -> Assessment:
    if case.asked == SUGGESTION:
        return suggest(case, knowledge)
    if case.asked == GUIDE_STEP:
        return show_step(case, knowledge)
    if case.asked is None:
        return spine(case, knowledge)
    return replace(case, move=Move("ask", (case.asked,), again=True))


Answering = Callable[[Assessment, Knowledge], Assessment]


COMMANDS: dict[str, Answering] = {
    "start_over": _start_over,
    "stop": _stop,
    "back": _back,
    "person": _see_someone,
    "repeat": _repeat,
}


ANSWERS: dict[tuple[str, str], Answering] = {
    (SUGGESTION, "guide"): begin_guide,
    (SUGGESTION, "another"): show_another,
    (SUGGESTION, "see_someone"): _see_someone,
    (GUIDE_STEP, "next"): next_step,
    (GUIDE_STEP, "worse"): got_worse,
    (GUIDE_CHECK, "fine"): next_step,
    (GUIDE_CHECK, "worse"): got_worse,
    (HOW_NOW, "better"): got_better,
    (HOW_NOW, "same"): stayed_the_same,
    (HOW_NOW, "worse"): got_worse,
    (AFTERWARDS, "another"): show_another,
    (AFTERWARDS, "prevent"): prevent_more,
    (AFTERWARDS, "see_someone"): _see_someone,
    (AFTERWARDS, "done"): _done,
    (AFTERWARDS, TOMORROW): _tomorrow,
    (FOLLOWED_UP, "better"): better_since,
    (FOLLOWED_UP, "same"): same_since,
    (FOLLOWED_UP, "worse"): worse_since,
    (FOLLOWED_UP, NO_MORE): no_more,
}
