"""What a message only sounds like: in one message, and through a conversation."""

import json

import pytest

from headache_relief.assessment.case import Assessment, FlagState
from headache_relief.assessment.danger import danger_reply
from headache_relief.assessment.flow import next_move
from headache_relief.assessment.recording import record_message
from headache_relief.assessment.triage import Likeness, Raised, explain, screen, with_suspected
from headache_relief.knowledge.base import Tier
from headache_relief.language.reader import read
from tests.assessment.cases import facts

SURE = Raised("stroke_neuro", Tier.emergency, "semantic", words=("it went all wrong",))
MAYBE = Raised("stroke_neuro", Tier.emergency, "semantic", ask_back=True)
MAYBE_TODAY = Raised("gca", Tier.same_day, "semantic", ask_back=True)
DESPAIR = Raised("suicidal_active", Tier.emergency, "semantic", ask_back=True)


def screened(knowledge, *suspected, present=""):
    raised = screen(facts(knowledge, present), knowledge.red_flags)
    found = with_suspected(raised, suspected, knowledge.red_flags)
    return [(sign.flag, "asks" if sign.ask_back else "fires", sign.layer) for sign in found]


class TestInOneMessage:
    def test_it_is_added_where_the_rules_heard_nothing(self, knowledge):
        assert screened(knowledge, SURE) == [("stroke_neuro", "fires", "semantic")]

    def test_it_adds_nothing_where_the_rules_heard_as_much(self, knowledge):
        assert screened(knowledge, SURE, present="seizure") == [("seizure", "fires", "rule")]

    def test_it_never_takes_a_flag_of_the_rules_away(self, knowledge):
        found = screened(knowledge, SURE, present="cancer headache")
        assert ("cancer_history", "fires", "rule") in found

    def test_sure_of_a_flag_that_the_rules_would_ask_about_it_fires(self, knowledge):
        found = screened(knowledge, SURE, present="weak_legs headache")
        assert found == [("stroke_neuro", "fires", "semantic")]

    def test_a_second_question_is_not_asked(self, knowledge):
        found = screened(knowledge, MAYBE, present="onset_sudden headache")
        assert [flag for flag, how, _ in found if how == "asks"] == ["thunderclap"]

    def test_an_emergency_does_not_hide_despair(self, knowledge):
        found = screened(knowledge, DESPAIR, present="seizure")
        assert ("suicidal_active", "asks", "semantic") in found

    def test_despair_is_asked_about_once(self, knowledge):
        found = screened(knowledge, DESPAIR, present="distress")
        assert [flag for flag, how, _ in found if how == "asks"] == ["suicidal_active"]

    def test_it_is_explained_by_the_tellings_it_is_like(self):
        near = Likeness("her words made no sense", 0.81)
        sign = Raised("stroke_neuro", Tier.emergency, "semantic", words=("odd",), nearest=(near,))
        assert '"her words made no sense" (0.81)' in explain(sign) and "semantic" in explain(sign)


class Conversation:
    """The core, with what the semantic layer would hear in each message."""

    def __init__(self, knowledge, consent=True):
        self.knowledge, self.case = knowledge, Assessment(consent=consent)

    def say(self, text, *suspected, intent="add_detail"):
        case = record_message(
            self.case, read(text), intent, self.knowledge, suspected=tuple(suspected)
        )
        case, reply = danger_reply(case)
        case = case if reply else next_move(case, self.knowledge)
        self.case = Assessment.from_dict(json.loads(json.dumps(case.as_dict())))
        return reply.response if reply else self.case.asked

    def state(self, flag):
        return next((f.state for f in self.case.flags if f.flag == flag), None)


@pytest.fixture
def talk(knowledge):
    return Conversation(knowledge)


