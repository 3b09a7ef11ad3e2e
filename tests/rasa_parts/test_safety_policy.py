"""The policy above all rules, on trackers without a trained model."""

from types import SimpleNamespace

import pytest
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from headache_relief.assessment.case import Assessment
from headache_relief.assessment.danger import DANGER_RESPONSES
from headache_relief.rasa_parts.case_slot import case_from, slots_for
from headache_relief.rasa_parts.safety_policy import (
    SafetyPolicy,
    intent_of,
    is_aside,
    understanding_of,
)

STROKE = "my left arm has gone weak and my speech is slurred"


@pytest.fixture(scope="module")
def domain() -> Domain:
    return Domain.load("domain.yml")


@pytest.fixture(scope="module")
def policy() -> SafetyPolicy:
    return SafetyPolicy(
        SafetyPolicy.get_default_config(),
        model_storage=None,
        resource=Resource("safety"),
        execution_context=SimpleNamespace(is_finetuning=False),
    )


class Person:
    """Says things; the policy's events are added as Rasa's processor does."""

    def __init__(self, policy: SafetyPolicy, domain: Domain, country: str | None = None) -> None:
        self.policy, self.domain = policy, domain
        self.tracker = DialogueStateTracker("someone", domain.slots)
        self.slots(**slots_for(Assessment(consent=True)), country=country)

    def slots(self, **values) -> None:
        for name, value in values.items():
            self.tracker._set_slot(name, value)

    def says(self, text: str, intent: str = "add_detail", confidence: float = 1.0) -> str | None:
        """What the policy answers itself, or None."""
        self.tracker.update(ActionExecuted("action_listen"))
        message = UserUttered(text, {"name": intent, "confidence": confidence})
        self.tracker.update(message, self.domain)
        return self.predicted()

    def hears(self, response: str) -> str | None:
        """What the policy predicts after the assistant has said a response."""
        self.tracker.update(ActionExecuted(response))
        return self.predicted()

    def predicted(self) -> str | None:
        prediction = self.policy.predict_action_probabilities(self.tracker, self.domain)
        for event in prediction.events:
            self.tracker.update(event, self.domain)
        best = prediction.max_confidence_index
        return self.domain.action_names_or_texts[best] if prediction.max_confidence else None

    @property
    def case(self) -> Assessment:
        return case_from(self.tracker.current_slot_values())


@pytest.fixture
def person(policy, domain) -> Person:
    return Person(policy, domain)


def test_danger_is_answered_with_a_response_of_the_domain(person, domain):
    response = person.says(STROKE)
    assert response == "utter_emergency"
    assert response in domain.responses


def test_every_danger_response_is_in_the_domain(domain):
    assert set(domain.responses) >= DANGER_RESPONSES


def test_the_emergency_message_names_the_number_of_the_country(policy, domain):
    british = Person(policy, domain, country="GB")
    british.says(STROKE)
    assert "999" in british.tracker.get_slot("danger_message")


def test_without_a_country_it_says_how_to_find_the_number(person):
    person.says(STROKE)
    message = person.tracker.get_slot("danger_message")
    assert "112" in message and "{" not in message


def test_danger_needs_no_intent_that_fits(person):
    assert person.says(STROKE, intent="small_talk") == "utter_emergency"
    assert person.tracker.get_slot("massage_allowed") is False


def test_a_harmless_message_is_left_to_the_rules_but_recorded(person):
    assert person.says("a dull band round my head") is None
    assert "band" in {fact.concept for fact in person.case.facts}


def test_an_answer_to_the_question_asked_goes_on_whatever_the_intent(person):
    person.says("a dull band round my head")
    person.slots(**slots_for(Assessment(consent=True, asked="severity")))
    assert person.says("about a 6", intent="ask_how_long") == "action_continue"


def test_after_a_danger_response_it_is_the_persons_turn(person):
    person.says(STROKE)
    assert person.hears("utter_emergency") == "action_listen"


def test_after_a_same_day_sign_a_worse_doubt_is_asked_at_once(person):
    said = person.says("I have cancer and my headache came on suddenly")
    assert said == "utter_same_day"
    assert person.hears("utter_same_day") == "action_continue"


def test_after_another_response_it_has_nothing_to_say(person):
    person.says("a dull band round my head")
    assert person.hears("utter_noted") is None


def test_an_unsure_guess_is_not_taken_for_a_wish(person):
    person.says("hm", intent="want_person", confidence=0.3)
    assert person.case.latest.meant is None


@pytest.mark.parametrize("intent", ["ask_safety", "greet", "thank"])
def test_questions_and_remarks_are_asides(intent):
    assert is_aside(intent)


@pytest.mark.parametrize("intent", ["deny", "add_detail", "nlu_fallback", ""])
def test_answers_and_what_was_not_understood_are_no_asides(intent):
    assert not is_aside(intent)


def test_a_remark_leaves_danger_that_is_asked_back_open():
    assert not is_aside("thank", "ask_back:meningitis")
    assert is_aside("thank", "severity")
    assert is_aside("ask_why_asking", "ask_back:meningitis")


def test_before_any_message_there_is_nothing_to_understand(domain):
    tracker = DialogueStateTracker("someone", domain.slots)
    assert understanding_of(tracker).text == ""
    assert intent_of(tracker) == ""


def test_a_typed_intent_is_not_read_as_words(domain):
    tracker = DialogueStateTracker("someone", domain.slots)
    tracker.update(UserUttered("/affirm", {"name": "affirm", "confidence": 1.0}))
    assert understanding_of(tracker).answers == ()
