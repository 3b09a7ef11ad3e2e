"""Hears danger by its sound inside Rasa's NLU pipeline: the layer beside the written rules."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import Any, Dict, List, Optional, Text

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from headache_relief.assessment.suspicion import Sound, Threshold, Thresholds, suspected
from headache_relief.assessment.titles import plain
from headache_relief.assessment.triage import Raised, facts_from
from headache_relief.knowledge.clinical_files import Knowledge, load_knowledge
from headache_relief.language.understanding import Understanding
from headache_relief.rasa_parts.case_reader import SCREEN, UNDERSTANDING, screen_of
from headache_relief.rasa_parts.danger_examples import examples_of_prototypes, harmless_examples
from headache_relief.rasa_parts.danger_model import CRISIS, EMERGENCY, HEADS, URGENT, DangerModel
from headache_relief.rasa_parts.danger_passages import Passage, passages_of
from headache_relief.rasa_parts.danger_tellings import Tellings
from headache_relief.rasa_parts.learning_component import LearningComponent
from headache_relief.rasa_parts.plain_model import Array
from headache_relief.rasa_parts.sentence_vectors import SENTENCE_VECTORS
from headache_relief.vectors import load_encoder

logger = logging.getLogger(__name__)

MODEL, TELLINGS = "danger.npz", "tellings.npz"
FEWEST_WORDS = 3  # what is shorter is an answer, or the rules hear it
LONGEST_ANSWER = 6  # words
TELLS_OF_HEALTH = frozenset(
    {"symptom", "event", "condition", "onset", "movement", "medicine", "circumstance", "impact"}
    | {"distress"}
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class DangerLayer(LearningComponent):
    """Adds to `screen` what a message sounds like beyond what the rules heard in it.

    It never lowers a tier. Stands after `CaseReader` and `SentenceVectors`; without sentence
    vectors it goes by words and findings alone, with thresholds of their own.
    """

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        # Log-odds, chosen by cross-validation; the figures stand in docs/danger.md.
        return {
            "by_meaning": {
                "emergency": {"sure": 3.0, "ask": 0.5},
                "urgent": {"sure": 3.5, "ask": 1.0},
                "crisis": {"sure": 1.0, "ask": -1.5},
            },
            "by_words": {
                "emergency": {"sure": 3.0, "ask": 0.5},
                "urgent": {"sure": 3.5, "ask": 1.0},
                "crisis": {"sure": 1.0, "ask": -1.5},
            },
        }

    def __init__(
        self, config: Dict[Text, Any], model_storage: ModelStorage, resource: Resource
    ) -> None:
        super().__init__(config, model_storage, resource)
        self._thresholds = {
            view: Thresholds(**{name: Threshold(**values) for name, values in config[view].items()})
            for view in ("by_meaning", "by_words")
        }
        self._knowledge: Knowledge = load_knowledge()
        self._titles = _own_titles(self._knowledge)
        self._model: Optional[DangerModel] = None
        self._tellings: Optional[Tellings] = None

    def train(self, training_data: TrainingData) -> Resource:
        """Learns from `data/prototypes` and from the harmless messages of the training data."""
        prototypes, examples = examples_of_prototypes(self._knowledge, load_encoder())
        harmless = list(harmless_examples(training_data.intent_examples, self._knowledge))
        logger.info(
            "Learning the sound of danger from %d prototypes and %d harmless messages.",
            len(examples),
            len(harmless),
        )
        self._model = DangerModel()
        self._model.fit([*examples, *harmless])
        self._tellings = Tellings.of(prototypes, examples)
        return self.kept()

    def keep(self, folder: Path) -> None:
        model, tellings = self._learnt()
        model.save(folder / MODEL)
        tellings.save(folder / TELLINGS)

    def recall(self, folder: Path) -> None:
        self._model = DangerModel.load(folder / MODEL)
        self._tellings = Tellings.load(folder / TELLINGS)

    def process(self, messages: List[Message]) -> List[Message]:
        """The same messages; `screen` tells what each sounds like, too."""
        for message in messages:
            understanding = Understanding.from_dict(message.get(UNDERSTANDING))
            signs = self.heard(understanding, message.get(SENTENCE_VECTORS))
            if signs:
                screen = screen_of(understanding, self._knowledge, signs)
                message.set(SCREEN, screen, add_to_output=True)
        return messages

    def _is_answer(self, understanding: Understanding) -> bool:
        """True for a button, a word or two, and short answers that tell nothing more."""
        words = len(understanding.text.split())
        short = understanding.answers and not understanding.findings and words <= LONGEST_ANSWER
        pressed = plain(understanding.text) in self._titles
        return words < FEWEST_WORDS or bool(short) or pressed

    def heard(self, understanding: Understanding, vectors: Any) -> tuple[Raised, ...]:
        """The flags that a message sounds like, with the tellings that are most like it."""
        model, tellings = self._learnt()
        if understanding.language != "en" or self._is_answer(understanding):
            return ()
        passages = passages_of(understanding, vectors)
        if not passages:
            return ()
        scores = model.scores(passages)
        loudness = {head: _loudness(scores[head]) for head in HEADS}
        by_meaning = model.knows_vectors and passages[0].vector is not None
        thresholds = self._thresholds["by_meaning" if by_meaning else "by_words"]
        if not thresholds.reached(**loudness):
            return ()
        telling = _telling(passages, scores)
        sound = Sound(
            **loudness,
            fits=_fits(model, passages[0], telling),
            words=telling.text,
            denied=_all_denied(understanding),
        )
        facts = facts_from(understanding, 0, self._knowledge.parents)
        return tuple(
            replace(sign, nearest=tellings.nearest(sign.flag, telling))
            for sign in suspected(sound, facts, thresholds, self._knowledge.red_flags)
        )

    def _learnt(self) -> tuple[DangerModel, Tellings]:
        if self._model is None or self._tellings is None:
            raise ValueError("The danger layer is not trained: run headache-relief train.")
        return self._model, self._tellings


def _own_titles(knowledge: Knowledge) -> frozenset[str]:
    """What our own buttons say, plainly; what pressing one means is settled elsewhere."""
    asked = [q.options for q in knowledge.questions.values()]
    asked += [flag.ask_back.options for flag in knowledge.red_flags.values() if flag.ask_back]
    titles = [option.title for options in asked for option in options]
    titles += [choice.title for choices in knowledge.choices.values() for choice in choices]
    return frozenset(plain(title) for title in titles)


def _all_denied(understanding: Understanding) -> bool:
    """True when what was told of health is denied, over, somebody else's, or only supposed."""
    told = [finding for finding in understanding.findings if finding.kind in TELLS_OF_HEALTH]
    return bool(told) and not any(f.status != "absent" and f.when == "now" for f in told)


def _loudness(scores: Array) -> float:
    """Halfway between the message as a whole and the sentence that sounds most like danger."""
    return float(scores[0] + scores.max()) / 2


def _telling(passages: tuple[Passage, ...], scores: Dict[Text, Array]) -> Passage:
    """The sentence that sounds most like danger; of a message of one sentence that one."""
    if len(passages) == 1:
        return passages[0]
    loudest = scores[URGENT][1:] + scores[EMERGENCY][1:] + scores[CRISIS][1:].clip(min=0)
    return passages[1 + int(loudest.argmax())]


def _fits(model: DangerModel, whole: Passage, telling: Passage) -> Dict[Text, float]:
    of_whole, of_telling = model.flag_scores(whole), model.flag_scores(telling)
    return {flag: of_whole[flag] + of_telling[flag] for flag in of_whole}
