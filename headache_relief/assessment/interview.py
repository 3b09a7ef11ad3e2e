"""Which interview question to ask next: only what is unknown and would change the outcome."""

from __future__ import annotations

from typing import Iterable, Optional, Sequence

from headache_relief.assessment.case import Assessment
from headache_relief.assessment.facts import Fact, Facts
from headache_relief.assessment.patterns import Verdict, assess, score, verdict
from headache_relief.knowledge.clinical import Option, Question
from headache_relief.knowledge.clinical_files import Knowledge

MOST_QUESTIONS = 8
MOST_QUESTIONS_IN_AN_ATTACK = 2
NO_WORTH = (0.0, 0.0)


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
    worth = {name: _worth(facts, knowledge.questions[name], knowledge) for name in open_questions}
    best = max(open_questions, key=lambda name: worth[name])
    return best if worth[best] > NO_WORTH else None


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
    if question.kind == "checklist" and not question.one_is_enough:
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


def _worth(facts: Facts, question: Question, knowledge: Knowledge) -> tuple[float, float]:
    """The share of answers that would change the outcome; then how far they move the patterns.

    The second counts the patterns still in play, in units of their thresholds.
    """
    before = score(facts, knowledge.patterns)
    now = verdict(before)
    points = {scored.pattern: scored.normalised for scored in before}
    floor = max(points.values(), default=0.0) - 1.0
    answers = [option for option in question.options if option.present or option.absent]
    changed, moved = 0, 0.0
    for option in answers:
        after = score(_with(facts, option), knowledge.patterns)
        changed += verdict(after).patterns != now.patterns
        moved += sum(
            abs(scored.normalised - points[scored.pattern])
            for scored in after
            if scored.normalised >= floor
        )
    return changed / max(1, len(answers)), moved / max(1, len(answers))
