"""The questions as they are shown in this case: their options, and which are left to ask."""

from __future__ import annotations

from typing import Optional

from headache_relief.assessment import precautions
from headache_relief.assessment.advice import candidates
from headache_relief.assessment.ages import AGE, FIFTY_OR_OVER
from headache_relief.assessment.answers import AskedQuestion
from headache_relief.assessment.case import ASK_BACK, Assessment
from headache_relief.assessment.facts import ancestors
from headache_relief.assessment.patterns import assess
from headache_relief.assessment.triage import HEADACHE
from headache_relief.knowledge.clinical import Choice, Option
from headache_relief.knowledge.clinical_files import Knowledge

DANGER_QUESTIONS = ("danger_now", "danger_background")
PRECAUTIONS = "precautions"


def asked_question(
    question: str, case: Assessment, knowledge: Knowledge
) -> Optional[AskedQuestion]:
    """The clinical question as shown in this case, or None for a question of the conversation."""
    if question.startswith(ASK_BACK):
        ask_back = knowledge.red_flags[question.removeprefix(ASK_BACK)].ask_back
        return AskedQuestion("choice", tuple(ask_back.options), cautious=True) if ask_back else None
    if question == PRECAUTIONS:
        return AskedQuestion(
            "checklist",
            precaution_options(case, knowledge),
            cautious=True,
            about=tuple(c for item in knowledge.precautions.values() for c in item.sets),
        )
    entry = knowledge.questions.get(question)
    if entry is None:
        return None
    danger = question in DANGER_QUESTIONS
    shortened = danger or entry.kind == "checklist"
    options = open_options(question, case, knowledge) if shortened else tuple(entry.options)
    return AskedQuestion(
        entry.kind,
        options,
        entry.measure,
        entry.lowest,
        entry.highest,
        cautious=danger,
        about=_about(question, knowledge),
        told=tuple(option for option in entry.options if option not in options),
    )


def _about(question: str, knowledge: Knowledge) -> tuple[str, ...]:
    """What answers a checklist besides its open options: its other items, and things like them."""
    entry = knowledge.questions[question]
    if entry.kind != "checklist":
        return ()
    items = tuple(dict.fromkeys(c for option in entry.options for c in option.asks_about))
    if question in DANGER_QUESTIONS:
        return (*items, AGE) if FIFTY_OR_OVER in items else items
    kinds = {knowledge.concepts[c].kind for c in items if c in knowledge.concepts}
    alike = (
        name
        for name, concept in knowledge.concepts.items()
        if concept.kind in kinds and HEADACHE not in (name, *ancestors(name, knowledge.parents))
    )
    return (*items, *alike)


def choices(question: str, knowledge: Knowledge) -> tuple[Choice, ...]:
    """The answers that a question of the conversation offers."""
    return tuple(knowledge.choices.get(question, ()))


def titles(question: str, case: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """The button titles of any question, in order."""
    asked = asked_question(question, case, knowledge)
    if asked is not None:
        return tuple(option.title for option in asked.options)
    return tuple(
        choice.title
        for choice in choices(question, knowledge)
        if choice.means != "tomorrow" or case.later == "offered"
    )


def open_options(question: str, case: Assessment, knowledge: Knowledge) -> tuple[Option, ...]:
    """A checklist's options, less those whose every concept the person has spoken of."""
    facts = case.known(knowledge.parents)
    options = knowledge.questions[question].options
    return tuple(
        option
        for option in options
        if not option.present or not all(facts.known(concept) for concept in option.asks_about)
    )


def screen_left(case: Assessment, knowledge: Knowledge) -> Optional[str]:
    """The danger question that is still to be asked, or None when the screen is complete."""
    for question in DANGER_QUESTIONS:
        left = [option for option in open_options(question, case, knowledge) if option.present]
        if left and not case.settled(question):
            return question
    return None


def precaution_options(case: Assessment, knowledge: Knowledge) -> tuple[Option, ...]:
    """The precaution checklist: what is unknown and would limit a candidate technique."""
    needed = precautions_left(case, knowledge)
    none_of_these = tuple(knowledge.questions[PRECAUTIONS].options)
    items = (knowledge.precautions[name] for name in needed)
    return none_of_these + tuple(Option(title=p.name, present=list(p.sets)) for p in items)


def precautions_left(case: Assessment, knowledge: Knowledge) -> tuple[str, ...]:
    """The precautions that are unknown and would block or limit a candidate technique."""
    facts = case.known(knowledge.parents)
    verdict = assess(facts, knowledge)
    wanted = [knowledge.techniques[name] for name in candidates(verdict, facts, knowledge)]
    return precautions.needed_for(wanted, facts, knowledge.precautions)
