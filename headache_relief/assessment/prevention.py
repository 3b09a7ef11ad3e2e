"""What may make this person's headaches rarer."""

from __future__ import annotations

from headache_relief.assessment.case import Assessment
from headache_relief.assessment.patterns import assess
from headache_relief.knowledge.clinical_files import Knowledge

MOST_PIECES = 2


def prevention(case: Assessment, knowledge: Knowledge) -> str:
    """The advice of the pattern that the headache resembles, or what fits most headaches."""
    verdict = assess(case.known(knowledge.parents), knowledge)
    advice = [line for name in verdict.patterns for line in knowledge.patterns[name].advice]
    return " ".join(advice[:MOST_PIECES]) or knowledge.wording["prevention_unclear"]
