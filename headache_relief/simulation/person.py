"""One simulated person: reads what the assistant shows, and says the next thing."""

from __future__ import annotations

from random import Random
from typing import Optional, Sequence

from headache_relief.evaluation.noise import mistyped
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.simulation.people import People
from headache_relief.simulation.plan import AGAIN, LATE_BUTTON, MANNERS, Plan
from headache_relief.simulation.visible import STOPS, Seen

MOST_TURNS = 40
AFTER_DANGER = 6  # turns that someone goes on after a danger sign
AFTER_ADVICE = 6  # turns that someone goes on after the first suggestion
LONG_MESSAGE = 3000  # words
QUESTION_OF_TROUBLE = {"ticked danger": "danger_now", "ticked background": "danger_background"}
DANGER_SCREEN = ("danger_now", "danger_background")
DENIALS = ("none", "no", "none of these")
MISTAKES = ("That was a mistake", "I didn't mean that", "It was a mistake")


class SimulatedPerson:
    """Says things by a plan; `next` gives the next one, or None when the person leaves."""

    def __init__(self, plan: Plan, people: People, knowledge: Knowledge) -> None:
        self.plan = plan
        self._person = people.people[plan.person]
        self._says = people.says
        self._knowledge = knowledge
        self._random = Random(f"{plan.seed} talking")
        self._told = not plan.told
        self._left: Optional[int] = None  # turns until the person leaves
        self._earlier_buttons: list[str] = []

    def next(self, turns: Sequence[Seen]) -> Optional[str]:
        """What the person says after these turns; None when they have left."""
        if len(turns) >= MOST_TURNS or self._leaves(turns):
            return None
        if not turns:
            return self._opening()
        self._earlier_buttons.extend(turns[-1].buttons)
        if self._tells_now(turns):
            return self._trouble()
        if turns[-1].tier in STOPS or turns[-1].stage == "crisis":
            return self._after_danger(turns[-1])
        return self._spelt(self._usual(turns))

    def _opening(self) -> str:
        if self._tells_now([]):
            return self._trouble()
        greets = self._random.random() < 0.25
        return self._random.choice(self._says["greeting"] if greets else self._person.opens)

    def _tells_now(self, turns: Sequence[Seen]) -> bool:
        if self._told:
            return False
        question = QUESTION_OF_TROUBLE.get(self.plan.trouble)
        if question is not None:
            return bool(turns) and turns[-1].asked == question
        # Whoever has a condition tells of it before the massage, and not after it.
        latest = ("suggest", "guide") if not self.plan.condition else ("danger_screen",)
        return len(turns) >= self.plan.told_turn or bool(turns) and turns[-1].stage in latest

    def _trouble(self) -> str:
        self._told = True
        if not self.plan.at_length or self.plan.trouble in QUESTION_OF_TROUBLE:
            return self.plan.told
        ramble = list(self._says["ramble"])
        sentences: list[str] = []
        while sum(len(sentence.split()) for sentence in sentences) < LONG_MESSAGE:
            sentences.extend(self._random.sample(ramble, len(ramble)))
        sentences.insert(self._random.randint(0, len(sentences)), self.plan.told)
        return ". ".join(sentences)

    def _leaves(self, turns: Sequence[Seen]) -> bool:
        """Leaves some turns after danger was answered, or after advice."""
        if not turns:
            return False
        stopped = turns[-1].tier in STOPS or turns[-1].stage == "crisis"
        if self._left is None and stopped:
            self._left = AFTER_DANGER
        if self._left is None and (turns[-1].suggests or turns[-1].stage == "refer"):
            self._left = AFTER_ADVICE
        if self._left is None:
            return False
        self._left -= 1
        return self._left < 0

    def _after_danger(self, turn: Seen) -> str:
        mistake = next((title for title in MISTAKES if title in turn.buttons), None)
        if self.plan.mistaken and mistake:
            self._left = None
            return mistake
        if turn.asked == "confirm_correction":
            return "It's true"
        if turn.buttons and self._random.random() < 0.3:
            return self._random.choice([b for b in turn.buttons if b not in MISTAKES] or ["ok"])
        return self._random.choice(self._says["after_danger"])

    def _usual(self, turns: Sequence[Seen]) -> str:
        turn = turns[-1]
        for occasion, likely in MANNERS[self.plan.manner].items():
            if self._random.random() < likely:
                return self._on(occasion, turns)
        return self._answer(turn)

    def _on(self, occasion: str, turns: Sequence[Seen]) -> str:
        if occasion == AGAIN:
            return turns[-1].said
        if occasion == LATE_BUTTON:
            kept = [b for b in self._earlier_buttons if not self._tells_danger(b)]
            return self._random.choice(kept or ["ok"])
        return self._random.choice(self._says[occasion])

    def _answer(self, turn: Seen) -> str:
        asked = turn.asked or ""
        if asked in self._person.answers:
            known = self._person.answers[asked]
            return known[0] if self.plan.manner == "taps" else self._random.choice(known)
        if asked == "precautions" and self.plan.condition:
            name = self._knowledge.precautions[self.plan.condition].name
            if name in turn.buttons:
                return name
        if asked in DANGER_SCREEN or asked == "precautions":
            return "None of these" if self._taps() else self._random.choice(DENIALS)
        if asked.startswith("ask_back"):
            return "Yes" if self.plan.flag and "Yes" in turn.buttons else "no"
        if asked == "consent":
            return "Yes, go on"
        if asked in ("description", "begin"):
            return self._random.choice(self._person.opens[:3])
        if turn.buttons:
            return self._random.choice(turn.buttons)
        return self._random.choice(["ok", "yes", "go on"])

    def _tells_danger(self, title: str) -> bool:
        options = [o for q in DANGER_SCREEN for o in self._knowledge.questions[q].options]
        return any(o.title == title and o.present for o in options)

    def _taps(self) -> bool:
        return self.plan.manner == "taps" or self._random.random() < 0.5

    def _spelt(self, text: str) -> str:
        return mistyped(text, self._random) if self.plan.manner == "types badly" else text
