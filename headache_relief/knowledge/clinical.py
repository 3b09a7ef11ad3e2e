"""The shape of the clinical files in `data/knowledge`."""

from __future__ import annotations

from enum import Enum
from typing import Literal, Optional

from pydantic import Field

from headache_relief.knowledge.base import (
    Certainty,
    ClinicalEntry,
    Confidence,
    Entry,
    Identifier,
    Sentence,
    Tier,
)
from headache_relief.knowledge.conditions import Condition


class Source(Entry):
    """Where a fact comes from."""

    title: Sentence
    published: str
    link: Optional[str] = None
    read: Confidence


class Option(Entry):
    """One answer to a question: its button, and what choosing it tells about the case."""

    title: Sentence
    present: list[Identifier] = []
    absent: list[Identifier] = []
    covers: list[Identifier] = []  # what it stands for too: denied with it, known only as a whole
    measures: dict[Identifier, float] = {}
    answers: list[Identifier] = []  # answer words that choose it, such as "yes"
    up_to: Optional[float] = None  # a number up to here means this option (options in order)

    @property
    def asks_about(self) -> tuple[str, ...]:
        """Every concept that leaving it unticked denies."""
        return tuple(dict.fromkeys((*self.present, *self.covers)))


class AskBack(Entry):
    """The one question that settles an unclear danger sign."""

    text: Sentence
    options: list[Option] = Field(min_items=2)


class DangerMessage(Entry):
    """The substance of what is said: what to do, why, what not to do; one or two sentences each."""

    do: Sentence
    why: Sentence
    avoid: Optional[Sentence] = None


class RedFlag(ClinicalEntry):
    """A danger sign: when it fires, how urgent it is, what is asked and said."""

    name: Sentence  # plain words, said back as "you mentioned {name}"
    tier: Tier
    certainty: Confidence
    snnoop10: list[int] = []
    crisis: bool = False  # answered by the crisis script, not the headache talk
    fires: list[Condition]  # any one of them is enough
    unclear: list[Condition] = []  # any one of them asks back
    rests_on: list[Condition] = []  # without any of them its sound alone asks back, never fires
    ask_back: Optional[AskBack] = None
    outranks: list[Identifier] = []  # milder flags that need not be told once this one fired
    message: DangerMessage


class Feature(Entry):
    """One line of the scoring table: when it holds, its weight, and how it is said."""

    when: Condition
    weight: int
    says: Sentence


class Guard(Entry):
    """What must be said or done instead when a pattern comes out with this condition."""

    when: Condition
    outcome: Literal["refer", "warn", "ask_danger"]
    refer_to: Optional[Identifier] = None
    flag: Optional[Identifier] = None
    says: Sentence


class Pattern(ClinicalEntry):
    """A kind of headache that answers can resemble; never a diagnosis."""

    name: Sentence
    resembles: Sentence  # "what doctors call tension-type headache"
    certainty: Confidence
    threshold: int
    features: list[Feature]
    massage: Literal["suits", "between_attacks", "does_not_suit"]
    guards: list[Guard] = []
    advice: list[Sentence] = []


class Overlay(ClinicalEntry):
    """A finding reported beside the pattern, such as medicine overuse."""

    name: Sentence
    certainty: Confidence
    when: Condition
    says: Sentence
    refer_to: Optional[Identifier] = None


class PrecautionLevel(str, Enum):
    """How far a precaution limits massage; ordered from most to least."""

    absolute = "absolute"  # no massage; route to a professional
    clinician_first = "clinician_first"  # only what is named as still fine until a clinician agrees
    local = "local"  # keep away from the area
    with_care = "with_care"  # adapt the technique


class Reach(Entry):
    """Which massage and movement something touches: any listed region or pressure matches."""

    everything: bool = False
    regions: list[Identifier] = []
    pressures: list[Literal["light", "medium", "firm"]] = []


