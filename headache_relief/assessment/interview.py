"""Which interview question to ask next: only what is unknown and would change the outcome."""

from __future__ import annotations

from typing import Iterable, Optional, Sequence

from headache_relief.assessment.case import Assessment
from headache_relief.assessment.facts import Fact, Facts
from headache_relief.assessment.patterns import Scored, Verdict, assess, score, verdict
from headache_relief.knowledge.clinical import Option, Question
from headache_relief.knowledge.clinical_files import Knowledge

MOST_QUESTIONS = 8
MOST_QUESTIONS_IN_AN_ATTACK = 2
CLEAR_MARGIN = 0.25  # of a pattern's threshold, as in the scoring table's decision rule


def next_question(case: Assessment, knowledge: Knowledge) -> Optional[str]:
    """The interview question whose answer could change the outcome most, or None."""
    facts = case.known(knowledge.parents)
    asked = [q for q in interview_questions(knowledge) if case.settled(q)]
    most = MOST_QUESTIONS_IN_AN_ATTACK if in_attack(facts) else MOST_QUESTIONS
    open_questions = [
        name
        for name in interview_questions(knowledge)
        if not case.settled(name) and not _already_told(facts, knowledge.questions[name])
    ]
    if len(asked) >= most or not open_questions:
        return None
    if _is_clear(facts, open_questions, knowledge):
        return None
    worth = {name: _spread(facts, knowledge.questions[name], knowledge) for name in open_questions}
    best = max(open_questions, key=lambda name: worth[name])
    return best if worth[best] > 0 else None


def interview_questions(knowledge: Knowledge) -> tuple[str, ...]:
    """The interview questions in their written order."""
    return tuple(name for name, q in knowledge.questions.items() if q.stage == "interview")


def in_attack(facts: Facts) -> bool:
    """True when a migraine-like attack is going on: light or vomiting with severe pain, or both."""
    severe = bool(facts.present("severe"))
    light = bool(facts.present("light_sensitivity"))
    sick = bool(facts.present("vomiting") or facts.present("nausea"))
    return (light and (sick or severe)) or (severe and sick)


def _already_told(facts: Facts, question: Question) -> bool:
    """A choice is told when one of its options is; a checklist when each item was spoken of."""
    if question.measure is not None and facts.measure(question.measure) is not None:
        return True
    said = [
        any(facts.present(c) for c in option.present)
        for option in question.options
        if option.present
    ]
    if question.kind == "checklist":
        known = [all(facts.known(c) for c in option.present) for option in question.options]
        return bool(known) and all(known)
    return any(said)


def _is_clear(facts: Facts, open_questions: Sequence[str], knowledge: Knowledge) -> bool:
    """One pattern stands out, and no single answer would name another one instead."""
    now = assess(facts, knowledge)
    if now.kind != "pattern":
        return False
    for name in open_questions:
        for after in _possible(facts, knowledge.questions[name], knowledge):
            if after.kind != "unclear" and after.patterns[:1] != now.patterns[:1]:
                return False
    return True


def _possible(facts: Facts, question: Question, knowledge: Knowledge) -> Iterable[Verdict]:
    for option in question.options:
        yield verdict(score(_with(facts, option), knowledge.patterns))


def _with(facts: Facts, option: Option) -> Facts:
    answered = [Fact(concept, "present") for concept in option.present]
    answered += [Fact(concept, "absent") for concept in option.absent]
    answered += [Fact(name, "present", value=value) for name, value in option.measures.items()]
    return Facts(facts.facts + tuple(answered), facts.parents)


def _spread(facts: Facts, question: Question, knowledge: Knowledge) -> float:
    """How far the answers pull the patterns still in play apart, in units of their thresholds."""
    before = {s.pattern: s.normalised for s in score(facts, knowledge.patterns)}
    leader = max(before.values(), default=0.0)
    spread = 0.0
    for option in question.options:
        for scored in score(_with(facts, option), knowledge.patterns):
            if _in_play(scored, leader):
                spread += abs(scored.normalised - before[scored.pattern])
    return spread / max(1, len(question.options))


def _in_play(scored: Scored, leader: float) -> bool:
    return scored.normalised >= leader - 1.0
