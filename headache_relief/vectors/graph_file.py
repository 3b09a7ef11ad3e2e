"""The file with the built network: made once, and again when its weights or its builder change."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

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
    from headache_relief.vectors.graph import save_graph

    arrays = read_weights(weights, sha256)
    try:
        graph.parent.mkdir(parents=True, exist_ok=True)
        # A process that reads the files meanwhile finds each of them whole, old or new.
        with TemporaryDirectory(dir=graph.parent) as folder:
            save_graph(arrays, Path(folder) / graph.name)
            # onnx lets only its owner read the arrays; the server may run as somebody else.
            readers = (Path(folder) / graph.name).stat().st_mode
            for made in sorted(Path(folder).iterdir(), reverse=True):
                made.chmod(readers)
                os.replace(made, graph.with_name(made.name))
            record = Path(folder) / _record_of(graph).name
            record.write_text(json.dumps(_as_it_should_be(weights, graph, sha256), indent=2) + "\n")
            os.replace(record, _record_of(graph))
    except OSError as fault:
        raise VectorsError(
            f"The sentence encoder can't be written to {graph.parent}: "
            "make the folder writable and free 100 MB, then run make setup."
        ) from fault


def arrays_of(graph: Path) -> Path:
    """The file with the arrays of a network, which lies beside its graph."""
    return graph.with_suffix(".weights")


def _record_of(graph: Path) -> Path:
    return graph.with_suffix(".json")


def _record(graph: Path) -> dict[str, object]:
    """What the network was built from; nothing when that is unknown."""
    try:
        known: dict[str, object] = json.loads(_record_of(graph).read_text())
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
        "bytes": _stamp(graph)[:1] + _stamp(arrays_of(graph))[:1],
    }


def _stamp(file: Path) -> list[int]:
    """The size in bytes and the time of the last change in ns; nothing when it is not there."""
    try:
        status = file.stat()
    except OSError:
        return []
    return [status.st_size, status.st_mtime_ns]
