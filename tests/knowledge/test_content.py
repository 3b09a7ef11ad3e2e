"""What the knowledge files say to people: short, plain, honest, gentle."""

from __future__ import annotations

import re
from typing import Iterator

import pytest

from headache_relief.knowledge.clinical import Technique
from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge

KNOWLEDGE = load_knowledge()
TECHNIQUES = KNOWLEDGE.techniques
MOST_WORDS = 45
NEVER_SAID = re.compile(r"\b(cure[sd]?|guarantee\w*|heals?|healing|detox\w*|diagnos\w*)\b|!", re.I)
JARGON = re.compile(
    r"\b(photophobia|cephal\w*|cervicogenic|myalgia|contraindicat\w*|bilateral|unilateral|"
    r"suboccipital|trapezius|sternocleidomastoid|analgesic\w*|prophyla\w*)\b",
    re.I,
)
DOSE = re.compile(r"\b\d+\s?(mg|milligram\w*|tablets?|pills?)\b", re.I)


def sentences() -> Iterator[tuple[str, str]]:
    """Every text that people may read, with the entry it stands in."""
    for name, technique in TECHNIQUES.items():
        yield from ((name, text) for text in of_technique(technique))
    for name, precaution in KNOWLEDGE.precautions.items():
        yield from ((name, text) for text in (precaution.name, precaution.says))
    for name, pattern in KNOWLEDGE.patterns.items():
        told = [*pattern.advice, *(guard.says for guard in pattern.guards)]
        yield from ((name, text) for text in (pattern.name, *told))
        yield from ((name, feature.says) for feature in pattern.features)
    for name, overlay in KNOWLEDGE.overlays.items():
        yield name, overlay.says
    for name, referral in KNOWLEDGE.referrals.items():
        told = [referral.name, referral.how_soon, referral.why, *referral.tell_them]
        yield from ((name, text) for text in (*told, *referral.find.values()))


def of_technique(technique: Technique) -> Iterator[str]:
    yield from (technique.name, technique.summary, technique.why, technique.evidence)
    yield from (*technique.caveats, *technique.stop_if, *technique.limited_by.values())
    if technique.instead_of_self:
        yield technique.instead_of_self
    if technique.self_version:
        yield technique.self_version.position
        yield from (step.text for step in technique.self_version.steps)
    if technique.professional:
        yield from (technique.professional.text, technique.professional.dose)


def test_texts_are_short_and_plain() -> None:
    for entry, text in sentences():
        assert len(text.split()) < MOST_WORDS, (entry, text)
        assert not JARGON.search(text), (entry, text)


def test_nothing_promises_diagnoses_or_doses() -> None:
    for entry, text in sentences():
        assert not NEVER_SAID.search(text), (entry, text)
        assert not DOSE.search(text), (entry, text)


@pytest.mark.parametrize("name", [n for n, t in TECHNIQUES.items() if t.self_version])
def test_a_session_lasts_as_long_as_it_says(name: str) -> None:
    version = TECHNIQUES[name].self_version
    assert version is not None
    lasts = sum(step.seconds for step in version.steps) / 60
    assert version.minutes - 1 <= lasts <= version.minutes


@pytest.mark.parametrize("name", [n for n, t in TECHNIQUES.items() if t.self_version])
def test_a_session_asks_how_it_feels_before_it_ends(name: str) -> None:
    version = TECHNIQUES[name].self_version
    assert version is not None
    assert any(step.check for step in version.steps)


@pytest.mark.parametrize("name", TECHNIQUES)
def test_each_technique_says_when_to_stop(name: str) -> None:
    assert TECHNIQUES[name].stop_if
    for clause in TECHNIQUES[name].stop_if:
        assert clause[0].islower() and not clause.endswith("."), clause


@pytest.mark.parametrize(
    "name", [n for n, t in TECHNIQUES.items() if t.kind != "comfort" and t.self_version]
)
def test_massage_and_movement_stop_at_dizziness_or_changed_sight(name: str) -> None:
    told = " ".join(TECHNIQUES[name].stop_if)
    assert "dizzy" in told or "sight" in told


@pytest.mark.parametrize(
    ("pressure", "most"), [("none", 0), ("light", 3), ("medium", 3), ("firm", 4)]
)
def test_no_step_presses_harder_than_its_technique_says(pressure: str, most: int) -> None:
    for name, technique in TECHNIQUES.items():
        if technique.pressure == pressure and technique.self_version:
            assert max(s.pressure for s in technique.self_version.steps) <= most, name


def test_comfort_and_movement_press_nothing() -> None:
    for name, technique in TECHNIQUES.items():
        if technique.kind != "massage":
            assert technique.pressure == "none", name


def test_what_the_brief_switches_off_is_explained_but_not_offered() -> None:
    off = {name for name, technique in TECHNIQUES.items() if not technique.offered}
    assert off == {"sternocleidomastoid", "craniosacral_therapy", "massage_gun"}
    assert all(TECHNIQUES[name].instead_of_self for name in off)


def test_craniosacral_therapy_is_told_as_relaxation_without_proof() -> None:
    told = " ".join(of_technique(TECHNIQUES["craniosacral_therapy"]))
    assert "no important benefit" in told
    assert "relaxation, not treatment" in told


def test_a_massage_gun_is_advised_against() -> None:
    assert TECHNIQUES["massage_gun"].certainty.value == "against"
    assert TECHNIQUES["massage_gun"].self_version is None


def test_nothing_claims_more_than_low_certainty() -> None:
    best = {name for name, t in TECHNIQUES.items() if t.certainty.value == "low"}
    assert best == {"relaxation_massage", "shoulder_strengthening", "cold_pack"}


def test_every_pattern_that_suits_massage_has_a_technique(knowledge: Knowledge) -> None:
    suited = {pattern for t in TECHNIQUES.values() if t.kind == "massage" for pattern in t.suits}
    wanted = {n for n, p in knowledge.patterns.items() if p.massage != "does_not_suit"}
    assert wanted <= suited
    assert not suited & {n for n, p in knowledge.patterns.items() if p.massage == "does_not_suit"}


def test_precaution_names_fit_on_a_checklist_without_commas() -> None:
    for name, precaution in KNOWLEDGE.precautions.items():
        if precaution.ask:
            assert "," not in precaution.name and len(precaution.name) <= 56, name


def test_every_source_that_is_from_memory_says_so(knowledge: Knowledge) -> None:
    assert knowledge.sources["crisis_lines_list"].read.value == "from_memory"
    assert knowledge.sources["ichd3_migraine"].read.value == "from_memory"
    assert knowledge.sources["own_judgement"].read.value == "judgement"


def test_nothing_claims_a_review_that_did_not_take_place(knowledge: Knowledge) -> None:
    kinds = ("patterns", "overlays", "techniques", "precautions", "referrals", "questions")
    for kind in kinds:
        for name, entry in getattr(knowledge, kind).items():
            assert entry.reviewed_by is None and entry.reviewed_on is None, (kind, name)
