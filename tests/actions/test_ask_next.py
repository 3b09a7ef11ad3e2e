"""A question is asked with what was understood said back first."""

import pytest

from actions.ask_next import AskNext
from headache_relief.assessment.case import Assessment, Move, QuestionRecord, Stage
from headache_relief.assessment.facts import Fact

TOLD = (Fact("throbbing", "present", turn=1, sentence=0, words="throbbing"),)


def asking(question: str, stage: Stage = Stage.danger_screen, **more) -> Assessment:
    values = {"facts": TOLD, "consent": True, "turn": 1, **more}
    return Assessment(move=Move("ask", (question,)), asked=question, stage=stage, **values)


def test_the_gist_is_said_once_before_the_first_check(act):
    first = act(AskNext(), asking("danger_now"))
    assert first.responses == ["utter_gist", "utter_ask_danger_now"]
    assert act(AskNext(), first.case).responses == ["utter_ask_danger_now"]


def test_someone_who_told_nothing_hears_no_gist(act):
    assert act(AskNext(), asking("danger_now", facts=())).responses == ["utter_ask_danger_now"]


def test_an_opening_comes_first(act):
    case = asking("danger_now", gist_said=True)
    case = Assessment.from_dict({**case.as_dict(), "move": _move("utter_greet")})
    assert act(AskNext(), case).responses == ["utter_greet", "utter_ask_danger_now"]


def test_what_is_told_while_a_checklist_waits_is_said_back_and_the_list_comes_shortly(act):
    earlier = Fact("dull", "present", turn=0, sentence=0, words="dull")
    case = asking("danger_now", gist_said=True, facts=(earlier, *TOLD))
    told = act(AskNext(), Assessment.from_dict({**case.as_dict(), "move": _move("utter_noted")}))
    assert told.responses == ["utter_gist", "utter_ask_still"]
    assert "hrobbing" in told.messages[0]["gist"]
    assert "ull" not in told.messages[0]["gist"]


def _move(opening: str) -> dict:
    return {"kind": "ask", "about": ["danger_now"], "opening": opening, "again": True}


def test_the_first_button_of_a_danger_check_is_the_harmless_one(act):
    assert act(AskNext(), asking("danger_now")).buttons[0] == "None of these"


def test_pressing_a_button_is_the_same_as_typing_it(act):
    for button in act(AskNext(), asking("danger_now")).messages[-1]["buttons"]:
        assert button["payload"] == button["title"]


def test_a_checklist_that_was_not_answered_asks_which(act):
    tried = (QuestionRecord("danger_now", tries=1),)
    assert act(AskNext(), asking("danger_now", questions=tried)).responses[-1] == "utter_ask_which"


def test_an_ask_back_asks_in_its_own_words(act):
    asked = act(AskNext(), asking("ask_back:thunderclap", gist_said=True))
    assert asked.responses == ["utter_ask_back"]
    assert "How long" in asked.messages[0]["question"]
    assert "Not sure" in asked.buttons


@pytest.mark.parametrize("question", ["consent", "description", "severity", "how_now"])
def test_any_question_is_asked_by_its_response(act, question):
    asked = act(AskNext(), asking(question, gist_said=True))
    assert asked.responses == [f"utter_ask_{question}"]


def test_after_it_the_person_speaks(act):
    assert act(AskNext(), asking("danger_now")).following == "action_listen"
