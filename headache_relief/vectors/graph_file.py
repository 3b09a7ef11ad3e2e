"""The file with the built network: made once, and again when its weights or its builder change."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from headache_relief.settings import ROOT
from headache_relief.vectors.errors import VectorsError
from headache_relief.vectors.weights import WEIGHTS_SHA256, read_weights

GRAPH = ROOT / "models" / "sentence-encoder.onnx"
BUILDER = Path(__file__).with_name("graph.py")


def ready_graph(weights: Path, graph: Path = GRAPH, sha256: str = WEIGHTS_SHA256) -> Path:
    """The file of the network, which is built first (2 s) when it is missing or out of date.

    VectorsError when the weights are not the expected ones or the file can't be written.
    """
    if _record(graph) != _as_it_should_be(weights, graph, sha256):
        _build(weights, graph, sha256)
    return graph


def _build(weights: Path, graph: Path, sha256: str) -> None:
    # onnx takes time to import, and nothing but the builder needs it.
    from headache_relief.vectors.graph import sentence_graph

    content = sentence_graph(read_weights(weights, sha256)).SerializeToString()
    try:
        graph.parent.mkdir(parents=True, exist_ok=True)
        _write(graph, content)
        record = json.dumps(_as_it_should_be(weights, graph, sha256), indent=2) + "\n"
        _write(graph.with_suffix(".json"), record.encode())
    except OSError as fault:
        raise VectorsError(
            f"The sentence encoder can't be written to {graph.parent}: "
            "make the folder writable and free 100 MB, then run make setup."
        ) from fault


def _write(file: Path, content: bytes) -> None:
    """Writes a file as a whole or not at all, also while another process does the same."""
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        unfinished.write_bytes(content)
        os.replace(unfinished, file)
    finally:
        unfinished.unlink(missing_ok=True)


def _record(graph: Path) -> dict[str, object]:
    """What the network was built from; nothing when that is unknown."""
    try:
        known: dict[str, object] = json.loads(graph.with_suffix(".json").read_text())
    except (OSError, ValueError):
        return {}
    return known


def _as_it_should_be(weights: Path, graph: Path, sha256: str) -> dict[str, object]:
    """The record of a graph that is up to date.

    Weights whose size and time are unchanged are not read again: that would cost every start.
    """
    return {
        "weights_sha256": sha256,
        "weights": _stamp(weights),
        "builder_sha256": hashlib.sha256(BUILDER.read_bytes()).hexdigest(),
        "graph_bytes": _stamp(graph)[:1],
    }


def _stamp(file: Path) -> list[int]:
    """The size in bytes and the time of the last change in ns; nothing when it is not there."""
    try:
        status = file.stat()
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]
