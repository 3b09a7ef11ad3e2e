"""What the person told is said back in a line."""

from headache_relief.assessment.case import Assessment
from headache_relief.assessment.facts import Fact
from headache_relief.assessment.gist import MOST_ITEMS, PASSED_ON, gist, told_items
from headache_relief.assessment.triage import facts_from
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.language.reader import read


def told(knowledge: Knowledge, text: str) -> Assessment:
    return Assessment(facts=facts_from(read(text), 1, knowledge.parents).facts)


def said_back(knowledge: Knowledge, text: str) -> str:
    return gist(told(knowledge, text), knowledge.concepts, knowledge.wording)


def test_place_feel_cause_and_denials_are_said_back(knowledge):
    said = said_back(knowledge, "pressing on both sides since I was stressed at work, no fever")
    assert "both sides" in said
    assert "stress" in said.lower()
    assert "no fever" in said


def test_what_is_there_comes_before_what_is_not(knowledge):
    said = said_back(knowledge, "no nausea but both temples throb")
    assert said.index("throbbing") < said.index("no ")


def test_it_begins_with_a_capital_letter_and_ends_as_a_sentence(knowledge):
    said = said_back(knowledge, "both temples throb")
    assert said[0].isupper()
    assert said.endswith(".")


def test_my_head_hurts_says_nothing_back(knowledge):
    assert said_back(knowledge, "my head hurts") == ""


def test_denials_alone_say_nothing_back(knowledge):
    assert said_back(knowledge, "no fever, no nausea") == ""


def test_what_was_only_ticked_is_not_said_back_as_silence(knowledge):
    silent = Assessment(facts=(Fact("seizure", "absent"), Fact("throbbing", "present", words="x")))
    assert "seizure" not in gist(silent, knowledge.concepts, knowledge.wording)


def test_it_stays_short_however_much_was_told(knowledge):
    said = said_back(
        knowledge,
        "throbbing pressing stabbing on the left, forehead, temple, neck, eye, severe, sick, "
        "vomiting, light and noise hurt, stress, bad sleep, missed coffee, my period",
    )
    assert said.count(",") < MOST_ITEMS


def test_it_says_when_it_is_about_somebody_else(knowledge):
    said = said_back(knowledge, "my wife has a throbbing headache on one side")
    assert said.startswith("For the person you're asking about")


def test_a_professional_also_hears_of_conditions(knowledge):
    case = told(knowledge, "both temples throb and I have osteoporosis")
    passed_on = told_items(case, knowledge.concepts, knowledge.wording, PASSED_ON)
    said = told_items(case, knowledge.concepts, knowledge.wording)
    assert len(passed_on) > len(said)


def test_a_time_is_said_back_as_it_was_told(knowledge):
    assert said_back(knowledge, "it throbs, since lunch") == "Throbbing, since lunch. Got it."
