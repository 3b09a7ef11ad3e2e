"""Finds what the files of pictures and forms leave open: a step, a question, a place."""

from __future__ import annotations

from collections import Counter
from typing import Iterator

from headache_relief.knowledge.clinical_files import Knowledge

SHOWN_AS_A_FORM = frozenset({"checklist", "scale"})
SEPARATORS = ",;\n"  # of several titles in one message


def faults_in_pictures(knowledge: Knowledge) -> list[str]:
    """The faults, in one sentence each."""
    return [
        *_steps_without_a_drawing(knowledge),
        *_questions_without_a_line(knowledge),
        *_titles_that_cannot_be_told(knowledge),
    ]


def _steps_without_a_drawing(knowledge: Knowledge) -> Iterator[str]:
    for name, technique in knowledge.techniques.items():
        steps = len(technique.self_version.steps) if technique.self_version else 0
        drawing = knowledge.technique_drawings.get(name)
        drawn = len(drawing.steps) if drawing else 0
        if drawn != steps:
            yield (
                f"technique_drawings.yml: {name}: it has {drawn} steps where techniques.yml has "
                f"{steps}; write one for each, or 'none'."
            )


def _questions_without_a_line(knowledge: Knowledge) -> Iterator[str]:
    for name, question in knowledge.questions.items():
        if question.kind in SHOWN_AS_A_FORM and question.in_short is None:
            yield f"questions.yml: {name}: in_short is missing; write the question in one line."


def _titles_that_cannot_be_told(knowledge: Knowledge) -> Iterator[str]:
    """Several places are sent as their titles with commas between, so each must stand alone."""
    titles = [region.title for region in knowledge.head_map.values()]
    often = Counter(title.lower() for title in titles)
    for name, region in knowledge.head_map.items():
        if often[region.title.lower()] > 1:
            yield f"head_map.yml: {name}: another place has its title too; write another one."
        if any(mark in region.title for mark in SEPARATORS):
            yield f"head_map.yml: {name}: its title has a comma or semicolon; write it without."
