"""Gives each message its sentence vectors inside Rasa's NLU pipeline."""

from __future__ import annotations

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice
from typing import (
    TYPE_CHECKING,
    Any,
    AsyncIterator,
    Dict,
    Iterator,
    List,
    Optional,
    Sequence,
    Text,
)

import numpy
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from headache_relief.language import reader
from headache_relief.language.sentences import Sentence
from headache_relief.vectors import ABSENT, Encoder, load_encoder

if TYPE_CHECKING:
    from headache_relief.vectors.weights import Array

logger = logging.getLogger(__name__)

SENTENCE_VECTORS = "sentence_vectors"
# The beginning of a long message says what it is for; its danger may stand in any sentence.
MOST_WORDS_OF_WHOLE = 50
MOST_SENTENCES = 40
# Encoding a longer message takes so long that everybody would feel it.
LONGEST_AT_ONCE = 200

_thread = ThreadPoolExecutor(1, "sentence-vectors")
_ahead: ContextVar[Optional[tuple[str, Optional[MessageVectors]]]] = ContextVar(
    "vectors_ahead", default=None
)


@dataclass(frozen=True)
class MessageVectors:
    """The vectors of a message: of its first 50 words as a whole, and of each of its sentences.

    All have 384 numbers and length 1. Of a message of one sentence both are the same.
    """

    whole: Array
    sentences: tuple[Sentence, ...]
    rows: Array

    def fingerprint(self) -> str:
        """What Rasa knows the training data by: the text decides the vectors."""
        return repr(self.sentences)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(GraphComponent):
    """Sets `sentence_vectors` of messages and training examples, a `MessageVectors`.

    A message without a word has none, and no message has any when there is no encoder.
    """

    def __init__(self, encoder: Optional[Encoder]) -> None:
        self._encoder = encoder

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceVectors":
        encoder = load_encoder()
        if encoder is None:
            logger.warning(ABSENT)
        return cls(encoder)

    def process(self, messages: List[Message]) -> List[Message]:
        """The same messages with their vectors."""
        for message, vectors in zip(messages, self._vectors([m.get(TEXT) or "" for m in messages])):
            if vectors is not None:
                message.set(SENTENCE_VECTORS, vectors)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The same training data with the vectors of every example."""
        self.process(training_data.training_examples)
        return training_data

    def _vectors(self, texts: Sequence[str]) -> Sequence[Optional[MessageVectors]]:
        if self._encoder is None:
            return [None] * len(texts)
        ahead = _ahead.get()
        if ahead is not None and list(texts) == [ahead[0]]:
            return [ahead[1]]
        return vectors_of(texts, self._encoder)


@asynccontextmanager
async def vectors_ahead(text: str) -> AsyncIterator[None]:
    """Within it a long text has its vectors already; they are made beside the event loop."""
    encoder = load_encoder() if len(text) > LONGEST_AT_ONCE else None
    if encoder is None:
        yield
        return
    made = asyncio.get_running_loop().run_in_executor(_thread, vectors_of, [text], encoder)
    before = _ahead.set((text, (await made)[0]))
    try:
        yield
    finally:
        _ahead.reset(before)


def vectors_of(texts: Sequence[str], encoder: Encoder) -> List[Optional[MessageVectors]]:
    """The vectors of each text, as sent; None for a text without a word."""
    divided = [reader.sentences(text)[:MOST_SENTENCES] for text in texts]
    passages = [passage for sentences in divided for passage in _passages(sentences)]
    rows = iter(encoder.encode(passages))
    return [_of_message(sentences, rows) if sentences else None for sentences in divided]


def _passages(sentences: Sequence[Sentence]) -> List[str]:
    """What is encoded of a message: its sentences, and if they are several also their beginning."""
    texts = [sentence.text for sentence in sentences]
    if len(texts) > 1:
        texts.append(" ".join(" ".join(texts).split()[:MOST_WORDS_OF_WHOLE]))
    return texts


def _of_message(sentences: tuple[Sentence, ...], rows: Iterator[Array]) -> MessageVectors:
    of_sentences = numpy.stack(list(islice(rows, len(sentences))))
    whole = next(rows) if len(sentences) > 1 else of_sentences[0]
    return MessageVectors(whole=whole, sentences=sentences, rows=of_sentences)