class TestInAConversation:
    def test_sure_it_is_answered_like_any_emergency(self, talk):
        assert talk.say("it all went strange", SURE) == "utter_emergency"

    def test_unsure_its_one_question_is_asked_even_before_a_description(self, talk):
        assert talk.say("it all went strange", MAYBE) == "ask_back:stroke_neuro"

    @pytest.mark.parametrize("answer", ["Yes, one of these", "yes", "Not sure"])
    def test_a_yes_to_the_question_is_an_emergency(self, talk, answer):
        talk.say("it all went strange", MAYBE)
        assert talk.say(answer) == "utter_emergency"

    def test_a_no_to_the_question_clears_it(self, talk):
        talk.say("it all went strange", MAYBE)
        talk.say("No, none of these")
        assert talk.state("stroke_neuro") is FlagState.cleared
        assert not talk.case.massage_stopped

    def test_without_an_answer_it_counts_as_a_yes(self, talk):
        talk.say("it all went strange", MAYBE)
        said = [talk.say("blah fnord") for _ in range(3)]
        assert "utter_emergency" in said

    def test_the_yes_fires_every_flag_that_can_be_asked_about(self, knowledge):
        for name, flag in knowledge.red_flags.items():
            if flag.ask_back is None:
                continue
            talk = Conversation(knowledge)
            talk.say("hm", Raised(name, flag.tier, "semantic", ask_back=True))
            talk.say(flag.ask_back.options[0].title)
            assert talk.case.tier.rank >= flag.tier.rank, name

    def test_every_urgent_flag_has_a_question(self, knowledge):
        silent = [n for n, f in knowledge.red_flags.items() if f.tier.stops_massage]
        silent = [n for n in silent if knowledge.red_flags[n].ask_back is None]
        assert silent == ["screen_unanswered"]

    def test_what_was_cleared_is_not_asked_a_second_time(self, talk):
        talk.say("it all went strange", MAYBE)
        talk.say("No, none of these")
        talk.say("my head hurts", MAYBE)
        assert talk.state("stroke_neuro") is FlagState.cleared

    def test_what_was_cleared_fires_when_it_is_surely_told(self, talk):
        talk.say("it all went strange", MAYBE)
        talk.say("No, none of these")
        assert talk.say("it has all gone wrong", SURE) == "utter_emergency"

    def test_a_chosen_answer_of_ours_sounds_like_nothing(self, talk):
        talk.say("my head hurts")
        assert talk.case.asked == "danger_now"
        talk.say("None of these", SURE)
        assert not talk.case.massage_stopped

    def test_an_answer_in_own_words_is_not_asked_about(self, talk):
        talk.say("it all went strange", MAYBE)
        talk.say("no, none of that", MAYBE_TODAY)
        assert talk.state("gca") is None

    def test_two_doubts_are_asked_about_one_after_the_other_the_worse_first(self, talk):
        talk.say("it all went strange", MAYBE_TODAY)
        assert talk.say("and stranger", MAYBE) == "ask_back:stroke_neuro"
        assert talk.say("No, none of these") == "ask_back:gca"

    def test_a_mistake_withdraws_it_after_a_confirmation(self, talk):
        talk.say("it all went strange", SURE)
        said = talk.say("sorry, that was a mistake", intent="correct_answer")
        assert said == "utter_ask_confirm_correction"
        talk.say("It was a mistake")
        assert talk.state("stroke_neuro") is FlagState.withdrawn
        assert not talk.case.massage_stopped

    def test_denying_a_sign_of_it_doubts_it(self, talk):
        talk.say("it all went strange", SURE)
        assert talk.say("there is no weakness on one side") == "utter_ask_confirm_correction"

    def test_the_correction_itself_does_not_raise_it_again(self, talk):
        talk.say("it all went strange", SURE)
        talk.say("sorry, that was a mistake", SURE, intent="correct_answer")
        talk.say("It was a mistake", SURE)
        assert talk.state("stroke_neuro") is FlagState.withdrawn

    def test_despair_is_answered_by_the_crisis_script_after_a_yes(self, talk):
        assert talk.say("no more of this", DESPAIR) == "ask_back:suicidal_active"
        assert talk.say("yes") == "utter_crisis"

    def test_a_no_to_despair_ends_it(self, talk):
        talk.say("I can't cope any more", DESPAIR)
        assert not talk.say("No").startswith("ask_back:suicidal")
        assert not talk.case.in_crisis

    def test_after_a_same_day_sign_the_worse_doubt_is_asked(self, talk):
        said = talk.say("I have cancer and my head hurts", MAYBE)
        assert said == "utter_same_day"
        assert talk.say("ok") == "ask_back:stroke_neuro"
