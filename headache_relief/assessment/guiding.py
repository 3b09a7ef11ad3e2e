"""A technique is guided step by step, and what comes after it."""

from __future__ import annotations

from dataclasses import replace

from headache_relief.assessment.asking import DANGER_QUESTIONS
from headache_relief.assessment.case import (
    AFTERWARDS,
    GUIDE_CHECK,
    GUIDE_STEP,
    HOW_NOW,
    Assessment,
    Move,
    QuestionRecord,
    Stage,
)
from headache_relief.assessment.facts import ancestors
from headache_relief.assessment.spine import advise, ask, new_care, refer, suggest
from headache_relief.knowledge.clinical_files import Knowledge

# Felt during a guided step, or right after it, these end it: uncertain counts too.
STOP_SIGNS = ("dizziness", "nausea", "vomiting", "electric", "stabbing", "getting_worse")


def begin_guide(case: Assessment, knowledge: Knowledge) -> Assessment:
    return show_step(replace(case, step=0), knowledge)


def next_step(case: Assessment, knowledge: Knowledge) -> Assessment:
    version = knowledge.techniques[technique_id(case)].self_version
    if version is None:
        return suggest(case, knowledge)
    check_due = case.asked == GUIDE_STEP and version.steps[case.step].check
    if check_due:
        return ask(case, GUIDE_CHECK, Stage.guide)
    following = replace(case, step=case.step + 1)
    if following.step >= len(version.steps):
        return how_now(case, knowledge)
    return show_step(following, knowledge)


def show_step(case: Assessment, knowledge: Knowledge) -> Assessment:
    if case.current not in advise(case, knowledge).techniques or new_care(case, knowledge):
        return suggest(case, knowledge)
    move = Move("guide", (technique_id(case), str(case.step)))
    return replace(case, move=move, asked=GUIDE_STEP, stage=Stage.guide)


def how_now(case: Assessment, knowledge: Knowledge) -> Assessment:
    tried = tuple(dict.fromkeys((*case.tried, technique_id(case))))
    return ask(replace(case, tried=tried), HOW_NOW, Stage.follow_up)


def show_another(case: Assessment, knowledge: Knowledge) -> Assessment:
    if case.outcome == "worse":
        return refer(case, ("worse",))
    tried = tuple(dict.fromkeys((*case.tried, technique_id(case))))
    return suggest(replace(case, tried=tried), knowledge)


def got_better(case: Assessment, knowledge: Knowledge) -> Assessment:
    move = Move("follow_up", ("better",))
    return replace(case, outcome="better", move=move, asked=AFTERWARDS, stage=Stage.follow_up)


def stayed_the_same(case: Assessment, knowledge: Knowledge) -> Assessment:
    return suggest(replace(case, outcome="same"), knowledge, "utter_follow_up_same")


def got_worse(case: Assessment, knowledge: Knowledge) -> Assessment:
    """Worse after a massage is a new question: the first danger checklist is asked once more."""
    denied = danger_signs(knowledge)
    kept = tuple(f for f in case.facts if not (f.concept in denied and f.status == "absent"))
    case = replace(case, facts=kept, outcome="worse")
    case = case.with_question(QuestionRecord(DANGER_QUESTIONS[0]))
    return ask(case, DANGER_QUESTIONS[0], Stage.danger_screen, "utter_follow_up_worse")


def prevent_more(case: Assessment, knowledge: Knowledge) -> Assessment:
    move = Move("follow_up", ("prevent",))
    return replace(case, move=move, asked=AFTERWARDS, stage=Stage.follow_up)


def felt_a_stop_sign(case: Assessment, knowledge: Knowledge) -> bool:
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


def technique_id(case: Assessment) -> str:
    return case.current or ""
