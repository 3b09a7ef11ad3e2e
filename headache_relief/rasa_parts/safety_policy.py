"""The policy above all rules: it records each message in the case and answers danger itself."""

from __future__ import annotations

import logging
from typing import Any, Dict, List, Optional, Text

from rasa.core.featurizers.tracker_featurizers import TrackerFeaturizer
from rasa.core.policies.policy import Policy, PolicyPrediction
from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event, SlotSet
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from headache_relief.assessment.case import ASK_BACK, FOLLOWED_UP
from headache_relief.assessment.danger import DANGER_RESPONSES, danger_reply
from headache_relief.assessment.flow import more_urgent_doubt
from headache_relief.assessment.following_up import NO_MORE, TOMORROW, follow_up
from headache_relief.assessment.recording import OFF_TOPIC, record_message
from headache_relief.assessment.triage import Raised
from headache_relief.knowledge.clinical_files import Knowledge
from headache_relief.language import reader
from headache_relief.language.understanding import Understanding
from headache_relief.rasa_parts.case_reader import SCREEN, UNDERSTANDING, suspected_in
from headache_relief.rasa_parts.case_slot import case_from, changed_slots
from headache_relief.rasa_parts.danger_wording import danger_slots
from headache_relief.rasa_parts.site_knowledge import site_knowledge
from headache_relief.records.talk import FOLLOW_UP

logger = logging.getLogger(__name__)

SAFETY_PRIORITY = 100
# A guess below this is not taken for a wish such as to stop or to talk to a person.
SURE_OF_A_COMMAND = 0.4


@DefaultV1Recipe.register(
    DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True
)
class SafetyPolicy(Policy):
    """Screens the whole case at every message, in any state, before rules and stories.

    It needs no action and no action server: the answer to danger is a plain response of the
    domain. For every other message it only writes the case's slots and leaves the prediction to
    the other policies.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {"priority": SAFETY_PRIORITY}

    def __init__(
        self,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        featurizer: Optional[TrackerFeaturizer] = None,
        knowledge: Optional[Knowledge] = None,
    ) -> None:
        super().__init__(config, model_storage, resource, execution_context, featurizer)
        self._knowledge = knowledge or site_knowledge()

    def train(
        self,
        training_trackers: List[TrackerWithCachedStates],
        domain: Domain,
        **kwargs: Any,
    ) -> Resource:
        """There is nothing to learn: the red flags are written knowledge."""
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Optional[Dict[Text, Any]] = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        """A danger response, or the events that record the message.

        An answer is never taken for a question: the talk then goes on, whatever the intent was.
        """
        if tracker.latest_action_name != ACTION_LISTEN_NAME:
            return self._after_action(tracker, domain)
        before = tracker.current_slot_values()
        understanding = understanding_of(tracker)
        case = record_message(
            case_from(before),
            understanding,
            intent_of(tracker, at_least=SURE_OF_A_COMMAND),
            self._knowledge,
            is_aside=is_aside(intent_of(tracker), case_from(before).asked),
            suspected=suspected_of(tracker),
        )
        case, reply = danger_reply(case)
        asks = reply is None and is_follow_up(tracker)
        case = follow_up(case) if asks else case
        slots = changed_slots(before, case)
        if reply is not None:
            slots.update(danger_slots(reply, before, self._knowledge))
        events: List[Event] = [SlotSet(name, value) for name, value in slots.items()]
        action = reply.response if reply is not None else None
        if action is None and case.latest.answered and not understanding.asks:
            action = "action_continue"
        if action is None and case.latest.meant in (TOMORROW, NO_MORE):
            action = "action_continue"
        if asks and case.asked == FOLLOWED_UP:
            action = "action_ask_next"
        return self._prediction(self._scores(action, domain), events=events)

    def _after_action(self, tracker: DialogueStateTracker, domain: Domain) -> PolicyPrediction:
        """After a danger response it is the person's turn, unless something worse is in doubt."""
        last = tracker.latest_action_name or ""
        scores = self._default_predictions(domain)
        if last in DANGER_RESPONSES:
            case = case_from(tracker.current_slot_values())
            asks_on = last == "utter_same_day" and more_urgent_doubt(case) is not None
            following = "action_continue" if asks_on else ACTION_LISTEN_NAME
            scores[domain.index_for_action(following)] = 1.0
        return self._prediction(scores)

    def _scores(self, action: Optional[str], domain: Domain) -> List[float]:
        scores: List[float] = self._default_predictions(domain)
        if action is not None:
            scores[domain.index_for_action(action)] = 1.0
        return scores


# Messages that are answered by a response of their own; what was asked is then asked once more.
ASIDES = frozenset(
    {
        "complain",
        "goodbye",
        "greet",
        "thank",
        "want_massage",
    }
)


def is_aside(intent: str, asked: Optional[str] = None) -> bool:
    """True for a question or remark that doesn't fail to answer what was asked.

    When danger is asked back, a remark such as thanks leaves it open like any other non-answer.
    """
    if intent in ASIDES:
        return not (asked or "").startswith(ASK_BACK)
    return intent.startswith("ask_") and intent not in OFF_TOPIC


def is_follow_up(tracker: DialogueStateTracker) -> bool:
    """Whether nobody said the newest message: a promised question is to be asked."""
    message = tracker.latest_message
    return message is not None and str(message.message_id or "").startswith(FOLLOW_UP)


def understanding_of(tracker: DialogueStateTracker) -> Understanding:
    """What the newest message says; read here when the NLU pipeline did not (as in stories)."""
    message = tracker.latest_message
    if message is None:
        return Understanding("")
    data = (message.parse_data or {}).get(UNDERSTANDING)
    if data:
        return Understanding.from_dict(data)
    text = message.text or ""
    return Understanding("") if text.startswith("/") else reader.read(text)


def suspected_of(tracker: DialogueStateTracker) -> tuple[Raised, ...]:
    """The red flags that the newest message sounds like; none where no pipeline read it."""
    message = tracker.latest_message
    data = (message.parse_data if message is not None else None) or {}
    return suspected_in(data.get(SCREEN))


def intent_of(tracker: DialogueStateTracker, at_least: float = 0.0) -> str:
    """The newest message's intent; empty when it has none, or one less sure than `at_least`."""
    message = tracker.latest_message
    if message is None or message.intent.get("confidence", 1.0) < at_least:
        return ""
    return message.intent_name or ""
