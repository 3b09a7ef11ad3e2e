"""Turns texts into sentence vectors."""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Iterator, Optional, Sequence

import numpy

from headache_relief.vectors.errors import VectorsError
from headache_relief.vectors.graph_file import ready_graph
from headache_relief.vectors.weights import MEND, TOKENIZER_SHA256, read_checked, weights_folder

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

    from headache_relief.vectors.weights import Array

DIMENSIONS = 384
ABSENT = (
    "The packages for sentence vectors are missing, so messages are understood less well: "
    f"{MEND} to install them."
)
NEEDED = ("onnxruntime", "tokenizers")
# What follows in a text is left out; the model was trained on 128 word pieces.
MOST_PIECES = 128
# More texts at once take memory and save no time on one core.
MOST_AT_ONCE = 8


class Encoder:
    """all-MiniLM-L6-v2 on one core; one instance serves several threads."""

    def __init__(self, session: InferenceSession, tokenizer: Tokenizer) -> None:
        self._session = session
        self._tokenizer = tokenizer

    def encode(self, texts: Sequence[str]) -> Array:
        """The vectors of the texts: float32, texts x 384, each of length 1.

        The dot product of two is their cosine similarity. Of a text the first 128 word pieces
        count (about 100 words); an empty text has a vector too, which means nothing.
        """
        vectors = numpy.empty((len(texts), DIMENSIONS), dtype=numpy.float32)
        pieces = [text.ids for text in self._tokenizer.encode_batch(list(texts))]
        for places in _batches([len(ids) for ids in pieces]):
            batch = numpy.array([pieces[place] for place in places], dtype=numpy.int32)
            vectors[places] = self._session.run(None, {"pieces": batch})[0]
        return vectors


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Places of texts to encode together: of the same length, so that none is filled up."""
    in_order = sorted(range(len(lengths)), key=lengths.__getitem__)
    for _, same in groupby(in_order, key=lengths.__getitem__):
        places = list(same)
        for start in range(0, len(places), MOST_AT_ONCE):
            yield places[start : start + MOST_AT_ONCE]


@lru_cache(maxsize=1)
def load_encoder() -> Optional[Encoder]:
    """The encoder, loaded once in a process; None when its packages are not installed.

    VectorsError says in one sentence why it can't be loaded although they are.
    """
    folder = _installed()
    if folder is None:
        return None
    tokenizer = _tokenizer(folder / "tokenizer.json")
    return Encoder(_session(ready_graph(folder / "model.safetensors")), tokenizer)


def prepare_encoder() -> None:
    """Builds the network's file when it has to be built; VectorsError as for `load_encoder`."""
    folder = _installed()
    if folder is not None:
        ready_graph(folder / "model.safetensors")


def _installed() -> Optional[Path]:
    """The folder with the weights; None unless all that is needed is installed."""
    return weights_folder() if all(find_spec(name) for name in NEEDED) else None


def _tokenizer(file: Path) -> Tokenizer:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_str(read_checked(file, TOKENIZER_SHA256).decode())
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_PIECES)
    return tokenizer


def _session(graph: Path) -> InferenceSession:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    # An arena would keep the memory of the longest message.
    options.enable_cpu_mem_arena = False
    # The graph is written as it should run.
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    try:
        return onnxruntime.InferenceSession(
            str(graph), sess_options=options, providers=["CPUExecutionProvider"]
        )
    except Exception as fault:
        raise VectorsError(
            f"The sentence encoder can't be loaded: delete {graph}, then run make setup."
        ) from fault
