"""The case: everything the assistant holds about one conversation, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field, is_dataclass, replace
from enum import Enum
from typing import Any, Mapping, Optional, Sequence, cast

from headache_relief.assessment.facts import Fact, Facts
from headache_relief.knowledge.base import Tier


class Stage(str, Enum):
    """Where the conversation stands."""

    hello = "hello"
    describe = "describe"
    danger_screen = "danger_screen"
    interview = "interview"
    precautions = "precautions"
    suggest = "suggest"
    guide = "guide"
    follow_up = "follow_up"
    refer = "refer"
    emergency = "emergency"
    crisis = "crisis"


class FlagState(str, Enum):
    """What has become of a raised red flag."""

    unclear = "unclear"  # its ask-back question is open
    fired = "fired"
    cleared = "cleared"  # the ask-back question was answered and it was not so
    withdrawn = "withdrawn"  # the person corrected it and confirmed the correction


@dataclass(frozen=True)
class FlagRecord:
    """A red flag that was raised in this case, the words that raised it, and which layer did."""

    flag: str
    tier: str
    state: FlagState
    crisis: bool = False
    words: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    announced: bool = False
    layer: str = "rule"  # what found it: the rule or the semantic layer


class QuestionState(str, Enum):
    """What has become of a question."""

    open = "open"
    answered = "answered"
    unknown = "unknown"  # asked, and the person doesn't know


@dataclass(frozen=True)
class QuestionRecord:
    """How often a question was asked without an answer, and what became of it."""

    question: str
    state: QuestionState = QuestionState.open
    tries: int = 0
    turn: int = 0  # the turn in which it was settled


@dataclass(frozen=True)
class Latest:
    """What the newest message was, besides its findings."""

    intent: str = ""
    answers: tuple[str, ...] = ()
    meant: Optional[str] = None  # a choice of the question asked, or a command
    told_something: bool = False  # it stated facts in free text
    answered: bool = False  # it settled the question that was asked
    out_of_range: bool = False  # a number that the question can't mean
    language: str = "en"
    asks: bool = False  # it has the shape of a question
    empty: bool = False


@dataclass(frozen=True)
class Move:
    """What to say next: the kind names the action, `about` what it is about."""

    kind: str
    about: tuple[str, ...] = ()
    opening: Optional[str] = None  # a response to say first, such as "Sorry, I missed that"
    again: bool = False


# Questions that the conversation itself asks; their texts are `utter_ask_<id>` too.
CONSENT = "consent"
DESCRIBE = "description"
CONFIRM_CORRECTION = "confirm_correction"
EMERGENCY_REPLY = "emergency_reply"
EMERGENCY_STANDS = "emergency_stands"
CRISIS_REPLY = "crisis_reply"
BEGIN = "begin"
STOPPED = "stopped"  # massage is off for the session
SUGGESTION = "suggestion"
GUIDE_STEP = "guide_step"
GUIDE_CHECK = "guide_check"
HOW_NOW = "how_now"
AFTERWARDS = "afterwards"
FOLLOWED_UP = "followed_up"  # asked a day later, by the assistant
REFERRED = "referred"  # someone to see was named before anything was suggested
ASK_BACK = "ask_back:"


@dataclass(frozen=True)
class Assessment:
    """The record of a case.

    `facts` holds the latest statement of each concept; `flags` every red flag ever raised (a flag
    is never deleted); `asked` the question that waits for an answer; `stage` where the
    conversation stands; `turn` counts the person's messages.
    """

    consent: Optional[bool] = None
    stage: Stage = Stage.hello
    turn: int = 0
    facts: tuple[Fact, ...] = ()
    flags: tuple[FlagRecord, ...] = ()
    questions: tuple[QuestionRecord, ...] = ()
    asked: Optional[str] = None
    latest: Latest = field(default_factory=Latest)
    move: Optional[Move] = None
    suggested: tuple[str, ...] = ()
    current: Optional[str] = None  # the technique shown or guided
    step: int = 0
    tried: tuple[str, ...] = ()
    referred: tuple[str, ...] = ()
    gist_said: bool = False
    outcome: Optional[str] = None  # better | same | worse, after a technique; or done
    doubt: tuple[str, ...] = ()  # flags whose correction waits for a confirmation
    later: str = ""  # whether to be asked a day later was offered or agreed
    help_called: bool = False  # the person said that help was called

    @property
    def tier(self) -> Tier:
        """The highest tier of the flags that fired and were not withdrawn."""
        tiers = [Tier(f.tier) for f in self.flags if f.state is FlagState.fired]
        return max(tiers, key=lambda tier: tier.rank, default=Tier.none)

    @property
    def possible_tier(self) -> Tier:
        """The tier if every doubt came true: an unanswered danger question never means safe."""
        return max([self.tier, *(Tier(f.tier) for f in self.unclear)], key=lambda tier: tier.rank)

    @property
    def in_crisis(self) -> bool:
        return any(f.crisis and f.state is FlagState.fired for f in self.flags)

    @property
    def fired(self) -> tuple[FlagRecord, ...]:
        """The fired flags, most urgent first; of two as urgent, the crisis first."""
        fired = [f for f in self.flags if f.state is FlagState.fired]
        return tuple(sorted(fired, key=lambda f: (-Tier(f.tier).rank, not f.crisis)))

    @property
    def unclear(self) -> tuple[FlagRecord, ...]:
        """The flags whose ask-back is open, most urgent first."""
        unclear = [f for f in self.flags if f.state is FlagState.unclear]
        return tuple(sorted(unclear, key=lambda f: -Tier(f.tier).rank))

    @property
    def massage_stopped(self) -> bool:
        return self.tier.stops_massage or self.in_crisis

    def known(self, parents: Mapping[str, Sequence[str]]) -> Facts:
        """The facts, ready for conditions."""
        return Facts(self.facts, parents)

    def question(self, question: str) -> QuestionRecord:
        """The record of a question; a fresh one when it was never asked."""
        return next((q for q in self.questions if q.question == question), QuestionRecord(question))

    def settled(self, question: str) -> bool:
        return self.question(question).state is not QuestionState.open

    def with_question(self, record: QuestionRecord) -> "Assessment":
        others = tuple(q for q in self.questions if q.question != record.question)
        return replace(self, questions=others + (record,))

    def with_flag(self, record: FlagRecord) -> "Assessment":
        others = tuple(f for f in self.flags if f.flag != record.flag)
        return replace(self, flags=others + (record,))

    def as_dict(self) -> dict[str, Any]:
        """A JSON-able copy; `from_dict` reads it back."""
        return cast("dict[str, Any]", _plain(self))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> "Assessment":
        values = dict(data)
        values["stage"] = Stage(values["stage"])
        values["facts"] = tuple(Fact(**fact) for fact in values["facts"])
        values["flags"] = tuple(_flag(flag) for flag in values["flags"])
        values["questions"] = tuple(_question(question) for question in values["questions"])
        values["latest"] = Latest(**_tuples(values["latest"]))
        values["move"] = Move(**_tuples(values["move"])) if values["move"] else None
        return cls(**_tuples(values))


def _plain(value: Any) -> Any:
    """A value of the case as dictionaries, lists and texts; dataclasses.asdict is far slower."""
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    return value


def _tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    """JSON turns tuples into lists; turn them back."""
    return {key: tuple(v) if isinstance(v, list) else v for key, v in data.items()}


def _flag(data: Mapping[str, Any]) -> FlagRecord:
    return FlagRecord(**{**_tuples(data), "state": FlagState(data["state"])})


def _question(data: Mapping[str, Any]) -> QuestionRecord:
    return QuestionRecord(**{**_tuples(data), "state": QuestionState(data["state"])})