class Precaution(ClinicalEntry):
    """A reason to leave out or change massage for this person."""

    name: Sentence  # as a checklist item: "Blood thinners"
    level: PrecautionLevel
    certainty: Confidence
    when: Condition
    sets: list[Identifier] = []  # concepts that ticking the checklist item makes present
    blocks: Reach = Reach()
    limits: Reach = Reach()
    says: Sentence  # what the person is told when it applies
    ask: bool = True  # shown in the checklist when a candidate technique needs it
    refer_to: Optional[Identifier] = None


class Step(Entry):
    """One step of a guided session."""

    text: Sentence
    seconds: int = Field(ge=5, le=600)
    pressure: int = Field(ge=0, le=4)  # 0-10 scale, never above 4
    check: bool = False  # ask how it feels after this step


class SelfVersion(Entry):
    """How someone does it alone."""

    position: Sentence
    minutes: int = Field(ge=1, le=20)
    steps: list[Step] = Field(min_items=2)
    how_often: Sentence


class ProfessionalVersion(Entry):
    """How a professional does it, with the dose used in trials."""

    text: Sentence
    dose: Sentence


class Technique(ClinicalEntry):
    """Something to do about a headache."""

    name: Sentence
    kind: Literal["massage", "movement", "comfort"]
    summary: Sentence
    why: Sentence
    certainty: Certainty
    evidence: Sentence  # the honest line: what studies found
    suits: dict[Identifier, int] = {}  # pattern -> fit 1 to 3
    suits_when: list[Feature] = []  # extra fit from findings
    regions: list[Identifier] = []
    pressure: Literal["none", "light", "medium", "firm"]
    during_attack: bool = False
    self_version: Optional[SelfVersion] = None
    instead_of_self: Optional[Sentence] = None  # said where there is no self version
    professional: Optional[ProfessionalVersion] = None
    caveats: list[Sentence] = Field(min_items=1)
    stop_if: list[Sentence] = []
    blocked_by: list[Identifier] = []
    limited_by: dict[Identifier, Sentence] = {}  # precaution -> how to do it then
    offered: bool = True  # off by default techniques are explained, not suggested


class Referral(ClinicalEntry):
    """Whom to see, when, and what to tell them."""

    name: Sentence
    certainty: Confidence
    when: list[Condition] = []
    patterns: list[Identifier] = []
    how_soon: Sentence
    why: Sentence
    tell_them: list[Sentence] = Field(min_items=1)
    bookable: bool = False  # may show the site's booking link
    call: Optional[Literal["emergency_number", "advice_line"]] = None  # the number that reaches it
    find: dict[str, Sentence] = {}  # country -> how to find one


class Question(ClinicalEntry):
    """A question of the danger screen, interview or precautions; its text is `utter_ask_<id>`."""

    stage: Literal["danger_screen", "interview", "precautions"]
    certainty: Confidence
    kind: Literal["checklist", "choice", "yes_no", "scale", "number"]
    in_short: Optional[Sentence] = None  # in one line, for a form: checklists and scales
    options: list[Option] = []
    measure: Optional[Identifier] = None  # scale and number: what is measured
    lowest: Optional[float] = None
    highest: Optional[float] = None
    one_is_enough: bool = False  # a checklist that is not asked once one of its items was told


class Hint(ClinicalEntry):
    """When the place where the talk is shown does well to change how it shows it."""

    certainty: Confidence
    when: Condition


class EmergencyNumbers(Entry):
    """Emergency and crisis numbers of a country (ISO 3166 alpha-2)."""

    call: str
    note: str = ""
    advice_line: Optional[str] = None  # same-day advice by phone
    crisis: list[Sentence] = []
    certainty: Confidence
    sources: list[Identifier]
    reviewed_by: Optional[str] = None
    reviewed_on: Optional[str] = None


class Choice(Entry):
    """One answer to a question of the conversation itself, and what it means."""

    title: Sentence
    means: Identifier
    answers: list[Identifier] = []  # answer words and intents that choose it


class ArticleClaim(ClinicalEntry):
    """A claim of the source article, how it is told, and what the evidence says of it."""

    claim: Sentence  # in our own words
    certainty: Certainty
    intent: Identifier
    response: Identifier
    evidence: Sentence
    evidence_response: Identifier
    story: Sentence  # the name of the story that walks it
    overclaims: bool
