"""Which red flags a case raises: a pure function of its facts and the written rules."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Iterable, Mapping, Optional, Sequence

from headache_relief.assessment.facts import Evidence, Fact, Facts
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical import RedFlag
from headache_relief.knowledge.conditions import Condition
from headache_relief.language.understanding import Finding, Understanding

HEADACHE = "headache"
BELOW_THE_HEAD = ("neck_back", "shoulders")
ACHES_BELOW = (*BELOW_THE_HEAD, "neck_pain", "neck_stiffness", "shoulder_tension")
RULE, SEMANTIC = "rule", "semantic"  # the layers that hear danger
TICKED = -1  # the sentence number of a fact that was chosen from our own options


@dataclass(frozen=True)
class Likeness:
    """A known telling of a danger sign, and how alike the message is (cosine, at most 1)."""

    text: str
    similarity: float


@dataclass(frozen=True)
class Raised:
    """A red flag that the case raises, and what raised it.

    `ask_back` says that the flag is only possible yet, and that its question would settle it;
    `words` quotes the person; `layer` names what found it, the rule or the semantic layer, and
    `nearest` the tellings that the semantic layer found most alike.
    """

    flag: str
    tier: Tier
    layer: str = RULE
    ask_back: bool = False
    words: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    nearest: tuple[Likeness, ...] = ()


def facts_from(
    understanding: Understanding, turn: int, parents: Mapping[str, Sequence[str]]
) -> Facts:
    """The facts of one message that hold now, for the person it asks about.

    Who tells where in the head it hurts, or how, has a headache, also without the word; but how a
    neck or a shoulder hurts tells nothing of the head.
    """
    told = [finding for finding in understanding.findings if not finding.aside]
    return _facts(told, turn, parents)


def facts_aside(
    understanding: Understanding, turn: int, parents: Mapping[str, Sequence[str]]
) -> Facts:
    """What the message tells of somebody it does not ask about: dangerous, if at all, for them."""
    aside = {finding.who for finding in understanding.findings if finding.aside}
    told = [finding for finding in understanding.findings if finding.who in aside]
    return _facts(told, turn, parents)


def _facts(findings: Iterable[Finding], turn: int, parents: Mapping[str, Sequence[str]]) -> Facts:
    now = [finding for finding in findings if _is_now(finding)]
    facts = Facts(tuple(_fact(finding, turn) for finding in now), parents)
    held = [finding for finding in now if finding.status == "present"]
    kinds = ("location",) if _is_below_the_head(held) else ("location", "quality")
    places = [f for f in held if f.kind in kinds and f.concept not in BELOW_THE_HEAD]
    if not places or facts.known(HEADACHE):
        return facts
    implied = replace(_fact(places[0], turn), concept=HEADACHE, words="")
    return replace(facts, facts=(*facts.facts, implied))


def screen(facts: Facts, flags: Mapping[str, RedFlag]) -> tuple[Raised, ...]:
    """Every flag that the facts raise, the most urgent first, fired ones before unclear ones.

    A flag that an uncertain fact would fire is unclear; one that no rule asks back about fires.
    A milder flag that a fired one outranks is left out. Without any fact there is no flag.
    """
    if not facts.facts:
        return ()
    facts = _about_a_headache(facts)
    cautious = _uncertain_as_present(facts)
    raised = [
        sign
        for name, flag in flags.items()
        if (sign := _screen_flag(name, flag, facts, cautious)) is not None
    ]
    fired = {sign.flag for sign in raised if not sign.ask_back}
    outranked = {milder for name in fired for milder in flags[name].outranks}
    kept = [sign for sign in raised if sign.flag not in outranked]
    return tuple(sorted(kept, key=lambda sign: (-sign.tier.rank, sign.ask_back)))


def screen_message(
    understanding: Understanding,
    turn: int,
    parents: Mapping[str, Sequence[str]],
    flags: Mapping[str, RedFlag],
) -> tuple[Raised, ...]:
    """The flags of one message by itself: those of the person asked about, then those aside."""
    raised = screen(facts_from(understanding, turn, parents), flags)
    named = {sign.flag for sign in raised}
    beside = screen_aside(understanding, turn, parents, flags)
    return (*raised, *(sign for sign in beside if sign.flag not in named))


def screen_aside(
    understanding: Understanding,
    turn: int,
    parents: Mapping[str, Sequence[str]],
    flags: Mapping[str, RedFlag],
) -> tuple[Raised, ...]:
    """The urgent flags that fire for somebody whom the message only mentions."""
    facts = facts_aside(understanding, turn, parents)
    return tuple(s for s in screen(facts, flags) if s.tier is Tier.emergency and not s.ask_back)


def highest_tier(raised: Iterable[Raised]) -> Tier:
    """The most urgent tier among the flags that fired; an unclear flag has no tier yet."""
    tiers = (sign.tier for sign in raised if not sign.ask_back)
    return max(tiers, key=lambda tier: tier.rank, default=Tier.none)


def adds(sign: Raised, known: Sequence[Raised], flags: Mapping[str, RedFlag]) -> bool:
    """True when a sign is more urgent, or surer, than all that is known already.

    A crisis and an emergency of the body say nothing of each other. One question is enough, and a
    flag without one is never asked about.
    """
    if sign.ask_back and flags[sign.flag].ask_back is None:
        return False
    crisis = flags[sign.flag].crisis
    alike = [other for other in known if flags[other.flag].crisis == crisis]
    as_sure = [other for other in alike if sign.ask_back or not other.ask_back]
    return all(other.tier.rank < sign.tier.rank for other in as_sure)


def with_suspected(
    raised: Sequence[Raised], suspected: Iterable[Raised], flags: Mapping[str, RedFlag]
) -> tuple[Raised, ...]:
    """What the rules heard in a message, and what it sounds like beyond that; never less."""
    heard = tuple(raised)
    for sign in suspected:
        if adds(sign, heard, flags):
            heard = (*(h for h in heard if not _replaces(sign, h, flags)), sign)
    return tuple(sorted(heard, key=lambda sign: (-sign.tier.rank, sign.ask_back)))


def _replaces(sign: Raised, other: Raised, flags: Mapping[str, RedFlag]) -> bool:
    """True for the same flag, and for the milder of the two questions about despair."""
    crisis = flags[sign.flag].crisis and flags[other.flag].crisis
    return sign.flag == other.flag or (crisis and other.ask_back)


def explain(raised: Raised) -> str:
    """One sentence that names the layer, the words that raised a flag, and what they are like."""
    said = ", ".join(f'"{words}"' for words in raised.words) or "a chosen answer"
    verb = "asks back" if raised.ask_back else "fired"
    alike = ", ".join(f'"{near.text}" ({near.similarity:.2f})' for near in raised.nearest)
    like = f", which is like {alike}" if alike else ""
    return f"The {raised.layer} {raised.flag} ({raised.tier.value}) {verb} because of {said}{like}."


def _is_below_the_head(findings: Iterable[Finding]) -> bool:
    return any(finding.concept in ACHES_BELOW for finding in findings)


def _is_now(finding: Finding) -> bool:
    return finding.when == "now"


def _fact(finding: Finding, turn: int) -> Fact:
    return Fact(
        concept=finding.concept,
        status=finding.status,
        turn=turn,
        sentence=finding.sentence,
        who=finding.who,
        value=finding.value,
        words=finding.words,
    )


def _about_a_headache(facts: Facts) -> Facts:
    """Someone who ticks our danger checklist has a headache, also when they never wrote so."""
    ticked = [f for f in facts.facts if f.sentence == TICKED and f.status == "present"]
    if not ticked or facts.present(HEADACHE):
        return facts
    implied = Fact(HEADACHE, "present", turn=ticked[0].turn, sentence=TICKED)
    return replace(facts, facts=(*facts.facts, implied))


def _uncertain_as_present(facts: Facts) -> Facts:
    if not any(fact.status == "uncertain" for fact in facts.facts):
        return facts
    return replace(
        facts,
        facts=tuple(
            replace(fact, status="present") if fact.status == "uncertain" else fact
            for fact in facts.facts
        ),
    )


def _screen_flag(name: str, flag: RedFlag, facts: Facts, cautious: Facts) -> Optional[Raised]:
    evidence = _first(flag.fires, facts)
    if evidence is not None:
        return _raised(name, flag, evidence, ask_back=False)
    possible = None if cautious is facts else _first(flag.fires, cautious)
    if possible is None:
        possible = _first(flag.unclear, cautious)
    if possible is None:
        return None
    return _raised(name, flag, possible, ask_back=bool(flag.unclear))


def _first(conditions: Iterable[Condition], facts: Facts) -> Optional[Evidence]:
    found = (facts.holds(condition) for condition in conditions)
    return next((evidence for evidence in found if evidence is not None), None)


def _raised(name: str, flag: RedFlag, evidence: Evidence, ask_back: bool) -> Raised:
    return Raised(
        flag=name,
        tier=flag.tier,
        ask_back=ask_back,
        words=tuple(dict.fromkeys(evidence.words)),
        concepts=tuple(dict.fromkeys(evidence.concepts)),
    )
