"""One simulated person: reads what the assistant shows, and says the next thing."""

from __future__ import annotations

from random import Random
from typing import Optional, Sequence

from headache_relief.evaluation.noise import mistyped
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.simulation.people import People
from headache_relief.simulation.plan import MANNERS, Plan
from headache_relief.simulation.visible import Seen

MOST_TURNS = 40
AFTER_DANGER = 5  # turns that someone goes on after a danger sign
AFTER_ADVICE = 6  # turns that someone goes on after the first suggestion
DANGER_SCREEN = ("danger_now", "danger_background")
DENIALS = ("none", "no", "none of these")
MISTAKE = ("That was a mistake", "It was a mistake")


class SimulatedPerson:
    """Says things by a plan; `next` gives the next one, or None when the person leaves."""

    def __init__(self, plan: Plan, people: People, knowledge: Knowledge) -> None:
        self.plan = plan
        self._person = people.people[plan.person]
        self._says = people.says
        self._knowledge = knowledge
        self._random = Random(f"{plan.seed} talking")
        self._told_danger = False
        self._left: Optional[int] = None  # turns until the person leaves
        self._earlier_buttons: list[str] = []

    def next(self, turns: Sequence[Seen]) -> Optional[str]:
        """What the person says after these turns; None when they have left."""
        if len(turns) >= MOST_TURNS or self._leaves(turns):
            return None
        if not turns:
            return self._opening()
        self._earlier_buttons.extend(turns[-1].buttons)
        if self._tells_danger(turns):
            self._told_danger = True
            return self.plan.danger
        if turns[-1].tier in ("emergency", "same_day"):
            return self._after_danger(turns[-1])
        return self._spelt(self._usual(turns[-1]))

    def _opening(self) -> str:
        if self.plan.trouble == "danger" and self.plan.danger_turn == 0:
            self._told_danger = True
            return self.plan.danger
        greets = self._random.random() < 0.25
        return self._random.choice(self._says["greeting"] if greets else self._person.opens)

    def _tells_danger(self, turns: Sequence[Seen]) -> bool:
        if self._told_danger:
            return False
        if self.plan.trouble == "danger":
            return len(turns) >= self.plan.danger_turn or turns[-1].stage in ("suggest", "guide")
        return self.plan.trouble == "ticked danger" and turns[-1].asked == "danger_now"

    def _leaves(self, turns: Sequence[Seen]) -> bool:
        """Leaves some turns after danger was told, or after advice."""
        if not turns:
            return False
        if self._left is None and turns[-1].tier in ("emergency", "same_day"):
            self._left = AFTER_DANGER
        if self._left is None and (turns[-1].suggests or turns[-1].stage == "refer"):
            self._left = AFTER_ADVICE
        if self._left is None:
            return False
        self._left -= 1
        return self._left < 0

    def _after_danger(self, turn: Seen) -> str:
        mistake = next((title for title in MISTAKE if title in turn.buttons), None)
        if self.plan.mistaken and mistake:
            self._left = None
            return mistake
        if turn.asked == "confirm_correction":
            return "It's true"
        if turn.buttons and self._random.random() < 0.3:
            return self._random.choice([b for b in turn.buttons if b not in MISTAKE] or ["ok"])
        return self._random.choice(self._says["after_danger"])

    def _usual(self, turn: Seen) -> str:
        for occasion, likely in MANNERS[self.plan.manner].items():
            if self._random.random() < likely:
                return self._random.choice(self._says[occasion])
        if self.plan.manner == "chaotic" and self._random.random() < 0.15:
            return self._random.choice(self._earlier_buttons or ["ok"])
        return self._answer(turn)

    def _answer(self, turn: Seen) -> str:
        asked = turn.asked or ""
        if asked in self._person.answers:
            known = self._person.answers[asked]
            return known[0] if self.plan.manner == "taps" else self._random.choice(known)
        if asked == "precautions" and self.plan.condition:
            return self._knowledge.precautions[self.plan.condition].name
        if asked in DANGER_SCREEN or asked == "precautions":
            return "None of these" if self._taps() else self._random.choice(DENIALS)
        if asked.startswith("ask_back"):
            return "no"
        if asked in ("description", "begin"):
            return self._random.choice(self._person.opens[:3])
        if turn.buttons:
            return self._random.choice(turn.buttons)
        return self._random.choice(["ok", "yes", "go on"])

    def _taps(self) -> bool:
        return self.plan.manner == "taps" or self._random.random() < 0.5

    def _spelt(self, text: str) -> str:
        return mistyped(text, self._random) if self.plan.manner == "types badly" else text
