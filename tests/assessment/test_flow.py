"""What comes next: the way from a description to a suggestion, and every way back."""

from dataclasses import replace

import pytest

from headache_relief.assessment.case import Assessment, FlagState, Latest, Stage
from headache_relief.assessment.flow import next_move, resume
from tests.assessment.core_talk import CoreTalk

TENSE = "dull pressing band round my head on both sides, mild, stressed at work, no nausea"
SEIZURE = "I had a seizure"


@pytest.fixture
def suggested(talk: CoreTalk) -> CoreTalk:
    """A tense head, every question answered harmlessly, up to the suggestion."""
    talk.say(TENSE)
    for _ in range(14):
        if talk.case.asked == "suggestion":
            return talk
        talk.say(talk.answer())
    raise AssertionError(f"no suggestion; asked {talk.case.asked}")


@pytest.fixture
def guided(suggested: CoreTalk) -> CoreTalk:
    suggested.say("Guide me through it")
    assert suggested.case.asked == "guide_step"
    return suggested


def kind(talk: CoreTalk) -> str:
    assert talk.case.move is not None
    return talk.case.move.kind


def opening(talk: CoreTalk) -> str | None:
    return talk.case.move.opening if talk.case.move else None


def shows_a_technique(talk: CoreTalk) -> bool:
    return kind(talk) in {"suggest", "guide"}


class TestConsent:
    @pytest.fixture
    def talk(self, knowledge) -> CoreTalk:
        talk = CoreTalk(knowledge)
        talk.case = Assessment()
        return talk

    def test_it_is_asked_before_the_headache(self, talk):
        assert talk.say("my head hurts").asked == "consent"

    def test_what_was_described_before_it_is_not_asked_again(self, talk):
        talk.say("my head hurts, a dull band")
        assert talk.say("Yes, go on").asked == "danger_now"

    def test_without_it_nothing_is_asked(self, talk):
        talk.say("hello")
        case = talk.say("No, thanks")
        assert case.asked is None
        assert case.move.about == ("utter_without_consent",)

    @pytest.mark.parametrize("said", ["my left temple throbs", "start over", "back"])
    def test_after_a_no_it_is_asked_once_more_before_anything_else(self, talk, said):
        talk.say("hello")
        talk.say("No, thanks")
        assert talk.say(said).asked == "consent"

    def test_back_is_no_way_around_it(self, talk):
        assert talk.say("back").asked == "consent"


class TestTheWayToASuggestion:
    def test_a_trigger_alone_describes_no_headache(self, talk):
        assert talk.say("stress at work").asked == "description"

    def test_the_danger_checks_come_first(self, talk):
        assert talk.say(TENSE).asked == "danger_now"
        assert talk.say("None of these").asked == "danger_background"

    def test_a_doubt_is_asked_before_the_checklists(self, talk):
        assert talk.say("my headache came on suddenly").asked == "ask_back:thunderclap"

    def test_yes_alone_to_a_checklist_is_asked_which(self, talk):
        talk.say(TENSE)
        case = talk.say("yes")
        assert case.asked == "danger_now"
        assert case.question("danger_now").tries == 1

    def test_an_answer_that_was_not_understood_is_owned_up_to(self, talk):
        talk.say(TENSE)
        talk.say("blah fnord")
        assert opening(talk) == "utter_not_understood"

    def test_details_told_meanwhile_are_noted_and_the_question_stays(self, talk):
        talk.say(TENSE)
        case = talk.say("it throbs a bit")
        assert case.asked == "danger_now"
        assert opening(talk) == "utter_noted"

    def test_an_empty_message_is_answered(self, talk):
        talk.say(TENSE)
        talk.say("")
        assert opening(talk) == "utter_empty_message"

    def test_a_tense_head_is_shown_something(self, suggested):
        assert kind(suggested) == "suggest"
        assert suggested.case.current is not None

    def test_another_technique_is_another(self, suggested):
        first = suggested.case.current
        suggested.say("Show another")
        assert suggested.case.current != first

    def test_a_number_off_the_scale_is_asked_again(self, talk):
        talk.case = replace(talk.say(TENSE), asked="severity")
        talk.say("15")
        assert opening(talk) == "utter_out_of_range"


