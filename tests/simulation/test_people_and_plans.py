"""Who talks and how is drawn by seed, and a person keeps to the plan."""

from __future__ import annotations

from collections import Counter

import pytest

from headache_relief.simulation.people import load_people
from headache_relief.simulation.person import LONG_MESSAGE, SimulatedPerson
from headache_relief.simulation.plan import MANNERS, TROUBLES, DangerPhrase, plan_of
from tests.simulation.talks import asks, emergency, plan, suggests, turn

PHRASES = (
    DangerPhrase("my arm is weak", "stroke_neuro", "emergency"),
    DangerPhrase("i want to die", "suicidal_active", "emergency"),
)


@pytest.fixture(scope="module")
def plans(knowledge):
    return [plan_of(seed, load_people(), knowledge, PHRASES) for seed in range(600)]


@pytest.fixture
def person(knowledge):
    return lambda **planned: SimulatedPerson(plan(**planned), load_people(), knowledge)


def test_a_seed_always_gives_the_same_plan(plans, knowledge):
    again = [plan_of(seed, load_people(), knowledge, PHRASES) for seed in range(600)]
    assert again == plans


def test_everybody_every_manner_and_every_trouble_is_drawn(plans):
    assert {p.person for p in plans} == set(load_people().people)
    assert {p.manner for p in plans} == set(MANNERS)
    assert {p.trouble for p in plans} == set(TROUBLES)


def test_whoever_has_a_trouble_tells_it(plans):
    silent = {p.trouble for p in plans if not p.told}
    assert silent == {"none", "condition"}
    assert all(p.flag for p in plans if p.trouble in ("danger", "despair"))


def test_no_trouble_is_much_rarer_than_meant(plans):
    drawn = Counter(p.trouble for p in plans)
    share = {name: weight / sum(TROUBLES.values()) for name, weight in TROUBLES.items()}
    assert all(drawn[name] > len(plans) * share[name] / 2 for name in TROUBLES)


def test_every_pattern_has_a_person_and_every_condition_is_a_precaution(knowledge):
    assert len(load_people().people) >= len(knowledge.patterns) + 5
    assert set(load_people().conditions) <= set(knowledge.precautions)


def test_whoever_taps_taps_what_is_a_button(knowledge):
    for name, entry in load_people().people.items():
        for question, answers in entry.answers.items():
            titles = [option.title for option in knowledge.questions[question].options]
            assert answers[0] in titles, f"{name} taps {answers[0]} at {question}"


def test_the_same_talk_is_answered_the_same_way(person):
    turns = [asks("severity"), asks("quality"), asks("danger_now")]
    said = [[p.next(turns[:n]) for n in range(1, 4)] for p in (person(), person())]
    assert said[0] == said[1]


def test_danger_is_told_at_its_turn(person):
    someone = person(trouble="danger", told="my arm is weak", told_turn=2)
    turns = [asks("severity"), asks("quality")]
    assert someone.next(turns[:1]) != "my arm is weak"
    assert someone.next(turns) == "my arm is weak"
    assert someone.next(turns) != "my arm is weak"


def test_danger_is_told_at_the_suggestion_at_the_latest(person):
    someone = person(trouble="danger", told="my arm is weak", told_turn=12)
    assert someone.next([suggests()]) == "my arm is weak"


def test_a_very_long_message_holds_the_danger(person):
    someone = person(trouble="danger", told="my arm is weak", at_length=True)
    said = someone.next([])
    assert "my arm is weak" in said
    assert len(said.split()) >= LONG_MESSAGE


def test_a_danger_sign_is_ticked_where_it_is_asked(person):
    someone = person(trouble="ticked danger", told="Very painful red eye")
    assert someone.next([asks("danger_background")]) != "Very painful red eye"
    assert someone.next([asks("danger_now")]) == "Very painful red eye"


def test_whoever_has_a_condition_ticks_it_when_it_is_offered(person, knowledge):
    name = knowledge.precautions["weak_bones"].name
    someone = person(trouble="condition", condition="weak_bones")
    assert someone.next([asks("precautions", buttons=("None of these", name))]) == name
    assert someone.next([asks("precautions", buttons=("None of these",))] * 2) == "None of these"


def test_whoever_was_mistaken_says_so(person):
    someone = person(mistaken=True)
    offered = emergency("hm", buttons=("I've called", "That was a mistake"))
    assert someone.next([offered]) == "That was a mistake"


def test_whoever_meant_it_confirms_it(person):
    asked = turn("hm", tier="emergency", asked="confirm_correction", stage="emergency")
    assert person().next([asked]) == "It's true"


def test_everybody_leaves_some_time_after_danger(person):
    someone = person()
    said = [someone.next([emergency("hm")]) for _ in range(10)]
    assert said[0] is not None
    assert said[-1] is None
