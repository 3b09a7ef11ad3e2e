"""Puts a suggestion into words: why, steps, how sure, what to take care of."""

from __future__ import annotations

from typing import Iterable, Sequence

from headache_relief.assessment.advice import Advice
from headache_relief.assessment.asking import precautions_left
from headache_relief.assessment.case import Assessment
from headache_relief.assessment.patterns import Verdict, assess, overlays_that_apply
from headache_relief.assessment.precautions import applying, limits
from headache_relief.knowledge.clinical import SelfVersion, Technique
from headache_relief.knowledge.clinical_files import Knowledge

MOST_DRIVERS = 3


def suggestion_fields(
    technique_id: str,
    others: Sequence[str],
    advised: Advice,
    case: Assessment,
    knowledge: Knowledge,
) -> dict[str, str]:
    """What fills the suggestion response for a technique in this case."""
    technique = knowledge.techniques[technique_id]
    facts = case.known(knowledge.parents)
    verdict = assess(facts, knowledge)
    here = applying(facts, knowledge.precautions, precautions_left(case, knowledge))
    version = technique.self_version
    wording = knowledge.wording
    return {
        "likeness": likeness(verdict, knowledge),
        "name": technique.name,
        "try_name": lower_first(technique.name),
        "minutes": minutes(version.minutes, knowledge) if version else "",
        "why": technique.why,
        "position": version.position if version else technique.instead_of_self or "",
        "steps": steps(version, knowledge) if version else "",
        "limits": " ".join(limits(technique, here, knowledge.precautions)),
        "certainty": wording[f"certainty_{technique.certainty.value}"],
        "evidence": technique.evidence,
        "caveats": " ".join(technique.caveats),
        "stop_if": one_of(technique.stop_if, knowledge),
        "left_out": _left_out(advised, applying(facts, knowledge.precautions), knowledge),
        "also_see": also_see(case, knowledge),
        "others": _others(others, knowledge),
    }


def likeness(verdict: Verdict, knowledge: Knowledge) -> str:
    """What the headache resembles, with the features that drove it; never a diagnosis."""
    wording = knowledge.wording
    names = [knowledge.patterns[pattern].resembles for pattern in verdict.patterns]
    if verdict.kind == "pattern" and names:
        drivers = ", ".join(verdict.drivers[:MOST_DRIVERS])
        if verdict.against:
            return wording["likeness_pattern_but"].format(
                resembles=names[0], drivers=drivers, against=", ".join(verdict.against[:2])
            )
        return wording["likeness_pattern"].format(resembles=names[0], drivers=drivers)
    if verdict.kind == "mixed" and len(names) > 1:
        return wording["likeness_mixed"].format(first=names[0], second=names[1])
    return wording["likeness_unclear"]


def also_see(case: Assessment, knowledge: Knowledge) -> str:
    """Whom to see beside the massage: what the routine flags and overlays ask for."""
    told = [knowledge.red_flags[flag.flag].message.do for flag in case.fired]
    facts = case.known(knowledge.parents)
    told += [overlay.says for overlay in overlays_that_apply(facts, knowledge.overlays)]
    return " ".join(dict.fromkeys(told))


def steps(version: SelfVersion, knowledge: Knowledge) -> str:
    """The steps of a self version, numbered, a line each."""
    template = knowledge.wording["step"]
    return "\n".join(
        template.format(number=number, text=step.text)
        for number, step in enumerate(version.steps, 1)
    )


def minutes(count: int, knowledge: Knowledge) -> str:
    template = knowledge.wording["one_minute" if count == 1 else "minutes"]
    return template.format(minutes=count)


def pressure(level: int, knowledge: Knowledge) -> str:
    """A step's pressure in words; `level` is on a scale of 0 to 10."""
    if level == 0:
        return knowledge.wording["pressure_none"]
    if level == 1:
        return knowledge.wording["pressure_light"]
    return knowledge.wording["pressure_some"].format(pressure=level)


def one_of(sentences: Sequence[str], knowledge: Knowledge) -> str:
    """Sentences as the end of one that begins "stop if": "you feel dizzy, or the pain grows"."""
    clauses = [lower_first(sentence.rstrip(".")) for sentence in sentences]
    return f", {knowledge.wording['or']} ".join(clauses)


def lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]


def _names(techniques: Iterable[str], knowledge: Knowledge) -> str:
    found: list[Technique] = [knowledge.techniques[name] for name in techniques]
    return ", ".join(lower_first(technique.name) for technique in found)


def _left_out(advised: Advice, known: Sequence[str], knowledge: Knowledge) -> str:
    """What would fit but for a precaution that the person told; what is unknown goes unsaid."""
    forbidden = [name for name, precaution in advised.left_out.items() if precaution in known]
    if not forbidden:
        return ""
    names = _names(forbidden[:2], knowledge)
    return knowledge.wording["left_out"].format(names=names)


def _others(others: Sequence[str], knowledge: Knowledge) -> str:
    if not others:
        return ""
    return knowledge.wording["others"].format(names=_names(others[:2], knowledge))
