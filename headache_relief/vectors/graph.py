"""The network of all-MiniLM-L6-v2 as an ONNX graph, written from its weights.

A BERT encoder of 6 layers (Devlin et al. 2018, arXiv:1810.04805), the mean over the word pieces,
and unit length (Reimers and Gurevych 2019, arXiv:1908.10084). The joined operators of ONNX Runtime
(`com.microsoft`) stand for whole blocks, so that nothing has to be searched and joined at start.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Mapping

import numpy
import onnx
from onnx import ModelProto, NodeProto, TensorProto, helper, numpy_helper

from headache_relief.vectors.weights import Array

LAYERS = 6
HEADS = 12
DIMENSIONS = 384
EPSILON = 1e-12
OPSET = 17
JOINED_OPERATORS = "com.microsoft"
# The version of the file format that ONNX Runtime has read since 1.10.
FORMAT = 8


def save_graph(weights: Mapping[str, Array], file: Path) -> None:
    """Writes the model to `file`, and its arrays beside it with the ending `.weights`.

    Arrays in a file of their own are mapped into memory: they aren't read before they are used, and
    several processes share them.
    """
    onnx.save_model(
        sentence_graph(weights),
        str(file),
        save_as_external_data=True,
        location=file.with_suffix(".weights").name,
    )


def sentence_graph(weights: Mapping[str, Array]) -> ModelProto:
    """The model: `pieces` (int32, texts x pieces) to `vectors` (float32, texts x 384).

    The texts of one call have the same number of pieces, so there is nothing to fill up or to mask.
    """
    graph = _Graph(weights)
    hidden = graph.embed()
    for layer in range(LAYERS):
        hidden = graph.layer(hidden, f"encoder.layer.{layer}")
    graph.pool(hidden)
    return graph.model()


@dataclass
class _Graph:
    weights: Mapping[str, Array]
    nodes: list[NodeProto] = field(default_factory=list)
    constants: list[TensorProto] = field(default_factory=list)

    def embed(self) -> str:
        """Word and position, normalised; every piece is of the first of BERT's two segments."""
        table = "embeddings"
        positions = self.weights[f"{table}.position_embeddings.weight"]
        segments = self.weights[f"{table}.token_type_embeddings.weight"]
        return self._joined(
            "EmbedLayerNormalization",
            [
                "pieces",
                "",
                self._constant("words", self.weights[f"{table}.word_embeddings.weight"]),
                self._constant("positions", positions + segments[0]),
                "",
                self._weight(f"{table}.LayerNorm.weight"),
                self._weight(f"{table}.LayerNorm.bias"),
            ],
            ["embedded", "unused_mask_index"],
            epsilon=EPSILON,
        )

    def layer(self, hidden: str, layer: str) -> str:
        """One layer: self-attention, then two dense layers, each added to what went in."""
        attended = self._attend(hidden, layer)
        projected = self._times(attended, f"{layer}.attention.output.dense")
        middle = self._add_and_normalise(projected, hidden, f"{layer}.attention.output")
        widened = self._times(middle, f"{layer}.intermediate.dense")
        bent = self._joined(
            "BiasGelu",
            [widened, self._weight(f"{layer}.intermediate.dense.bias")],
            [f"{layer}.bent"],
        )
        narrowed = self._times(bent, f"{layer}.output.dense")
        return self._add_and_normalise(narrowed, middle, f"{layer}.output")

    def pool(self, hidden: str) -> None:
        """The sum over the pieces at unit length: the mean's division falls out."""
        pieces_axis = self._constant("pieces_axis", numpy.array([1], dtype=numpy.int64))
        self._node("ReduceSum", [hidden, pieces_axis], ["sums"], keepdims=0)
        self._node("LpNormalization", ["sums"], ["vectors"], axis=-1, p=2)

    def model(self) -> ModelProto:
        """The finished model."""
        graph = helper.make_graph(
            self.nodes,
            "sentence_vectors",
            [helper.make_tensor_value_info("pieces", TensorProto.INT32, ["texts", "length"])],
            [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, ["texts", DIMENSIONS])],
            self.constants,
        )
        versions = [helper.make_opsetid("", OPSET), helper.make_opsetid(JOINED_OPERATORS, 1)]
        return helper.make_model(graph, opset_imports=versions, ir_version=FORMAT)

    def _attend(self, hidden: str, layer: str) -> str:
        parts = [f"{layer}.attention.self.{part}" for part in ("query", "key", "value")]
        matrices = [self.weights[f"{part}.weight"].T for part in parts]
        biases = [self.weights[f"{part}.bias"] for part in parts]
        return self._joined(
            "Attention",
            [
                hidden,
                self._constant(f"{layer}.attention.weight", numpy.concatenate(matrices, axis=1)),
                self._constant(f"{layer}.attention.bias", numpy.concatenate(biases)),
            ],
            [f"{layer}.attended"],
            num_heads=HEADS,
        )

    def _times(self, values: str, dense: str) -> str:
        matrix = self._constant(f"{dense}.weight", self.weights[f"{dense}.weight"].T)
        return self._node("MatMul", [values, matrix], [f"{dense}.product"])

    def _add_and_normalise(self, values: str, before: str, block: str) -> str:
        return self._joined(
            "SkipLayerNormalization",
            [
                values,
                before,
                self._weight(f"{block}.LayerNorm.weight"),
                self._weight(f"{block}.LayerNorm.bias"),
                self._weight(f"{block}.dense.bias"),
            ],
            [f"{block}.normalised"],
            epsilon=EPSILON,
        )

    def _weight(self, name: str) -> str:
        return self._constant(name, self.weights[name])

    def _constant(self, name: str, values: Array) -> str:
        self.constants.append(numpy_helper.from_array(numpy.ascontiguousarray(values), name))
        return name

    def _joined(self, operator: str, takes: list[str], gives: list[str], **settings: Any) -> str:
        return self._node(operator, takes, gives, domain=JOINED_OPERATORS, **settings)

    def _node(self, operator: str, takes: list[str], gives: list[str], **settings: Any) -> str:
        self.nodes.append(helper.make_node(operator, takes, gives, **settings))
        return gives[0]