class TestNoWayAroundTheDangerScreen:
    def test_show_another_after_asking_for_a_person_at_once(self, talk):
        talk.say("hm", "want_person")
        talk.say("Show another")
        assert not shows_a_technique(talk)

    def test_the_same_as_before_while_a_danger_question_was_reopened(self, suggested):
        while suggested.case.asked != "danger_now":
            suggested.say("back")
        suggested.say("hm", "feel_same")
        assert not shows_a_technique(suggested)

    def test_an_ask_back_that_is_gone_back_to_is_in_doubt_again(self, talk):
        talk.say("my headache came on suddenly")
        talk.say("Slower than that")
        case = talk.say("back")
        assert case.asked == "ask_back:thunderclap"
        assert [flag.state for flag in case.flags] == [FlagState.unclear]

    def test_a_danger_question_that_is_gone_back_to_must_be_answered(self, talk):
        talk.say(TENSE)
        talk.say("None of these")
        assert talk.say("back").asked == "danger_now"
        assert talk.say("None of these").asked == "danger_background"

    def test_starting_over_keeps_a_doubt(self, talk):
        talk.say("my headache came on suddenly")
        talk.say("start over")
        assert talk.case.asked == "description"
        assert talk.say("dull, both sides").asked == "ask_back:thunderclap"

    def test_starting_over_forgets_the_harmless_rest(self, talk):
        talk.say(TENSE)
        case = talk.say("start over")
        assert case.facts == ()
        assert case.consent


class TestGuidedSession:
    def test_next_goes_on_step_by_step_until_how_is_it_now(self, guided):
        for _ in range(20):
            if guided.case.asked == "how_now":
                break
            guided.say(guided.answer())
        assert guided.case.asked == "how_now"
        assert guided.case.current in guided.case.tried

    def test_back_is_the_step_before(self, guided):
        guided.case = replace(guided.case, step=1)
        assert guided.say("back").step == 0
        assert kind(guided) == "guide"

    def test_stop_asks_how_it_is_now(self, guided):
        assert guided.say("Stop").asked == "how_now"

    @pytest.mark.parametrize("said", ["It feels worse", "I feel dizzy"])
    def test_feeling_worse_ends_it_and_asks_about_danger_again(self, guided, said):
        assert guided.say(said).asked == "danger_now"
        assert opening(guided) == "utter_follow_up_worse"

    def test_danger_ends_it(self, guided):
        guided.say("my speech is slurred and my left arm is weak")
        assert guided.reply is not None

    def test_blood_thinners_told_with_a_yes_end_it_before_it_begins(self, suggested):
        suggested.say("yes, and I'm on warfarin")
        assert suggested.reply is not None
        assert suggested.case.massage_stopped


class TestPrecautionsToldLate:
    def test_what_limits_the_technique_is_told_with_it_again(self, suggested):
        suggested.case = replace(suggested.case, current="neck_stretches")
        suggested.say("my bones are brittle, osteoporosis")
        assert kind(suggested) == "suggest"

    def test_a_technique_that_is_no_longer_safe_is_not_guided(self, guided):
        guided.case = replace(guided.case, current="trigger_point_pressure")
        guided.say("I have osteoporosis in my neck, next")
        assert kind(guided) != "guide"


class TestAfterwards:
    @pytest.fixture
    def worse(self, guided) -> CoreTalk:
        guided.say("It feels worse")
        return guided

    def test_better_offers_what_makes_them_rarer(self, suggested):
        suggested.case = replace(suggested.case, asked="how_now")
        case = suggested.say("Better")
        assert (kind(suggested), case.asked) == ("follow_up", "afterwards")

    def test_the_same_as_before_shows_something_else(self, suggested):
        first = suggested.case.current
        suggested.case = replace(suggested.case, asked="how_now", tried=(first,))
        suggested.say("About the same")
        assert suggested.case.current != first

    def test_worse_without_danger_is_sent_to_someone(self, worse):
        worse.say("None of these")
        assert worse.case.move.about == ("worse",)

    def test_after_worse_no_other_technique_is_shown(self, worse):
        worse.say("None of these")
        worse.say("Show another")
        assert not shows_a_technique(worse)

    def test_worse_with_danger_is_answered(self, worse):
        worse.say("Weak / numb / can't speak")
        assert worse.reply is not None or worse.case.asked.startswith("ask_back:")

    def test_a_new_headache_after_thats_all_is_a_new_case(self, suggested):
        suggested.case = replace(suggested.case, asked="afterwards")
        suggested.say("That's all")
        case = suggested.say("now my left eye throbs")
        told = {fact.concept for fact in case.facts}
        assert "throbbing" in told and "band" not in told
        assert case.asked == "danger_now"

    def test_a_new_headache_with_a_doubt_is_asked_about_it(self, suggested):
        suggested.case = replace(suggested.case, asked="afterwards")
        suggested.say("That's all")
        assert suggested.say("a headache came on suddenly").asked == "ask_back:thunderclap"

    def test_ok_after_thats_all_shows_nothing_new(self, suggested):
        suggested.case = replace(suggested.case, asked="afterwards")
        suggested.say("That's all")
        assert suggested.say("ok").asked == "begin"


