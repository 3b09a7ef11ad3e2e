"""A conversation with the clinical core alone: the language pipeline, the case and the flow."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Optional

from headache_relief.assessment.asking import titles
from headache_relief.assessment.case import Assessment
from headache_relief.assessment.danger import DangerReply, danger_reply
from headache_relief.assessment.flow import next_move
from headache_relief.assessment.recording import record_message
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.language.reader import read


class CoreTalk:
    """What the safety policy and `action_continue` do with each message, without Rasa."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.case = Assessment(consent=True)
        self.reply: Optional[DangerReply] = None

    def say(self, text: str, intent: str = "add_detail") -> Assessment:
        """The case after this message was answered; `reply` holds a danger answer, if any."""
        case = record_message(self.case, read(text), intent, self.knowledge)
        case, self.reply = danger_reply(case)
        said = self.reply is not None
        case = replace(case, move=None) if said else next_move(case, self.knowledge)
        self.case = Assessment.from_dict(json.loads(json.dumps(case.as_dict())))
        assert self.case == case, "the case survives being stored"
        return self.case

    def press(self, position: int) -> Assessment:
        """Presses one of the buttons shown, counted from 0 and round again."""
        options = titles(self.case.asked or "", self.case, self.knowledge)
        return self.say(options[position % len(options)] if options else "ok")

    def answer(self) -> str:
        """The harmless answer to whatever is asked: the first button."""
        options = titles(self.case.asked or "", self.case, self.knowledge)
        return options[0] if options else "yes"
