"""Reads a message as the answer to a question: its meaning then hangs on what was asked."""

from __future__ import annotations

from dataclasses import replace

from headache_relief.assessment import triage
from headache_relief.assessment.answers import AskedQuestion, answer_to
from headache_relief.assessment.asking import asked_question
from headache_relief.assessment.case import ASK_BACK, Assessment
from headache_relief.assessment.facts import Fact
from headache_relief.knowledge.clinical import Option
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.language.understanding import Finding, Status, Understanding

STATUSES: dict[str, Status] = {
    "present": "present",
    "absent": "absent",
    "uncertain": "uncertain",
}


def in_context(understanding: Understanding, asked: str, knowledge: Knowledge) -> Understanding:
    """The message with the findings that it states by answering `asked`.

    `asked` is a question of the knowledge files, `ask_back:<flag>`, or a concept ("was there any
    fever?"). An unknown name leaves the message as it is.
    """
    unknown_flag = (
        asked.startswith(ASK_BACK) and asked.removeprefix(ASK_BACK) not in knowledge.red_flags
    )
    if unknown_flag:
        return understanding
    question = asked_question(asked, Assessment(asked=asked), knowledge)
    if question is None and asked in knowledge.concepts:
        question = _about(asked)
    if question is None:
        return understanding
    told = triage.facts_from(understanding, 1, knowledge.parents).facts
    answer = answer_to(question, understanding, told, knowledge.parents, turn=1)
    decided = {fact.concept: STATUSES[fact.status] for fact in answer.facts}
    told_now = tuple(
        replace(finding, status=decided.get(finding.concept, finding.status))
        if finding.status == "uncertain"
        else finding
        for finding in understanding.findings
    )
    said = {finding.concept for finding in told_now}
    added = tuple(
        _finding(fact, understanding, knowledge)
        for fact in answer.facts
        if fact.concept not in said
    )
    if answer.unsure:
        unsure = (Fact(concept, "uncertain") for concept in question.concepts)
        added += tuple(_finding(fact, understanding, knowledge) for fact in unsure)
    return replace(understanding, findings=told_now + added)


def _about(concept: str) -> AskedQuestion:
    """A yes-or-no question about one concept."""
    yes = Option(title="Yes", present=[concept], answers=["yes"])
    no = Option(title="No", absent=[concept], answers=["no", "none_of_these"])
    return AskedQuestion("yes_no", (yes, no))


def _finding(fact: Fact, understanding: Understanding, knowledge: Knowledge) -> Finding:
    concept = knowledge.concepts.get(fact.concept)
    return Finding(
        concept=fact.concept,
        kind=concept.kind.value if concept else "measure",
        status=STATUSES[fact.status],
        start=0,
        end=len(understanding.text),
        value=fact.value,
        words=understanding.text,
    )