class TestMassageStopped:
    @pytest.fixture
    def stopped(self, talk: CoreTalk) -> CoreTalk:
        talk.say("I have cancer and my head hurts")
        assert talk.case.massage_stopped
        return talk

    def test_who_can_i_see_is_answered(self, stopped):
        stopped.say("Who can I see?")
        assert stopped.case.move.about == ("person",)

    @pytest.mark.parametrize("said", ["Show another", "start over", "back", "better", "yes"])
    def test_nothing_switches_massage_on(self, stopped, said):
        stopped.say(said)
        assert stopped.case.massage_stopped
        assert stopped.case.move is None or not shows_a_technique(stopped)

    def test_a_more_urgent_doubt_outlasts_a_question_of_the_person(self, stopped, knowledge):
        stopped.say("and my headache came on suddenly")
        case = replace(stopped.case, latest=Latest(intent="ask_what_is_massage"))
        assert resume(case, knowledge).asked == "ask_back:thunderclap"


class TestResume:
    def test_the_waiting_question_is_asked_once_more(self, talk, knowledge):
        talk.say(TENSE)
        case = resume(replace(talk.case, latest=Latest(intent="ask_safety")), knowledge)
        assert case.asked == "danger_now"
        assert case.move.again

    def test_a_question_with_facts_in_it_goes_on_with_them(self, talk, knowledge):
        talk.say(TENSE)
        told = replace(talk.case, asked=None, latest=Latest(told_something=True))
        assert resume(told, knowledge).asked == "danger_now"

    def test_a_question_before_any_headache_invites_to_begin(self, knowledge):
        case = Assessment(consent=True, latest=Latest(intent="ask_safety"))
        assert resume(case, knowledge).asked == "begin"

    def test_without_consent_the_headache_in_a_question_is_not_taken_up(self, knowledge):
        case = Assessment(consent=False, latest=Latest(told_something=True))
        assert resume(case, knowledge).stage is Stage.hello


def test_asking_for_a_person_is_answered_anywhere(talk, knowledge):
    talk.say(TENSE)
    case = next_move(replace(talk.case, latest=Latest(meant="person")), knowledge)
    assert case.move.kind == "refer"


def test_who_cannot_describe_it_is_asked_step_by_step_after_two_retries(talk):
    for said in ("ugh", "qqqq", "asdf"):
        assert talk.say(said, "nlu_fallback").asked == "description"
    assert talk.say("well", "nlu_fallback").asked == "danger_now"
    assert opening(talk) == "utter_step_by_step"
    assert talk.case.known(talk.knowledge.parents).present("headache")


def test_who_does_not_know_how_to_describe_it_is_asked_at_once(talk):
    talk.say("hi", "greet")
    assert talk.say("i don't know", "dont_know").asked == "danger_now"


def test_going_back_to_the_description_asks_for_it_again(talk):
    talk.say("hi", "greet")
    talk.say("i don't know", "dont_know")
    assert talk.say("back", "go_back").asked == "description"
    assert talk.case.stage is Stage.describe


def test_a_goodbye_is_answered_and_what_was_asked_keeps_waiting(talk):
    talk.say(TENSE)
    asked = talk.case.asked
    talk.say("bye", "goodbye")
    assert talk.case.move.about == ("utter_goodbye",)
    assert talk.case.asked == asked


@pytest.mark.parametrize(
    ("said", "intent", "answered"),
    [
        ("thanks, bye", "goodbye", "utter_same_day_goodbye"),
        ("it's easing off", "feel_better", "utter_same_day_easing"),
    ],
)
def test_whoever_should_be_seen_today_hears_so_to_the_end(talk, said, intent, answered):
    talk.say("I have cancer and my head hurts")
    talk.say("ok")
    talk.say(said, intent)
    assert talk.case.move.about == (answered,)


def test_danger_told_before_counts_after_a_case_was_done_with(suggested):
    suggested.say("That's all", "stop_session")
    suggested.case = replace(suggested.case, outcome="done", asked=None)
    suggested.say("my head throbs on the left now and I have had cancer")
    assert suggested.case.massage_stopped
    suggested.say("start over", "start_over")
    assert suggested.case.massage_stopped
