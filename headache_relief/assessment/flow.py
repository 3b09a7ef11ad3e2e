"""What comes next in the conversation: a pure function of the case."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Optional

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
    GUIDE_CHECK,
    GUIDE_STEP,
    HOW_NOW,
    STOPPED,
    SUGGESTION,
    Assessment,
    FlagState,
    Move,
    QuestionRecord,
    QuestionState,
    Stage,
)
from headache_relief.assessment.facts import ancestors
from headache_relief.assessment.patterns import assess, guards_that_apply, overlays_that_apply
from headache_relief.knowledge.base import Tier
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
AFRAID = "afraid"
REMARKS = {"greet": "utter_greet", "complain": "utter_complain"}
# Felt during a guided step, or right after it, these end it: uncertain counts too.
STOP_SIGNS = ("dizziness", "nausea", "vomiting", "electric", "stabbing", "getting_worse")


def next_move(case: Assessment, knowledge: Knowledge) -> Assessment:
    """The case with its next move, the question then asked, and its stage."""
    meant = case.latest.meant
    if case.massage_stopped:
        worse = more_urgent_doubt(case)
        if worse is not None:
            return ask(case, ASK_BACK + worse, Stage.danger_screen)
        return _while_stopped(case)
    if case.outcome == "done" and case.latest.told_something:
        case = _new_case(case)
    command = COMMANDS.get(meant or "")
    if command is not None:
        return command(case, knowledge)
    if not case.consent:
        return _consent(case, knowledge)
    if case.outcome == "done" and case.asked is None:
        return ask(case, BEGIN, case.stage)
    if case.asked in (GUIDE_STEP, GUIDE_CHECK, HOW_NOW) and _felt_a_stop_sign(case, knowledge):
        return _worse(case, knowledge)
    answer = ANSWERS.get((case.asked or "", meant or ""))
    if answer is None and case.current is not None:
        answer = ANSWERS.get((HOW_NOW, meant or ""))
    if answer is not None:
        return answer(case, knowledge)
    return spine(case, knowledge)


def spine(case: Assessment, knowledge: Knowledge) -> Assessment:
    """The way from a description to a suggestion, taken up where it stands."""
    opening = _opening(case)
    if not case.consent:
        return ask(case, CONSENT, Stage.hello, opening)
    if not _described(case, knowledge):
        return ask(case, DESCRIBE, Stage.describe, opening)
    for flag in case.unclear:
        return ask(case, ASK_BACK + flag.flag, Stage.danger_screen, opening)
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
        opening = "utter_noted"
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
    return replace(case, move=Move("refer", why), asked=AFTERWARDS, stage=Stage.refer)


def referring_guard(case: Assessment, knowledge: Knowledge) -> Optional[str]:
    """Whom a guard of the pattern sends this person to instead of a massage, if any."""
    facts = case.known(knowledge.parents)
    for guard in guards_that_apply(assess(facts, knowledge), facts, knowledge.patterns):
        if guard.outcome == "refer":
            return guard.refer_to
    return None


def resume(case: Assessment, knowledge: Knowledge) -> Assessment:
    """After a question was answered: on with the case, or the waiting question once more."""
    if case.massage_stopped and more_urgent_doubt(case) is not None:
        return next_move(case, knowledge)
    if case.massage_stopped:
        done = case.latest.meant == "done"
        said = "utter_done" if done else "utter_massage_stays_off"
        return replace(case, move=Move("say", (said,)), asked=STOPPED)
    if case.asked == AFTERWARDS and case.latest.meant == "done":
        return _done(case, knowledge)
    if case.consent and (case.latest.told_something or case.latest.answered):
        return spine(case, knowledge)
    if case.asked is None:
        return replace(case, move=Move("ask", (BEGIN,)), asked=BEGIN)
    return replace(case, move=Move("ask", (case.asked,), again=True))


def _while_stopped(case: Assessment) -> Assessment:
    """Massage is off: names whom to see, asked or not."""
    if case.latest.meant == "done":
        return replace(case, move=Move("say", ("utter_done",)), asked=STOPPED)
    reason = "person" if case.latest.meant in ("see_someone", "person") else "stopped"
    if reason in case.referred and reason == "stopped":
        return replace(case, move=Move("say", ("utter_massage_stays_off",)), asked=STOPPED)
    return replace(refer(case, (reason,)), asked=STOPPED, referred=(*case.referred, reason))


def _newly_afraid(case: Assessment) -> bool:
    return any(fact.concept == AFRAID and fact.turn == case.turn for fact in case.facts)


def _felt_a_stop_sign(case: Assessment, knowledge: Knowledge) -> bool:
    signs = (*STOP_SIGNS, *danger_signs(knowledge))
    return any(
        fact.turn == case.turn
        and fact.status != "absent"
        and not {fact.concept, *ancestors(fact.concept, knowledge.parents)}.isdisjoint(signs)
        for fact in case.facts
    )


def danger_signs(knowledge: Knowledge) -> tuple[str, ...]:
    """What the first danger question asks about."""
    options = knowledge.questions[DANGER_QUESTIONS[0]].options
    return tuple(concept for option in options for concept in option.asks_about)


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


def _described(case: Assessment, knowledge: Knowledge) -> bool:
    """A trigger or an age alone describes no headache."""
    return any(
        fact.status == "present"
        and fact.concept in knowledge.concepts
        and knowledge.concepts[fact.concept].kind in DESCRIBING
        for fact in case.facts
    )


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
        careful = (case.asked or "").startswith(SCREEN)
        return "utter_unsure_of_danger" if careful else "utter_unsure"
    if case.asked in (CONSENT, AFTERWARDS, HOW_NOW, BEGIN) or "yes" in latest.answers:
        return None
    return "utter_cannot_answer" if latest.asks else "utter_not_understood"


def _suggest_or_wait(case: Assessment, knowledge: Knowledge, opening: Optional[str]) -> Assessment:
    """Suggests; while something is shown or guided and still safe, asks how to go on."""
    still_safe = case.current in advise(case, knowledge).techniques
    waiting = case.asked in (SUGGESTION, GUIDE_STEP, GUIDE_CHECK, HOW_NOW, AFTERWARDS)
    if waiting and still_safe and case.asked is not None and not _new_care(case, knowledge):
        return ask(case, case.asked, case.stage, opening)
    return suggest(case, knowledge, opening)


def _new_care(case: Assessment, knowledge: Knowledge) -> bool:
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


def _guide(case: Assessment, knowledge: Knowledge) -> Assessment:
    return _step(replace(case, step=0), knowledge)


def _next_step(case: Assessment, knowledge: Knowledge) -> Assessment:
    version = knowledge.techniques[technique_id(case)].self_version
    if version is None:
        return suggest(case, knowledge)
    check_due = case.asked == GUIDE_STEP and version.steps[case.step].check
    if check_due:
        return ask(case, GUIDE_CHECK, Stage.guide)
    following = replace(case, step=case.step + 1)
    if following.step >= len(version.steps):
        return _how_now(case, knowledge)
    return _step(following, knowledge)


def _step(case: Assessment, knowledge: Knowledge) -> Assessment:
    if case.current not in advise(case, knowledge).techniques or _new_care(case, knowledge):
        return suggest(case, knowledge)
    move = Move("guide", (technique_id(case), str(case.step)))
    return replace(case, move=move, asked=GUIDE_STEP, stage=Stage.guide)


def technique_id(case: Assessment) -> str:
    return case.current or ""


def _how_now(case: Assessment, knowledge: Knowledge) -> Assessment:
    tried = tuple(dict.fromkeys((*case.tried, technique_id(case))))
    return ask(replace(case, tried=tried), HOW_NOW, Stage.follow_up)


def _another(case: Assessment, knowledge: Knowledge) -> Assessment:
    tried = tuple(dict.fromkeys((*case.tried, technique_id(case))))
    return suggest(replace(case, tried=tried), knowledge)


def _better(case: Assessment, knowledge: Knowledge) -> Assessment:
    move = Move("follow_up", ("better",))
    return replace(case, outcome="better", move=move, asked=AFTERWARDS, stage=Stage.follow_up)


def _same(case: Assessment, knowledge: Knowledge) -> Assessment:
    return suggest(replace(case, outcome="same"), knowledge, "utter_follow_up_same")


def _worse(case: Assessment, knowledge: Knowledge) -> Assessment:
    """Worse after a massage is a new question: the first danger checklist is asked once more."""
    denied = danger_signs(knowledge)
    kept = tuple(f for f in case.facts if not (f.concept in denied and f.status == "absent"))
    case = replace(case, facts=kept, outcome="worse")
    case = case.with_question(QuestionRecord(DANGER_QUESTIONS[0]))
    return ask(case, DANGER_QUESTIONS[0], Stage.danger_screen, "utter_follow_up_worse")


def _see_someone(case: Assessment, knowledge: Knowledge) -> Assessment:
    return refer(case, ("person",))


def _prevent(case: Assessment, knowledge: Knowledge) -> Assessment:
    move = Move("follow_up", ("prevent",))
    return replace(case, move=move, asked=AFTERWARDS, stage=Stage.follow_up)


def _done(case: Assessment, knowledge: Knowledge) -> Assessment:
    return replace(case, move=Move("say", ("utter_done",)), asked=None, outcome="done")


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
        return _how_now(case, knowledge)
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
        return _step(replace(case, step=case.step - 1), knowledge)
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
    if question.startswith(SCREEN):
        return Stage.danger_screen
    return Stage.precautions if question == PRECAUTIONS else Stage.interview


def _repeat(case: Assessment, knowledge: Knowledge) -> Assessment:
    if case.asked == SUGGESTION:
        return suggest(case, knowledge)
    if case.asked == GUIDE_STEP:
        return _step(case, knowledge)
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
    (SUGGESTION, "guide"): _guide,
    (SUGGESTION, "another"): _another,
    (SUGGESTION, "see_someone"): _see_someone,
    (GUIDE_STEP, "next"): _next_step,
    (GUIDE_STEP, "worse"): _worse,
    (GUIDE_CHECK, "fine"): _next_step,
    (GUIDE_CHECK, "worse"): _worse,
    (HOW_NOW, "better"): _better,
    (HOW_NOW, "same"): _same,
    (HOW_NOW, "worse"): _worse,
    (AFTERWARDS, "another"): _another,
    (AFTERWARDS, "prevent"): _prevent,
    (AFTERWARDS, "see_someone"): _see_someone,
    (AFTERWARDS, "done"): _done,
}
