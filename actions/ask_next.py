"""Asks a question, with what was understood so far said back first."""

from __future__ import annotations

from dataclasses import replace

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.buttons import buttons
from actions.case_action import CaseAction
from headache_relief.assessment.asking import asked_question, titles
from headache_relief.assessment.case import ASK_BACK, Assessment, QuestionState, Stage
from headache_relief.assessment.gist import gist
from headache_relief.assessment.spine import NOTED
from headache_relief.assessment.views import question_view


class AskNext(CaseAction):
    """Asks the question that the core chose."""

    def name(self) -> str:
        return "action_ask_next"

    def speak(
        self, case: Assessment, dispatcher: CollectingDispatcher, tracker: Tracker
    ) -> Assessment:
        if case.move is None or not case.move.about:
            return case
        question = case.move.about[0]
        said_now = self._told_besides(case)
        if said_now:
            dispatcher.utter_message(response="utter_gist", gist=said_now)
        elif case.move.opening:
            dispatcher.utter_message(response=case.move.opening)
        case = self._say_back(case, dispatcher)
        self._ask(question, case, dispatcher)
        return case

    def _told_besides(self, case: Assessment) -> str:
        """What somebody tells, bit by bit, while a question waits; empty for anything else."""
        if case.move is None or case.move.opening != NOTED or not case.gist_said:
            return ""
        now = replace(case, facts=tuple(fact for fact in case.facts if fact.turn == case.turn))
        return gist(now, self.knowledge.concepts, self.knowledge.wording)

    def _say_back(self, case: Assessment, dispatcher: CollectingDispatcher) -> Assessment:
        """The gist of the description, once, before the first check; beside danger it is noise."""
        if case.gist_said or case.massage_stopped or case.stage in (Stage.hello, Stage.describe):
            return case
        said = gist(case, self.knowledge.concepts, self.knowledge.wording)
        if said:
            dispatcher.utter_message(response="utter_gist", gist=said)
        return replace(case, gist_said=True)

    def _ask(self, question: str, case: Assessment, dispatcher: CollectingDispatcher) -> None:
        options = buttons(titles(question, case, self.knowledge))
        view = question_view(question, case, self.knowledge)
        if question.startswith(ASK_BACK):
            ask_back = self.knowledge.red_flags[question.removeprefix(ASK_BACK)].ask_back
            text = ask_back.text if ask_back else ""
            dispatcher.utter_message(response="utter_ask_back", question=text, buttons=options)
            return
        tried = case.question(question)
        asks_which = tried.tries > 0 and tried.state is QuestionState.open
        checklist = asked_question(question, case, self.knowledge)
        response = f"utter_ask_{question}"
        if checklist is not None and checklist.kind == "checklist":
            if asks_which:
                response = "utter_ask_which"
            elif case.move is not None and case.move.opening == NOTED:
                response = "utter_ask_still"
        dispatcher.utter_message(response=response, buttons=options, view=view)
