"""One message is added to the case: its facts, what it settles, the danger it raises."""

from dataclasses import replace

from headache_relief.assessment.case import Assessment, FlagState, QuestionState
from headache_relief.assessment.recording import record_message
from headache_relief.knowledge.base import Tier
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.language.reader import read


def recorded(
    knowledge: Knowledge, *said: str, intent: str = "add_detail", asked: str | None = None
) -> Assessment:
    """The case after these messages, the last of them with the intent."""
    case = Assessment(consent=True, asked=asked)
    for text in said[:-1]:
        case = record_message(case, read(text), "add_detail", knowledge)
    return record_message(case, read(said[-1]), intent, knowledge)


def status(case: Assessment, concept: str) -> str | None:
    return next((fact.status for fact in case.facts if fact.concept == concept), None)


def flag(case: Assessment, name: str) -> FlagState | None:
    return next((flag.state for flag in case.flags if flag.flag == name), None)


def test_the_latest_statement_wins(knowledge):
    case = recorded(knowledge, "my head hurts, I feel sick", "no nausea any more")
    assert status(case, "nausea") == "absent"


def test_maybe_does_not_weaken_what_was_stated(knowledge):
    assert status(recorded(knowledge, "I have a fever", "maybe a fever"), "fever") == "present"


def test_maybe_beats_an_earlier_no(knowledge):
    assert status(recorded(knowledge, "no fever", "maybe a fever"), "fever") == "uncertain"


def test_none_of_these_does_not_take_back_what_was_said_in_words(knowledge):
    case = recorded(knowledge, "my head hurts and I have a fever", "None of these")
    assert status(case, "fever") == "present"


def test_a_corrected_side_replaces_the_earlier_place(knowledge):
    case = recorded(
        knowledge, "both temples hurt", "actually it's the forehead", intent="correct_answer"
    )
    assert status(case, "forehead") == "present"
    assert status(case, "both_sides") is None


def test_a_correction_of_the_place_keeps_the_other_symptoms(knowledge):
    case = recorded(
        knowledge,
        "both temples hurt and I feel sick",
        "actually it's the forehead",
        intent="correct_answer",
    )
    assert status(case, "nausea") == "present"


def test_a_second_place_without_a_correction_adds_up(knowledge):
    case = recorded(knowledge, "my forehead hurts", "and my neck")
    assert status(case, "forehead") == status(case, "neck_back") == "present"


def test_danger_beside_a_short_answer_is_not_lost(knowledge):
    case = recorded(knowledge, "no but I've gone numb on one side", asked="impact")
    assert status(case, "numb_one_side") == "present"
    assert flag(case, "stroke_neuro") is not None


def test_an_answer_that_is_not_understood_is_counted(knowledge):
    case = recorded(knowledge, "blah fnord", asked="danger_now")
    assert case.question("danger_now").tries == 1


def test_a_question_of_the_person_is_no_failed_answer(knowledge):
    case = Assessment(consent=True, asked="danger_now")
    case = record_message(case, read("what for"), "ask_safety", knowledge, is_aside=True)
    assert case.question("danger_now").tries == 0


def test_two_retries_then_an_unanswered_screen_counts_as_danger(knowledge):
    case = Assessment(consent=True, asked="danger_now")
    for _ in range(3):
        case = record_message(case, read("blah fnord"), "nlu_fallback", knowledge)
    assert case.question("danger_now").state is QuestionState.unknown
    assert case.tier is Tier.same_day


def test_an_interview_question_is_left_open_at_the_first_dont_know(knowledge):
    case = recorded(knowledge, "no idea", asked="quality")
    assert case.settled("quality")


def test_an_ask_back_without_an_answer_counts_as_yes(knowledge):
    case = recorded(knowledge, "my headache came on suddenly")
    assert flag(case, "thunderclap") is FlagState.unclear
    asked = "ask_back:thunderclap"
    for _ in range(3):
        waiting = Assessment.from_dict({**case.as_dict(), "asked": asked})
        case = record_message(waiting, read("blah fnord"), "nlu_fallback", knowledge)
    assert flag(case, "thunderclap") is FlagState.fired


def cleared(knowledge: Knowledge) -> Assessment:
    case = recorded(knowledge, "my headache came on suddenly")
    waiting = Assessment.from_dict({**case.as_dict(), "asked": "ask_back:thunderclap"})
    return record_message(waiting, read("Slower than that"), "add_detail", knowledge)


def test_an_ask_back_that_is_denied_clears_its_flag(knowledge):
    assert flag(cleared(knowledge), "thunderclap") is FlagState.cleared


def test_a_cleared_flag_fires_when_the_sign_is_stated_outright(knowledge):
    said = read("it peaked within seconds, like a thunderclap")
    case = record_message(cleared(knowledge), said, "add_detail", knowledge)
    assert flag(case, "thunderclap") is FlagState.fired


def test_a_cleared_flag_stays_cleared_when_something_else_is_told(knowledge):
    case = record_message(cleared(knowledge), read("my headache is dull"), "add_detail", knowledge)
    assert flag(case, "thunderclap") is FlagState.cleared


def test_a_cleared_flag_is_asked_about_again_when_the_sign_is_told_again(knowledge):
    said = read("my headache did come on suddenly")
    case = record_message(cleared(knowledge), said, "add_detail", knowledge)
    assert flag(case, "thunderclap") is FlagState.unclear
    assert not case.settled("ask_back:thunderclap")


def test_a_number_out_of_range_is_not_kept(knowledge):
    case = recorded(knowledge, "15", asked="severity")
    assert case.latest.out_of_range
    assert status(case, "pain_score") is None


def test_a_guessed_wish_does_not_beat_what_the_message_tells(knowledge):
    case = recorded(knowledge, "it throbs on one side", intent="stop_session")
    assert case.latest.meant is None


def test_a_wish_alone_is_meant(knowledge):
    assert recorded(knowledge, "hm", intent="want_person").latest.meant == "person"


def test_talk_of_another_illness_describes_no_headache(knowledge):
    case = recorded(knowledge, "my knee has arthritis", intent="report_other_health")
    assert not case.latest.told_something


def test_an_empty_message_is_noticed(knowledge):
    assert recorded(knowledge, "  ").latest.empty


def test_naming_an_item_that_was_told_before_denies_the_others(knowledge):
    case = recorded(knowledge, "I am 74 and my head hurts as it has for years")
    case = record_message(
        replace(case, asked="danger_background"), read("50 or over"), "", knowledge
    )
    assert case.settled("danger_background")
    assert status(case, "cancer") == "absent"
    assert status(case, "fifty_or_over") == "present"
