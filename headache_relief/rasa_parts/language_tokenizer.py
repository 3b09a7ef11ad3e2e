"""Gives Rasa's featurizers the repaired, lemmatised words of the language pipeline."""

from __future__ import annotations

from typing import Any, Dict, List, Text

from rasa.engine.graph import ExecutionContext
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from headache_relief.language import reader

# The classifier decides by the beginning of a long message; findings are read from all of it.
MOST_CHARACTERS_FOR_FEATURES = 600
READ_IN_TRAINING = 50_000  # texts; about 10 kB each


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class LanguageTokenizer(Tokenizer):
    """A tokenizer whose tokens are lemmas after typo repair, with offsets into the text as sent."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        return {
            "intent_tokenization_flag": False,
            "intent_split_symbol": "_",
            "token_pattern": None,
            "prefix_separator_symbol": None,
        }

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "LanguageTokenizer":
        return cls(config)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The training data with its tokens.

        Four components read every example: all are remembered while a model is trained.
        """
        reader.remember(READ_IN_TRAINING)
        tokenized: TrainingData = super().process_training_data(training_data)
        return tokenized

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """The tokens of an attribute; an empty text has none."""
        text = (message.get(attribute) or "")[:MOST_CHARACTERS_FOR_FEATURES]
        words = reader.tokens(text)
        return [
            Token(text[start:end], start, end, lemma=lemma)
            for lemma, start, end in words
            if end > start
        ]
