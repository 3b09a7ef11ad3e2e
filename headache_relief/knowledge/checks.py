"""Finds what does not fit together between the knowledge files: dangling names, gaps in safety."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Collection, Iterable, Iterator, Mapping, Sequence

from headache_relief.knowledge.base import ClinicalEntry, Entry
from headache_relief.knowledge.clinical import Option
from headache_relief.knowledge.clinical_files import ENTRY_FILES, Knowledge, load_knowledge
from headache_relief.knowledge.conditions import (
    Absent,
    AllOf,
    AnyOf,
    Condition,
    Measure,
    NoneOf,
    Together,
)
from headache_relief.knowledge.lexicon import Kind
from headache_relief.knowledge.picture_checks import faults_in_pictures
from headache_relief.knowledge.prototypes import PROTOTYPES, faults_in_prototypes
from headache_relief.knowledge.yaml_files import KNOWLEDGE, LEXICON, KnowledgeError

MEASURES = "measure"


@dataclass(frozen=True)
class Reference:
    """A name that one entry uses and another file must define; `kind` says which file."""

    file: str
    entry: str
    key: str
    kind: str
    name: str


def check_all(
    directory: Path = KNOWLEDGE, lexicon: Path = LEXICON, prototypes: Path = PROTOTYPES
) -> list[str]:
    """Every fault in one sentence each: file, entry, key, and what to do; empty when all fits."""
    try:
        knowledge = load_knowledge(directory, lexicon)
    except KnowledgeError as error:
        return [str(error)]
    return [*faults_in(knowledge), *faults_in_prototypes(knowledge.red_flags, prototypes)]


def faults_in(knowledge: Knowledge) -> list[str]:
    """The faults of knowledge that was read without one."""
    return [*dangling(knowledge), *unsafe(knowledge), *faults_in_pictures(knowledge)]


def dangling(knowledge: Knowledge) -> list[str]:
    """Names that nothing defines."""
    homes = _homes(knowledge)
    faults = []
    for reference in references(knowledge):
        home, names = homes[reference.kind]
        if reference.name not in names:
            faults.append(
                f"{reference.file}: {reference.entry}: {reference.key} names '{reference.name}', "
                f"which {home} does not define; add it there or mend the name."
            )
    return list(dict.fromkeys(faults))


def unsafe(knowledge: Knowledge) -> list[str]:
    """Gaps that would let a technique or a question miss a precaution."""
    return [
        *_unasked_precautions(knowledge),
        *_unreached_regions(knowledge),
        *_techniques_without_a_way(knowledge),
    ]


def references(knowledge: Knowledge) -> Iterator[Reference]:
    """Every name in the clinical files that another entry must define."""
    yield from _source_references(knowledge)
    yield from _red_flag_references(knowledge)
    yield from _pattern_references(knowledge)
    yield from _technique_references(knowledge)
    yield from _precaution_references(knowledge)
    for name, question in knowledge.questions.items():
        yield from _in_options("questions.yml", name, question.options)
        if question.measure:
            yield Reference("questions.yml", name, "measure", MEASURES, question.measure)
    for name, region in knowledge.head_map.items():
        yield from _named("head_map.yml", name, "concepts", "concepts", region.concepts)
    for name, hint in knowledge.hints.items():
        yield from _in_conditions("hints.yml", name, "when", [hint.when])
    for name in knowledge.technique_drawings:
        yield Reference("technique_drawings.yml", name, "its name", "techniques", name)
    for name, referral in knowledge.referrals.items():
        yield from _in_conditions("referrals.yml", name, "when", referral.when)
        yield from _named("referrals.yml", name, "patterns", "patterns", referral.patterns)


def concepts_of(condition: Condition) -> Iterator[str]:
    """The concepts that a condition names, measures left out."""
    if isinstance(condition, str):
        yield condition
    elif isinstance(condition, Absent):
        yield condition.absent
    else:
        for inner in _parts(condition):
            yield from concepts_of(inner)


def measures_of(condition: Condition) -> Iterator[str]:
    """The measures that a condition compares."""
    if isinstance(condition, Measure):
        yield condition.measure
    for inner in _parts(condition):
        yield from measures_of(inner)


def _parts(condition: Condition) -> Sequence[Condition]:
    if isinstance(condition, AllOf):
        return condition.all
    if isinstance(condition, AnyOf):
        return condition.any
    if isinstance(condition, NoneOf):
        return condition.none
    if isinstance(condition, Together):
        return condition.together
    return ()


def _homes(knowledge: Knowledge) -> Mapping[str, tuple[str, Collection[str]]]:
    measures = {name for name, c in knowledge.concepts.items() if c.kind is Kind.measure}
    return {
        "concepts": ("data/lexicon", knowledge.concepts),
        MEASURES: ("data/lexicon (kind: measure)", measures),
        **{kind: (f"{kind}.yml", _entries(knowledge, kind)) for kind in ENTRY_FILES},
    }


def _entries(knowledge: Knowledge, kind: str) -> Mapping[str, Entry]:
    entries: Mapping[str, Entry] = getattr(knowledge, kind)
    return entries


def _source_references(knowledge: Knowledge) -> Iterator[Reference]:
    for kind in ENTRY_FILES:
        for name, entry in _entries(knowledge, kind).items():
            if isinstance(entry, ClinicalEntry) or kind == "emergency_numbers":
                sources = getattr(entry, "sources", [])
                yield from _named(f"{kind}.yml", name, "sources", "sources", sources)


def _red_flag_references(knowledge: Knowledge) -> Iterator[Reference]:
    for name, flag in knowledge.red_flags.items():
        yield from _in_conditions("red_flags.yml", name, "fires", flag.fires)
        yield from _in_conditions("red_flags.yml", name, "unclear", flag.unclear)
        yield from _in_conditions("red_flags.yml", name, "rests_on", flag.rests_on)
        if flag.ask_back:
            yield from _in_options("red_flags.yml", name, flag.ask_back.options)


def _pattern_references(knowledge: Knowledge) -> Iterator[Reference]:
    for name, pattern in knowledge.patterns.items():
        conditions = [feature.when for feature in pattern.features]
        yield from _in_conditions("patterns.yml", name, "features", conditions)
        for guard in pattern.guards:
            yield from _in_conditions("patterns.yml", name, "guards", [guard.when])
            yield from _named("patterns.yml", name, "guards", "referrals", _one(guard.refer_to))
            yield from _named("patterns.yml", name, "guards", "red_flags", _one(guard.flag))
    for name, overlay in knowledge.overlays.items():
        yield from _in_conditions("overlays.yml", name, "when", [overlay.when])
        yield from _named("overlays.yml", name, "refer_to", "referrals", _one(overlay.refer_to))


def _technique_references(knowledge: Knowledge) -> Iterator[Reference]:
    file = "techniques.yml"
    for name, technique in knowledge.techniques.items():
        conditions = [feature.when for feature in technique.suits_when]
        yield from _in_conditions(file, name, "suits_when", conditions)
        yield from _named(file, name, "suits", "patterns", technique.suits)
        yield from _named(file, name, "blocked_by", "precautions", technique.blocked_by)
        yield from _named(file, name, "limited_by", "precautions", technique.limited_by)


def _precaution_references(knowledge: Knowledge) -> Iterator[Reference]:
    file = "precautions.yml"
    for name, precaution in knowledge.precautions.items():
        yield from _in_conditions(file, name, "when", [precaution.when])
        yield from _named(file, name, "sets", "concepts", precaution.sets)
        yield from _named(file, name, "refer_to", "referrals", _one(precaution.refer_to))


def _in_options(file: str, entry: str, options: Iterable[Option]) -> Iterator[Reference]:
    for option in options:
        key = f"option '{option.title}'"
        named = (*option.present, *option.absent, *option.covers)
        yield from _named(file, entry, key, "concepts", named)
        yield from _named(file, entry, key, MEASURES, option.measures)


def _in_conditions(
    file: str, entry: str, key: str, conditions: Iterable[Condition]
) -> Iterator[Reference]:
    for condition in conditions:
        yield from _named(file, entry, key, "concepts", concepts_of(condition))
        yield from _named(file, entry, key, MEASURES, measures_of(condition))


def _named(file: str, entry: str, key: str, kind: str, names: Iterable[str]) -> Iterator[Reference]:
    for name in names:
        yield Reference(file, entry, key, kind, name)


def _one(name: str | None) -> tuple[str, ...]:
    return (name,) if name else ()


def _unasked_precautions(knowledge: Knowledge) -> Iterator[str]:
    """What counts as present until denied must be asked about somewhere."""
    screened = {
        concept
        for question in knowledge.questions.values()
        if question.stage == "danger_screen"
        for option in question.options
        for concept in option.asks_about
    }
    for name, precaution in knowledge.precautions.items():
        if precaution.ask and not precaution.sets:
            yield (
                f"precautions.yml: {name}: sets is empty although it is asked; "
                "name the concept that ticking it makes present, or add 'ask: false'."
            )
        missing = [concept for concept in precaution.sets if concept not in screened]
        if not precaution.ask and missing:
            yield (
                f"precautions.yml: {name}: sets names '{missing[0]}', which no danger question "
                "asks about; ask it there or drop 'ask: false'."
            )


def _unreached_regions(knowledge: Knowledge) -> Iterator[str]:
    touched = {region for t in knowledge.techniques.values() for region in t.regions}
    for name, precaution in knowledge.precautions.items():
        for key, reach in (("blocks", precaution.blocks), ("limits", precaution.limits)):
            for region in reach.regions:
                if region not in touched:
                    yield (
                        f"precautions.yml: {name}: {key} names the region '{region}', which no "
                        "technique touches; use a region of techniques.yml."
                    )


def _techniques_without_a_way(knowledge: Knowledge) -> Iterator[str]:
    for name, technique in knowledge.techniques.items():
        if technique.self_version is None and technique.instead_of_self is None:
            yield (
                f"techniques.yml: {name}: it has neither self_version nor instead_of_self; "
                "say how to do it alone or what to do instead."
            )
        if technique.offered and technique.self_version is None:
            yield (
                f"techniques.yml: {name}: it is offered without a self_version; "
                "write one or set 'offered: false'."
            )
