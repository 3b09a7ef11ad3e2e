"""A day after self-care the assistant asks how the head is, if the person wants that."""

from __future__ import annotations

from dataclasses import replace

from headache_relief.assessment.asking import DANGER_QUESTIONS
from headache_relief.assessment.case import (
    FOLLOWED_UP,
    Assessment,
    Move,
    QuestionRecord,
    Stage,
)
from headache_relief.assessment.guiding import got_worse
from headache_relief.assessment.spine import ask
from headache_relief.knowledge.clinical_files import Knowledge

OFFERED = "offered"
AGREED = "agreed"
TOMORROW = "tomorrow"  # the choice that agrees
NO_MORE = "no_more"  # the choice not to be asked again


def offer_later(case: Assessment) -> Assessment:
    """The case in which being asked a day later may be chosen, unless it was agreed to before."""
    allowed = _may_be_asked(case) and case.outcome == "better" and case.later != AGREED
    return replace(case, later=OFFERED) if allowed else case


def agree(case: Assessment, knowledge: Knowledge) -> Assessment:
    """The end of the talk for today."""
    move = Move("say", ("utter_asks_tomorrow",))
    return replace(case, move=move, asked=None, outcome="done", later=AGREED)


def follow_up(case: Assessment) -> Assessment:
    """The case in which the promised question is asked; the same case when that must not be."""
    if not _may_be_asked(case) or case.later != AGREED:
        return case
    return replace(ask(case, FOLLOWED_UP, Stage.follow_up), later="")


def better_since(case: Assessment, knowledge: Knowledge) -> Assessment:
    return _ended(case, "utter_better_since")


def no_more(case: Assessment, knowledge: Knowledge) -> Assessment:
    return _ended(case, "utter_asks_no_more")


def same_since(case: Assessment, knowledge: Knowledge) -> Assessment:
    """A day is long: danger is asked about anew before anything else is suggested."""
    case = replace(_unscreened(case, knowledge), outcome="same")
    return ask(case, DANGER_QUESTIONS[0], Stage.danger_screen, "utter_same_since")


def worse_since(case: Assessment, knowledge: Knowledge) -> Assessment:
    case = got_worse(_unscreened(case, knowledge), knowledge)
    return ask(case, DANGER_QUESTIONS[0], Stage.danger_screen, "utter_worse_since")


def _may_be_asked(case: Assessment) -> bool:
    return bool(case.consent) and not case.massage_stopped and not case.unclear


def _ended(case: Assessment, response: str) -> Assessment:
    return replace(case, move=Move("say", (response,)), asked=None, outcome="done")


def _unscreened(case: Assessment, knowledge: Knowledge) -> Assessment:
    """The case without any denial of a danger sign, and with the danger questions open."""
    options = (o for name in DANGER_QUESTIONS for o in knowledge.questions[name].options)
    asked_about = {concept for option in options for concept in option.asks_about}
    kept = (f for f in case.facts if not (f.concept in asked_about and f.status == "absent"))
    case = replace(case, facts=tuple(kept))
    for name in DANGER_QUESTIONS:
        case = case.with_question(QuestionRecord(name))
    return case
