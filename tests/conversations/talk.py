"""A person in a conversation: says things, answers what is asked, reads what comes back."""

from __future__ import annotations

from typing import Callable, Mapping, Optional

from headache_relief.serving.assistant import Turn

# What someone with nothing else to tell answers to each question.
HARMLESS: Mapping[str, str] = {
    "description": "my head hurts",
    "danger_now": "None of these",
    "danger_background": "None of these",
    "precautions": "None of these",
    "begin": "my head hurts",
}


class Talk:
    """One conversation; `turns` are its turns so far."""

    def __init__(self, say: Callable[[str], Turn]) -> None:
        self._say = say
        self.turns: list[Turn] = []

    def say(self, text: str) -> Turn:
        self.turns.append(self._say(text))
        return self.last

    def says(self, *texts: str) -> Turn:
        """Says several things, one after the other."""
        for text in texts:
            self.say(text)
        return self.last

    @property
    def last(self) -> Turn:
        return self.turns[-1]

    @property
    def asked(self) -> str:
        return self.last.asked or ""

    def buttons(self) -> list[str]:
        """The titles of the buttons that the newest turn shows."""
        return [b["title"] for message in self.last.bot for b in message.get("buttons", ())]

    def answer(self, answers: Optional[Mapping[str, str]] = None) -> Turn:
        """Answers what is asked: as given, else harmlessly, else with the first button."""
        given = {**HARMLESS, **(answers or {})}
        buttons = self.buttons()
        return self.say(given.get(self.asked) or (buttons[0] if buttons else "yes"))

    def until(
        self, stage: str, answers: Optional[Mapping[str, str]] = None, most: int = 16
    ) -> Turn:
        """Answers on until the conversation reaches a stage."""
        for _ in range(most):
            if self.last.stage == stage:
                return self.last
            self.answer(answers)
        raise AssertionError(
            f"never reached {stage}; went through {[(t.stage, t.asked) for t in self.turns]}"
        )

    def until_asked(
        self, question: str, answers: Optional[Mapping[str, str]] = None, most: int = 16
    ) -> Turn:
        """Answers on until a question is asked."""
        for _ in range(most):
            if self.asked == question:
                return self.last
            self.answer(answers)
        raise AssertionError(f"{question} was never asked; asked {[t.asked for t in self.turns]}")


def text(turn: Turn) -> str:
    """Everything said in a turn."""
    return "\n".join(message.get("text", "") for message in turn.bot)
