"""What became of what people said: in the records, and at the platform."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Mapping, Sequence

from headache_relief.records.talk import PERSON, Spoken, spoken
from tests.faults.site.letters import letters
from tests.faults.site.people import Person, Shown

BEGINNING = 60  # letters by which a message is known


@dataclass
class Verdict:
    """How many of a person's messages came to what; all but `turns` should be none."""

    turns: int = 0
    lost: int = 0  # acknowledged, and not in the records
    doubled: int = 0  # twice in the records
    disordered: int = 0  # in the records in another order than said
    silent: int = 0  # in the records without an answer
    unshown: int = 0  # answers in the records that the person never saw
    repeated: list[tuple[float, float]] = field(default_factory=list)  # seen twice, and when
    strange: list[str] = field(default_factory=list)  # shown, and not in the records

    @property
    def is_whole(self) -> bool:
        """Whether nothing is missing, doubled or out of order."""
        return self.is_complete and not (self.doubled or self.disordered)

    @property
    def is_complete(self) -> bool:
        """Whether everything was answered and shown."""
        return not (self.lost or self.silent or self.unshown)

    def add(self, other: Verdict) -> None:
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)


def judge(person: Person, events: Sequence[Mapping[str, Any]]) -> Verdict:
    """The verdict on all that the person said."""
    told = spoken(events)
    heard = [each.id for each in told if each.by == PERSON]
    expected = [said.id for said in person.said if person.is_acknowledged(said)]
    order = [said.id for said in person.said if said.id in heard]
    verdict = Verdict(
        turns=len(expected),
        lost=len(set(expected) - set(heard)),
        doubled=len(heard) - len(set(heard)),
        disordered=sum(a != b for a, b in zip(order, dict.fromkeys(heard))),
        silent=_silent(told),
    )
    _compare(verdict, [letters(e.text) for e in told if e.by != PERSON], person.shown())
    return verdict


def _silent(told: Sequence[Spoken]) -> int:
    """How many messages have another of the same person, or nothing, behind them."""
    by = [each.by for each in told]
    return sum(
        mine == PERSON and (following == PERSON or following == "")
        for mine, following in zip(by, [*by[1:], ""])
    )


def _compare(verdict: Verdict, answers: Sequence[str], shown: Sequence[Shown]) -> None:
    """Goes along what was shown, and looks for each in the answers, in order."""
    place, inside, since = 0, "", 0.0  # the answer expected next, and the one being shown
    for each in shown:
        found = next((n for n in range(place, len(answers)) if _same(each.text, answers[n])), None)
        if found == place or (found is not None and not _same(each.text, inside)):
            verdict.unshown += found - place
            inside, since, place = answers[found], each.at, found + 1
        elif _same(each.text, inside):
            verdict.repeated.append((since, each.at))
        elif each.text not in inside:
            verdict.strange.append(each.text)
    verdict.unshown += len(answers) - place


def _same(shown: str, answer: str) -> bool:
    """Whether both begin alike: platforms add to a text, or cut it."""
    length = min(BEGINNING, len(shown), len(answer))
    return length > 0 and shown[:length] == answer[:length]
